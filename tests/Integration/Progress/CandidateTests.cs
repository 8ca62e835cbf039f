using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.ProgressReporting.Copies;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.Integration.Catalog;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using Outcome = Renovation.Protos.Progress.V1.Candidate.Types.Outcome;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Projects that a return reports for the library, and what the catalog did with them.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class CandidateTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Candidates_ThatAreWrong_NameEveryField(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var good = New();
        var wrong = new Candidate
        {
            Enterprise = "91610100000000000X",
            AdministrativeArea = "新城",
            IndustryCode = "工业",
            StartMonth = "2018-01",
            EndMonth = "2017-12",
            TotalInvestmentYuan = 0,
            EquipmentInvestmentYuan = 1,
            Content = new string('长', 2001),
            Remark = new string('长', 2001),
        };

        (await RefusalAsync(Fill(desk, good, wrong, new Candidate(good) { Title = " 样例 新项目" }))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", "return.candidates[1].title LENGTH", "return.candidates[1].enterprise USCC_CHECKSUM", "return.candidates[1].enterprise_title LENGTH",
            "return.candidates[1].administrative_area FORMAT", "return.candidates[1].industry_code FORMAT", "return.candidates[1].content LENGTH", "return.candidates[1].remark LENGTH", "return.candidates[1].end_month INVALID_PERIOD",
            "return.candidates[1].total_investment_yuan OUT_OF_RANGE", "return.candidates[1].equipment_investment_yuan OUT_OF_RANGE", "return.candidates[2].title DUPLICATE");
        (await RefusalAsync(Fill(desk, new Candidate(good) { StartMonth = "2017-13" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_MONTH", "return.candidates[0].start_month INVALID_MONTH");
        (await RefusalAsync(Fill(desk, [.. Enumerable.Range(0, 201).Select(number => new Candidate(good) { Title = $"样例{number}" })]))).ShouldBe(StatusCode.InvalidArgument, "TOO_MANY", "return.candidates TOO_MANY");
        (await ReadAsync(desk)).Candidates.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Outcome_StaysWithTheCandidateUntilARefusedOneIsCorrected(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var (first, second) = (New(), New());
        await Fill(desk, first, second);
        var accepted = await desk.AcceptAsync(Own);
        accepted.Candidates.Select(candidate => candidate.Outcome).ShouldBe([Outcome.Unspecified, Outcome.Unspecified]);
        (await RefusalAsync(Fill(desk, first))).ShouldBe(StatusCode.FailedPrecondition, "NOT_WITH_UNIT");

        await TellAsync(desk, first, CandidateReport.Types.Outcome.Created, "p-1");
        await TellAsync(desk, second, CandidateReport.Types.Outcome.Refused, reason: "样例原因");
        await TellAsync(desk, New(), CandidateReport.Types.Outcome.Created, "p-2");
        var told = await ReadAsync(desk);
        told.Candidates.Select(candidate => (candidate.Outcome, candidate.Project, candidate.OutcomeReason)).ShouldBe([(Outcome.Created, "p-1", ""), (Outcome.Refused, "", "样例原因")]);
        (told.State, told.Receipt).ShouldBe((Return.Types.State.Accepted, accepted.Receipt));
        await TellAsync(desk, first, CandidateReport.Types.Outcome.Created, "p-1");
        (await ReadAsync(desk)).ShouldBe(told, "what is known changes nothing");

        // Handed back with one cell, the candidates are locked; with them, they are not.
        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例", Reasons = { new ReturnReason { Project = desk.First, Field = "quarter_yuan", Code = "OTHER", Note = "样例" } } });
        (await RefusalAsync(Fill(desk, first))).ShouldBe(StatusCode.FailedPrecondition, "CELL_LOCKED", "candidates CELL_LOCKED");
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.HandBackAsync(Own, new ReturnReason { Field = "candidates", Code = "OTHER", Note = "样例" });
        (await Fill(desk, new Candidate(first) { Remark = "补充" }, second)).Candidates.Select(candidate => (candidate.Outcome, candidate.OutcomeReason))
            .ShouldBe([(Outcome.Created, ""), (Outcome.Refused, "样例原因")], "what is not corrected stays refused");
        var corrected = await Fill(desk, new Candidate(first) { Remark = "补充" }, new Candidate(second) { EnterpriseTitle = "更正" });
        corrected.Candidates.Select(candidate => (candidate.Outcome, candidate.Project, candidate.Remark)).ShouldBe([(Outcome.Created, "p-1", "补充"), (Outcome.Unspecified, "", "")]);
        (await Fill(desk, new Candidate(first) { Remark = "补充" }, new Candidate(second) { EnterpriseTitle = "更正" })).ShouldBe(corrected, "what is so already changes nothing");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Candidates_AreOfWhatIsSubmitted(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var without = (await desk.SubmitAsync(Own)).Receipt.Sha256;
        await desk.HandBackAsync(Own, new ReturnReason { Code = "OTHER", Note = "样例" });
        await Fill(desk, New());

        var with = await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });

        (with.Receipt.Sha256 == without).ShouldBeFalse("the receipt is of the candidates as well");
    }

    private static AsyncUnaryCall<Return> Fill(Desk desk, params Candidate[] candidates) => desk.ReporterOf(Own).UpdateReturnAsync(
        new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Candidates = { candidates } }, UpdateMask = FieldMask.FromString("candidates") });

    private static async Task<Return> ReadAsync(Desk desk) => await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });

    private static Task TellAsync(Desk desk, Candidate candidate, CandidateReport.Types.Outcome outcome, string project = "", string reason = "") =>
        desk.Host.HandleAsync<CandidateConsideredHandler, CandidateConsidered>(new CandidateConsidered
        {
            CandidateReport = new CandidateReport { Return = desk.ReturnOf(Own), Enterprise = candidate.Enterprise, Title = candidate.Title, Outcome = outcome, Project = project, Reason = reason },
        });

    private static Candidate New() => new()
    {
        Title = "样例新项目",
        Enterprise = CatalogHosts.NewUscc(),
        EnterpriseTitle = "样例企业",
        AdministrativeArea = "610102",
        IndustryCode = "C36",
        Content = "样例内容",
        StartMonth = "2017-09",
        EndMonth = "2018-06",
        TotalInvestmentYuan = 5_000 * Wan,
        EquipmentInvestmentYuan = 3_000 * Wan,
    };
}

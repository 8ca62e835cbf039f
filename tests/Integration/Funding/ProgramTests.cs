using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Funding.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class ProgramTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rules_Changed_BecomeTheNextVersionAndTheOldOnesStay(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var program = await one.Programs.GetProgramAsync(new() { Name = one.Program }, cancellationToken: Stop);
        (program.State, program.RulesVersion, program.Rules, program.Etag).ShouldBe((V1.Program.Types.State.Open, 1, Rules(), "\"v2\""));

        var same = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules() } }, cancellationToken: Stop);
        (same.RulesVersion, same.Etag).ShouldBe((1, program.Etag));
        var renamed = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Title = "样例新名", Rules = Rules(rules => rules.CapYuan = 1), Etag = program.Etag }, UpdateMask = new FieldMask { Paths = { "title" } } }, cancellationToken: Stop);
        (renamed.Title, renamed.RulesVersion, renamed.Rules.CapYuan).ShouldBe(("样例新名", 1, 5_000_000));
        var changed = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => rules.Tiers.Add(new ProgramRules.Types.Tier { FromYuan = 10, RateBp = 7 })) } }, cancellationToken: Stop);
        (changed.Title, changed.RulesVersion, changed.Rules.Tiers.Count).ShouldBe(("样例新名", 2, 2));
        var id = one.Program["programs/".Length..];
        (await one.World.Host.ReadAsync(db => db.RulesVersions.Where(version => version.Program == id).OrderBy(version => version.Number).Select(version => version.Rules).ToListAsync(Stop)))
            .Select(rules => rules.Tiers.Count).ShouldBe([1, 2]);
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Title = "x", Etag = program.Etag } }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Year = 2018 }, UpdateMask = new FieldMask { Paths = { "year" } } }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_UPDATE_MASK"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program }, UpdateMask = new FieldMask { Paths = { "*" } } }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_FIELDS"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_Wrong_TellsEverythingAtOnce(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var failure = await Should.ThrowAsync<RpcException>(async () => await one.Programs.CreateProgramAsync(new()
        {
            ProgramId = $"{one.Name}-wrong",
            Program = new() { Rules = new() { Tiers = { new ProgramRules.Types.Tier { RateBp = 10_001 } }, RequiredStages = { "DONE" }, RequiredProcedures = { "filing", "filing" }, CompletionYear = 17 } },
        }));

        failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(violation => $"{violation.Field} {violation.Reason}").ShouldBe(
        [
            "program.title LENGTH", "program.year OUT_OF_RANGE", "program.level REQUIRED", "program.form REQUIRED", "program.rules.source_document LENGTH", "program.rules.base REQUIRED",
            "program.rules.tiers.rate_bp OUT_OF_RANGE", "program.rules.required_stages UNKNOWN_STAGE", "program.rules.required_procedures DUPLICATE", "program.rules.completion_year OUT_OF_RANGE",
        ]);
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward($"{one.Name}-a")))).ShouldBe((StatusCode.AlreadyExists, "PROGRAM_EXISTS"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward("Ab!")))).ShouldBe((StatusCode.InvalidArgument, "INVALID_ID"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward("abcd\n")))).ShouldBe((StatusCode.InvalidArgument, "INVALID_ID"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(new()))).Code.ShouldBe(StatusCode.InvalidArgument);
        (await RefusalAsync(one.Programs.GetProgramAsync(new() { Name = "programs/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_AgainWithItsRequestId_AnswersTheSame(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var request = Reward($"{one.Name}-again");
        request.RequestId = Case.NewId();

        var first = await one.Programs.CreateProgramAsync(request, cancellationToken: Stop);

        (await one.Programs.CreateProgramAsync(request, cancellationToken: Stop)).ShouldBe(first);
        request.Program.Title = "另一";
        (await RefusalAsync(one.Programs.CreateProgramAsync(request))).ShouldBe((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Preview_ShowsWhatOtherRulesWouldChange_AndChangesNothing(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        foreach (var suffix in new[] { "p2", "p3" })
            await one.ProjectAsync($"{one.Name}-{suffix}");
        await one.World.Host.TellAsync(new Protos.Catalog.V1.Project(Completed($"{one.Name}-p3")) { Stage = Protos.Catalog.V1.Project.Types.Stage.UnderConstruction, ActualCompletionDate = "" }, 2);
        await one.World.Host.TellAsync(new Protos.Catalog.V1.Project(Completed($"{one.Name}-p2")) { EquipmentInvestmentYuan = 4_000_000 }, 2);

        async Task<PreviewRulesResponse> Preview(Action<ProgramRules> change, int size = 0, string token = "") =>
            await one.Programs.PreviewRulesAsync(new() { Name = one.Program, Rules = Rules(change), PageSize = size, PageToken = token }, cancellationToken: Stop);

        (await Preview(_ => { })).ShouldBe(new PreviewRulesResponse { ProjectCount = 3, PassedBeforeCount = 2, PassedAfterCount = 2, ProposedBeforeYuan = 2_400_000, ProposedAfterYuan = 2_400_000 });
        var capped = await Preview(rules => rules.CapYuan = 1_000_000);
        capped.Changes.ShouldHaveSingleItem().ShouldBe(new PreviewRulesResponse.Types.Change
        {
            Project = one.Project,
            ProjectTitle = $"样例项目 {one.Project}",
            Unit = Own,
            ResultBefore = Eligibility.Types.Result.Passed,
            ResultAfter = Eligibility.Types.Result.Passed,
            ProposedBeforeYuan = 2_000_000,
            ProposedAfterYuan = 1_000_000,
        });
        (capped.ChangedCount, capped.ProposedAfterYuan).ShouldBe((1, 1_400_000));
        void Strict(ProgramRules rules) => rules.RequiredProcedures.Add("eia");
        var strict = await Preview(Strict, 2);
        (strict.ChangedCount, strict.PassedAfterCount, strict.Changes.Count).ShouldBe((3, 0, 2));
        strict.Changes[0].ShouldSatisfyAllConditions(change => change.Criteria.ShouldBe(["REQUIRED_PROCEDURE:eia"]), change => change.ResultAfter.ShouldBe(Eligibility.Types.Result.Failed));
        (await Preview(Strict, 2, strict.NextPageToken)).ShouldSatisfyAllConditions(rest => rest.Changes.ShouldHaveSingleItem().Project.ShouldBe($"{one.Name}-p3"), rest => rest.NextPageToken.ShouldBeEmpty(), rest => rest.ChangedCount.ShouldBe(3));
        var wrong = await Should.ThrowAsync<RpcException>(async () => await one.Programs.PreviewRulesAsync(new() { Name = one.Program, Rules = Rules(rules => rules.CapYuan = -1) }));
        wrong.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(violation => $"{violation.Field} {violation.Reason}").ShouldBe(["rules.cap_yuan NEGATIVE_AMOUNT"]);
        (await one.Programs.GetProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).RulesVersion.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rules_AreValidForATime_AndEveryVersionIsKept(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(rules: rules => (rules.ValidFromDate, rules.ValidToDate) = ("2017-06-01", "2017-07-09"));
        await one.World.SetClockAsync(new DateOnly(2017, 7, 10));
        var draft = await one.DraftAsync();
        (await RefusalAsync(one.District.SubmitApplicationAsync(new() { Name = draft.Name }))).ShouldBe((StatusCode.FailedPrecondition, "RULES_NOT_VALID"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => (rules.ValidFromDate, rules.ValidToDate) = ("2017-06-02", "2017-06-01")) } }))).ShouldBe((StatusCode.InvalidArgument, "BEFORE_START"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => rules.ValidFromDate = "2017-13-01") } }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_DATE"));
        await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => (rules.SourceDocument, rules.ValidToDate) = ("样例规则（延期）", "2017-07-10")) } }, cancellationToken: Stop);

        (await one.District.SubmitApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop)).RulesVersion.ShouldBe(2);

        var first = await one.Programs.ListRulesVersionsAsync(new() { Parent = one.Program, PageSize = 1 }, cancellationToken: Stop);
        var rest = await one.Programs.ListRulesVersionsAsync(new() { Parent = one.Program, PageSize = 1, PageToken = first.NextPageToken }, cancellationToken: Stop);
        first.RulesVersions.Concat(rest.RulesVersions).Select(version => (version.Number, version.Rules.SourceDocument, version.Rules.ValidFromDate, version.Rules.ValidToDate)).ShouldBe(
            [(1, "样例规则", "2017-06-01", "2017-07-09"), (2, "样例规则（延期）", "", "2017-07-10")]);
        rest.NextPageToken.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rules_OnInterestAndInvoices_LookAtWhatTheApplicationStates(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(rules: rules =>
        {
            rules.Base = ProgramRules.Types.Base.InterestPaid;
            (rules.InvoiceFromDate, rules.InvoiceToDate) = ("2016-01-01", "2017-06-30");
        });
        (await one.Programs.GetEligibilityAsync(new() { Name = $"{one.Program}/eligibilities/{one.Project}" }, cancellationToken: Stop)).Criteria.Where(criterion => criterion.Result == Eligibility.Types.Result.Unknown)
            .Select(criterion => criterion.Code).ShouldBe(["INVOICE_WINDOW", "BASE"]);
        var wanted = new Application { Program = one.Program, Project = one.Project, RequestedYuan = 100_000, InterestPaidYuan = 1_500_000, FirstInvoiceDate = "2015-12-31", LastInvoiceDate = "2017-06-30" };
        (await RefusalAsync(one.Expert.CreateApplicationAsync(new() { Application = new(wanted) { InterestPaidYuan = 0 } }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await RefusalAsync(one.Expert.CreateApplicationAsync(new() { Application = new(wanted) { LastInvoiceDate = "" } }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        var early = await one.Expert.CreateApplicationAsync(new() { Application = wanted }, cancellationToken: Stop);
        (await RefusalAsync(one.District.SubmitApplicationAsync(new() { Name = early.Name }))).ShouldBe((StatusCode.FailedPrecondition, "CRITERIA_NOT_MET"));
        await one.Expert.WithdrawApplicationAsync(new() { Name = early.Name, Reason = "改正发票日期" }, cancellationToken: Stop);
        var right = await one.Expert.CreateApplicationAsync(new() { Application = new(wanted) { FirstInvoiceDate = "2016-01-01" } }, cancellationToken: Stop);

        var submitted = await one.District.SubmitApplicationAsync(new() { Name = right.Name }, cancellationToken: Stop);

        (submitted.BaseYuan, submitted.InterestPaidYuan, submitted.FirstInvoiceDate, submitted.LastInvoiceDate, submitted.Calculation[^1].AmountYuan).ShouldBe((1_500_000, 1_500_000, "2016-01-01", "2017-06-30", 150_000));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OpenAndClose_OutOfTurn_AreRefused(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        (await RefusalAsync(one.Programs.OpenProgramAsync(new() { Name = one.Program }))).ShouldBe((StatusCode.FailedPrecondition, "ALREADY_OPEN"));
        (await RefusalAsync(one.Programs.CloseProgramAsync(new() { Name = one.Program, Etag = "\"v1\"" }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        (await one.Programs.CloseProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).State.ShouldBe(V1.Program.Types.State.Closed);
        (await RefusalAsync(one.Programs.CloseProgramAsync(new() { Name = one.Program }))).ShouldBe((StatusCode.FailedPrecondition, "PROGRAM_NOT_OPEN"));
        (await one.Programs.OpenProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).State.ShouldBe(V1.Program.Types.State.Open);
        (await RefusalAsync(one.Programs.OpenProgramAsync(new() { Name = "programs/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_IsFilteredAndPaged(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        foreach (var suffix in new[] { "b", "c", "d" })
            await one.OpenProgramAsync(suffix);
        await one.Programs.CloseProgramAsync(new() { Name = one.ProgramOf("c") }, cancellationToken: Stop);

        var first = await one.Programs.ListProgramsAsync(new() { Year = one.Year, PageSize = 3 }, cancellationToken: Stop);
        var rest = await one.Programs.ListProgramsAsync(new() { Year = one.Year, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Stop);
        first.Programs.Concat(rest.Programs).Select(program => program.Name).ShouldBe(new[] { "a", "b", "c", "d" }.Select(one.ProgramOf));
        rest.NextPageToken.ShouldBeEmpty();
        (await one.Programs.ListProgramsAsync(new() { Year = one.Year, State = V1.Program.Types.State.Closed }, cancellationToken: Stop)).Programs.ShouldHaveSingleItem().Name.ShouldBe(one.ProgramOf("c"));
        (await RefusalAsync(one.Programs.ListProgramsAsync(new() { PageSize = 3, PageToken = first.NextPageToken }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Demo_WithoutAnyProgram_AddsTheSamplesOnce(string provider)
    {
        await using var host = await StartAsync(provider, ("Demo:Enabled", "true"), ("Services:catalog", "http://127.0.0.1:9"), ("Services:progress", "http://127.0.0.1:9"));
        var programs = await new ProgramService.ProgramServiceClient(host.As(Shared.Identity.Role.Planner)).ListProgramsAsync(new() { Year = 2017 }, cancellationToken: Stop);
        programs.Programs.Select(program => (program.Name, program.Level, program.Form, program.State, program.AppropriatedYuan > 0)).ShouldBe(
        [
            ("programs/central-2017", V1.Program.Types.Level.Central, V1.Program.Types.Form.RewardSubsidy, V1.Program.Types.State.Open, false),
            ("programs/municipal-equity-2017", V1.Program.Types.Level.Municipal, V1.Program.Types.Form.Equity, V1.Program.Types.State.Open, true),
            ("programs/municipal-reward-2017", V1.Program.Types.Level.Municipal, V1.Program.Types.Form.RewardSubsidy, V1.Program.Types.State.Open, true),
            ("programs/provincial-2017", V1.Program.Types.Level.Provincial, V1.Program.Types.Form.InterestSubsidy, V1.Program.Types.State.Open, false),
        ]);
        programs.Programs.ShouldAllBe(program => program.Title.StartsWith("样例") && program.Rules.SourceDocument.StartsWith("样例"));
        var ledger = await new ProgramService.ProgramServiceClient(host.As(Shared.Identity.Role.Finance)).ListLedgerAsync(new() { Name = "programs/municipal-reward-2017" }, cancellationToken: Stop);
        (ledger.Postings.ShouldHaveSingleItem().Actor, ledger.Balanced).ShouldBe(("demo", true));
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(host.Services);
        await Renovation.FundingSupport.Programs.SamplePrograms.SeedAsync(scope.ServiceProvider, Stop);
        (await host.ReadAsync(db => db.Programs.CountAsync(Stop))).ShouldBe(4);
    }
}

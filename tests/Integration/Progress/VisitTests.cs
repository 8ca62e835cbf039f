using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using AttachmentService = Renovation.Protos.Progress.V1.AttachmentService;
using Category = Renovation.Protos.Progress.V1.ReturnLine.Types.ProblemCategory;
using Finding = Renovation.Protos.Progress.V1.Visit.Types.Finding;
using Level = Renovation.Protos.Progress.V1.ReturnLine.Types.ProblemLevel;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Visits to projects: what was found, with photos, and the problems that it opens.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class VisitTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Visit_WithFindings_OpensProblemsOnceAndKeepsThem(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.First}", Title = "样例项目", Unit = Own, Enterprise = Uscc(Own), IndustryCode = "C36" }, 1);
        var (visits, ledger) = (Visits(desk, Role.Planner, "6101GX"), new ProblemService.ProblemServiceClient(desk.Host.As(Role.Planner, "6101GX")));
        var wanted = Plain(desk);
        wanted.Findings.Add(new Finding { Text = "围墙未完工（样例）" });
        wanted.Findings.Add(new Finding { Text = "用地手续未办（样例）", OpensProblem = true, Category = Category.Land, AskedLevel = Level.Departments });
        var request = new CreateVisitRequest { Visit = wanted, RequestId = Guid.CreateVersion7().ToString() };

        var recorded = await visits.CreateVisitAsync(request);
        (await visits.CreateVisitAsync(request)).ShouldBe(recorded, "the same call records one visit");

        (recorded.ProjectTitle, recorded.Unit, recorded.Recorder, recorded.Etag).ShouldBe(("样例项目", Own, "planner-6101GX", "\"v1\""));
        recorded.Findings[0].Problem.ShouldBeEmpty();
        var problem = await ledger.GetProblemAsync(new GetProblemRequest { Name = recorded.Findings[1].Problem });
        (problem.Visit, problem.ReturnLine, problem.Project, problem.Category, problem.Text, problem.Level, problem.IndustryCode).ShouldBe((recorded.Name, "", desk.First, Category.Land, "用地手续未办（样例）", Level.Bureau, "C36"));
        (await ledger.ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldHaveSingleItem();
        (await visits.GetVisitAsync(new GetVisitRequest { Name = recorded.Name })).ShouldBe(recorded);

        // Another finding opens another problem; those that opened one stay as they are.
        var more = new Visit(recorded) { Summary = "样例补充" };
        more.Findings.Add(new Finding { Text = "贷款未到位（样例）", OpensProblem = true, Category = Category.Funds });
        var corrected = await visits.UpdateVisitAsync(new UpdateVisitRequest { Visit = more });
        corrected.Findings.Select(finding => finding.Problem.Length > 0).ShouldBe([false, true, true]);
        (corrected.Findings[1].Problem, corrected.Summary, corrected.Etag).ShouldBe((problem.Name, "样例补充", "\"v2\""));
        (await visits.UpdateVisitAsync(new UpdateVisitRequest { Visit = new Visit(corrected) })).ShouldBe(corrected, "what is so already changes nothing");
        (await ledger.ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.Count.ShouldBe(2);
        var changed = new Visit(corrected) { Etag = "" };
        changed.Findings[1].Text = "改写";
        (await RefusalAsync(visits.UpdateVisitAsync(new UpdateVisitRequest { Visit = changed }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELDS", "visit.findings FINDING_HAS_PROBLEM", "visit.findings[1].problem UNKNOWN_PROBLEM");
        (await RefusalAsync(visits.UpdateVisitAsync(new UpdateVisitRequest { Visit = new Visit { Name = recorded.Name }, UpdateMask = FieldMask.FromString("findings") }))).ShouldBe(
            StatusCode.InvalidArgument, "FINDING_HAS_PROBLEM", "visit.findings FINDING_HAS_PROBLEM", "visit.findings FINDING_HAS_PROBLEM");
        (await RefusalAsync(visits.UpdateVisitAsync(new UpdateVisitRequest { Visit = new Visit(recorded) { Summary = "旧" } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = recorded.Name })).AuditEvents, events => events.Count == 2);
        events.Select(one => (one.Kind, one.EventType)).ShouldBe([("CORRECTED", VisitRecorded.Descriptor.FullName), ("RECORDED", VisitRecorded.Descriptor.FullName)]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Visit_ThatIsWrong_NamesEveryFieldAndOpensNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var visits = Visits(desk, Role.Planner, "6101GX");
        var wrong = new Visit
        {
            Project = desk.First,
            VisitDate = $"{desk.Year}-07-04",
            NextVisitDate = $"{desk.Year}-07-04",
            Summary = new string('长', 2001),
            Findings = { new Finding(), new Finding { Text = "样例", OpensProblem = true }, new Finding { Text = "样例", Category = (Category)99, Problem = "problems/x" } },
        };

        (await RefusalAsync(visits.CreateVisitAsync(new CreateVisitRequest { Visit = wrong }))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", "visit.visit_date IN_FUTURE", "visit.next_visit_date NOT_AFTER_VISIT", "visit.visitors LENGTH", "visit.summary TOO_LONG", "visit.findings[0].text LENGTH",
            "visit.findings[1].category REQUIRED", "visit.findings[2].category UNKNOWN_VALUE", "visit.findings[2].problem UNKNOWN_PROBLEM");
        (await RefusalAsync(visits.CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { VisitDate = "2017-02-30" } }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_DATE", "visit.visit_date INVALID_DATE");
        (await RefusalAsync(visits.CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { VisitDate = "" } }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "visit.visit_date REQUIRED");
        (await RefusalAsync(visits.CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { Project = "nothing" } }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_PROJECT", "visit.project UNKNOWN_PROJECT");
        var strange = new Visit(Plain(desk)) { Attachments = { "attachments/progress/018f0000-0000-7000-8000-000000000000" }, Findings = { new Finding { Text = "样例", OpensProblem = true, Category = Category.Land } } };
        (await RefusalAsync(visits.CreateVisitAsync(new CreateVisitRequest { Visit = strange }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ATTACHMENT", "visit.attachments[0] UNKNOWN_ATTACHMENT");
        (await new ProblemService.ProblemServiceClient(desk.Host.As(Role.Planner, "6101GX")).ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Photo_HangsOnItsVisitAndObeysItsRights(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var visit = await RecordAsync(desk, desk.First);
        var photo = visit.Attachments.Single();
        var own = new AttachmentService.AttachmentServiceClient(desk.Host.As(Role.Reporter, Own));

        var listed = (await own.ListAttachmentsAsync(new ListAttachmentsRequest { Parent = visit.Name })).Attachments.ShouldHaveSingleItem();
        (listed.Name, listed.Parent, listed.FileName).ShouldBe((photo, visit.Name, "现场.pdf"));
        using var download = own.DownloadAttachment(new DownloadAttachmentRequest { Name = photo });
        var content = new MemoryStream();
        await foreach (var piece in download.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
            content.Write(piece.Data.Span);
        Encoding.UTF8.GetString(content.ToArray()).ShouldBe("%PDF-1.7");
        (await RefusalAsync(new AttachmentService.AttachmentServiceClient(desk.Host.As(Role.Reporter, Other)).GetAttachmentAsync(new GetAttachmentRequest { Name = photo }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        using var rest = desk.Host.Rest(desk.Host.Authority.TokenFor(Role.Reporter, Own, ""));
        (await rest.GetByteArrayAsync(new Uri($"/v1/{photo}:download", UriKind.Relative), TestContext.Current.CancellationToken)).Length.ShouldBe(8);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Visits_AreListedByUnitProjectAndWhatIsDue(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var visits = Visits(desk, Role.Planner, "6101GX");
        var first = await visits.CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { VisitDate = $"{desk.Year}-05-01", NextVisitDate = $"{desk.Year}-06-01" } });
        var second = await visits.CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { Project = desk.Third, VisitDate = $"{desk.Year}-05-02", NextVisitDate = $"{desk.Year}-08-01" } });

        async Task<IEnumerable<string>> ListAsync(ListVisitsRequest request, Role role = Role.Planner, string unit = "6101GX") =>
            (await Visits(desk, role, unit).ListVisitsAsync(request)).Visits.Where(visit => visit.Project == desk.First || visit.Project == desk.Third).Select(visit => visit.Name);

        (await ListAsync(new ListVisitsRequest())).ShouldBe([second.Name, first.Name]);
        (await ListAsync(new ListVisitsRequest { Project = desk.First })).ShouldBe([first.Name]);
        (await ListAsync(new ListVisitsRequest { Unit = Other })).ShouldBe([second.Name]);
        (await ListAsync(new ListVisitsRequest(), Role.Reporter, Own)).ShouldBe([first.Name]);
        (await ListAsync(new ListVisitsRequest { NextVisitUntil = $"{desk.Year}-07-31" })).ShouldBe([first.Name]);
        (await ListAsync(new ListVisitsRequest { NextVisitUntil = $"{desk.Year}-08-01" })).ShouldBe([second.Name, first.Name]);
        var again = await visits.CreateVisitAsync(new CreateVisitRequest { Visit = Plain(desk) });
        (await ListAsync(new ListVisitsRequest { NextVisitUntil = $"{desk.Year}-08-01" })).ShouldBe([second.Name], "the project was visited again");
        var page = await visits.ListVisitsAsync(new ListVisitsRequest { Project = desk.First, PageSize = 1 });
        (page.Visits.Single().Name, (await visits.ListVisitsAsync(new ListVisitsRequest { Project = desk.First, PageSize = 1, PageToken = page.NextPageToken })).Visits.Single().Name).ShouldBe((again.Name, first.Name));
    }

    /// <summary>Records a visit to a project, with a paper.</summary>
    internal static async Task<Visit> RecordAsync(Desk desk, string project)
    {
        using var upload = new AttachmentService.AttachmentServiceClient(desk.Host.As(Role.Planner, "6101GX")).UploadAttachment();
        await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = "现场.pdf" } });
        await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Data = ByteString.CopyFromUtf8("%PDF-1.7") });
        await upload.RequestStream.CompleteAsync();
        var paper = await upload;
        return await Visits(desk, Role.Planner, "6101GX").CreateVisitAsync(new CreateVisitRequest { Visit = new Visit(Plain(desk)) { Project = project, Attachments = { paper.Name } } });
    }

    private static VisitService.VisitServiceClient Visits(Desk desk, Role role, string unit) => new(desk.Host.As(role, unit));

    private static Visit Plain(Desk desk) => new() { Project = desk.First, VisitDate = $"{desk.Year}-07-02", Visitors = "样例检查组" };
}

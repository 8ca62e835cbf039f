using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Renovation.ProgressReporting.Access;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using AttachmentService = Renovation.Protos.Progress.V1.AttachmentService;
using JournalService = Renovation.Protos.Progress.V1.JournalService;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class AccessTests(ProgressHosts hosts)
{
    private const string City = "planner government auditor finance asset_manager service";
    private const string District = "reporter:own certifier:own";

    // What the brief says, apart from the matrix: who may call what.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["GetPeriod"] = $"{City} reporter certifier",
        ["ListPeriods"] = $"{City} reporter certifier",
        ["OpenPeriod"] = "planner",
        ["ClosePeriod"] = "planner",
        ["ExplainDueTime"] = $"{City} {District}",
        ["RankUnits"] = $"{City} reporter certifier",
        ["GetCompleteness"] = $"{City} reporter certifier",
        ["ExportPeriod"] = City,
        ["GetReturn"] = $"{City} {District}",
        ["ListReturns"] = $"{City} {District}",
        ["StreamReturns"] = $"{City} {District}",
        ["ListReturnLines"] = $"{City} {District}",
        ["ExportReturn"] = $"{City} {District}",
        ["CheckReturn"] = $"{City} {District}",
        ["UpdateReturn"] = "planner reporter:own",
        ["UpdateReturnLine"] = "planner reporter:own",
        ["BatchUpdateReturnLines"] = "planner reporter:own",
        ["ImportReturn"] = "planner reporter:own",
        ["AnnotateReturn"] = "planner reporter:own",
        ["SubmitReturn"] = "planner reporter:own",
        ["FileNilReturn"] = "planner reporter:own",
        ["ReportNoChange"] = "planner reporter:own",
        ["DiffReturn"] = $"{City} {District}",
        ["CertifyReturn"] = "certifier:own",
        ["DeclineReturn"] = "certifier:own",
        ["ReopenReturn"] = "planner",
        ["ExtendReturn"] = "planner",
        ["ReturnReturn"] = "planner",
        ["AcceptReturn"] = "planner",
        ["ListInvestments"] = $"{City} {District} enterprise:own",
        ["GetTarget"] = $"{City} reporter certifier",
        ["EvaluateTarget"] = $"{City} reporter certifier",
        ["UpdateTarget"] = "planner",
        ["GetProblem"] = $"{City} {District} department:own enterprise:own",
        ["ListProblems"] = $"{City} {District} department:own enterprise",
        ["SummarizeProblems"] = $"{City} {District} department:own",
        ["CreateProblem"] = "planner reporter:own enterprise:own",
        ["UpdateProblem"] = "planner reporter:own",
        ["EscalateProblem"] = "planner reporter:own",
        ["CloseProblem"] = "planner reporter:own",
        ["ActOnProblem"] = "planner reporter:own department:own government",
        ["HandBackProblem"] = "planner reporter:own department:own government",
        ["ResolveProblem"] = "planner reporter:own department:own government",
        ["GetReminder"] = $"{City} {District} department:own",
        ["ListReminders"] = $"{City} {District} department:own",
        ["ExportReminderLetter"] = $"{City} {District} department:own",
        ["ReadReminder"] = "planner reporter:own certifier:own department:own",
        ["GetVisit"] = $"{City} {District}",
        ["ListVisits"] = $"{City} {District}",
        ["CreateVisit"] = "planner reporter:own",
        ["UpdateVisit"] = "planner reporter:own",
        ["GetAttachment"] = $"{City} {District}",
        ["ListAttachments"] = $"{City} {District}",
        ["DownloadAttachment"] = $"{City} {District}",
        ["UploadAttachment"] = "planner reporter",
        ["GetOverview"] = $"{City} {District}",
        ["ListMilestones"] = $"{City} {District}",
        ["DescribeCheckRules"] = City,
        ["ReplayCheckRules"] = City,
        ["ListAuditEvents"] = "planner auditor",
        ["VerifyJournal"] = "planner auditor",
        ["ListChanges"] = "planner auditor service",
        ["ListParkedMessages"] = "planner auditor",
        ["RedriveParkedMessage"] = "planner",
        ["ReconcileCopies"] = "planner",
    };

    private static readonly ServiceDescriptor[] Services = [PeriodService.Descriptor, ReturnService.Descriptor, CheckService.Descriptor, TargetService.Descriptor, ProblemService.Descriptor, ReminderService.Descriptor, OverviewService.Descriptor, VisitService.Descriptor, AttachmentService.Descriptor, JournalService.Descriptor];

    private readonly Dictionary<bool, string> _problems = [];
    private readonly Dictionary<bool, string> _reminders = [];
    private readonly Dictionary<bool, Visit> _visits = [];

    [Fact]
    public void Matrix_HasARuleForEveryMethod() => ProgressAccess.Matrix.MissingRules(Services).ShouldBeEmpty();

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Method_AsEveryRoleOnOwnAndForeign_IsAsTheTableSays(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.First}", Title = "样例", Unit = Own, Enterprise = Uscc(Own) }, 1);
        var ledger = new ProblemService.ProblemServiceClient(desk.Host.As(Role.Planner, "6101GX"));
        foreach (var (project, own) in new[] { (desk.First, true), (desk.Third, false) })
            _problems[own] = (await ledger.CreateProblemAsync(new CreateProblemRequest { Problem = new Problem { Project = project, Category = ReturnLine.Types.ProblemCategory.Land, Text = "样例" } })).Name;
        foreach (var (project, own) in new[] { (desk.First, true), (desk.Third, false) })
            _visits[own] = await VisitTests.RecordAsync(desk, project);
        foreach (var (unit, own) in new[] { (Own, true), (Other, false) })
            _reminders[own] = await ReminderTests.IssueAsync(desk, unit);
        var wrong = new List<string>();
        foreach (var method in Services.SelectMany(service => service.Methods))
        {
            foreach (var role in Roles.All)
            {
                var invoker = desk.Host.As(role, role == Role.Planner ? "6101GX" : Own, enterprise: role == Role.Enterprise ? Uscc(Own) : null);
                foreach (var own in new[] { true, false })
                {
                    var outcome = await CallAsync(invoker, method, RequestOf(desk, method.Name, own));
                    if ((outcome != StatusCode.PermissionDenied) != Allowed(method.Name, role, own) || outcome == StatusCode.Internal)
                        wrong.Add($"{method.Name} as {role.ToClaim()} on {(own ? "own" : "foreign")}: {outcome}");
                }
            }

            (await CallAsync(desk.Host.As(token: null), method, RequestOf(desk, method.Name, own: true))).ShouldBe(StatusCode.Unauthenticated, method.Name);
        }

        wrong.ShouldBeEmpty();
    }

    private static bool Allowed(string method, Role role, bool own)
    {
        var grants = Expected[method].Split(' ');
        return grants.Contains(role.ToClaim(), StringComparer.Ordinal) || (own && grants.Contains($"{role.ToClaim()}:own", StringComparer.Ordinal));
    }

    private IMessage RequestOf(Desk desk, string method, bool own)
    {
        var unit = own ? Own : Other;
        var name = desk.ReturnOf(unit);
        var project = own ? desk.First : desk.Third;
        return method switch
        {
            "GetPeriod" => new GetPeriodRequest { Name = desk.Period },
            "ListPeriods" => new ListPeriodsRequest(),
            "OpenPeriod" => new OpenPeriodRequest { Name = desk.Period },
            "ClosePeriod" => new ClosePeriodRequest { Name = desk.Period },
            "ExplainDueTime" => new ExplainDueTimeRequest { Name = desk.Period, Unit = unit },
            "RankUnits" => new RankUnitsRequest { Year = desk.Year },
            "GetOverview" => new GetOverviewRequest { Name = $"overviews/{desk.Year}", Unit = unit },
            "ListMilestones" => new ListMilestonesRequest { Parent = $"overviews/{desk.Year}", Unit = unit, Kind = Milestone.Types.Kind.Start },
            "GetVisit" => new GetVisitRequest { Name = _visits[own].Name },
            "ListVisits" => new ListVisitsRequest { Unit = unit },
            "CreateVisit" => new CreateVisitRequest { Visit = new Visit { Project = project } },
            "UpdateVisit" => new UpdateVisitRequest { Visit = new Visit { Name = _visits[own].Name } },
            "GetAttachment" => new GetAttachmentRequest { Name = _visits[own].Attachments[0] },
            "ListAttachments" => new ListAttachmentsRequest { Parent = _visits[own].Name },
            "DownloadAttachment" => new DownloadAttachmentRequest { Name = _visits[own].Attachments[0] },
            "UploadAttachment" => new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header() },
            "GetCompleteness" => new GetCompletenessRequest { Name = desk.Period },
            "ExportPeriod" => new ExportPeriodRequest { Name = desk.Period },
            "GetReturn" => new GetReturnRequest { Name = name },
            "ListReturns" => new ListReturnsRequest { Parent = desk.Period, Unit = unit },
            "StreamReturns" => new StreamReturnsRequest { Parent = desk.Period, Unit = unit },
            "ListReturnLines" => new ListReturnLinesRequest { Parent = name },
            "ExportReturn" => new ExportReturnRequest { Name = name },
            "CheckReturn" => new CheckReturnRequest { Name = name },
            "UpdateReturn" => new UpdateReturnRequest { Return = new Return { Name = name, Preparer = "甲" } },
            "UpdateReturnLine" => new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(project, unit), QuarterYuan = 1 } },
            "BatchUpdateReturnLines" => new BatchUpdateReturnLinesRequest { Parent = name, Requests = { new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(project, unit), QuarterYuan = 1 } } } },
            "ImportReturn" => new ImportReturnRequest { Name = name },
            "AnnotateReturn" => new AnnotateReturnRequest { Name = name },
            "SubmitReturn" => new SubmitReturnRequest { Name = name },
            "FileNilReturn" => new FileNilReturnRequest { Name = name },
            "ReportNoChange" => new ReportNoChangeRequest { Name = desk.LineOf(project, unit) },
            "DiffReturn" => new DiffReturnRequest { Name = name },
            "CertifyReturn" => new CertifyReturnRequest { Name = name },
            "DeclineReturn" => new DeclineReturnRequest { Name = name },
            "ReopenReturn" => new ReopenReturnRequest { Name = name },
            "ExtendReturn" => new ExtendReturnRequest { Name = name },
            "ReturnReturn" => new ReturnReturnRequest { Name = name },
            "AcceptReturn" => new AcceptReturnRequest { Name = name },
            "ListInvestments" => new ListInvestmentsRequest { Parent = $"projects/{project}" },
            "GetTarget" => new GetTargetRequest { Name = $"targets/{desk.Year}" },
            "EvaluateTarget" => new EvaluateTargetRequest { Name = $"targets/{desk.Year}" },
            "UpdateTarget" => new UpdateTargetRequest { Target = new Target { Name = $"targets/{desk.Year}", TargetBp = 1300 } },
            "GetProblem" => new GetProblemRequest { Name = _problems[own] },
            "ListProblems" => new ListProblemsRequest { Unit = unit },
            "SummarizeProblems" => new SummarizeProblemsRequest { Unit = unit },
            "CreateProblem" => new CreateProblemRequest { Problem = new Problem { Project = project } },
            "UpdateProblem" => new UpdateProblemRequest { Problem = new Problem { Name = _problems[own] } },
            "ActOnProblem" => new ActOnProblemRequest { Name = _problems[own] },
            "EscalateProblem" => new EscalateProblemRequest { Name = _problems[own] },
            "HandBackProblem" => new HandBackProblemRequest { Name = _problems[own] },
            "ResolveProblem" => new ResolveProblemRequest { Name = _problems[own] },
            "CloseProblem" => new CloseProblemRequest { Name = _problems[own] },
            "GetReminder" => new GetReminderRequest { Name = _reminders[own] },
            "ListReminders" => new ListRemindersRequest { Unit = unit },
            "ReadReminder" => new ReadReminderRequest { Name = _reminders[own] },
            "ExportReminderLetter" => new ExportReminderLetterRequest { Name = _reminders[own] },
            "DescribeCheckRules" => new DescribeCheckRulesRequest(),
            "ReplayCheckRules" => new ReplayCheckRulesRequest { Parent = desk.Period },
            "ListAuditEvents" => new ListAuditEventsRequest(),
            "VerifyJournal" => new VerifyJournalRequest(),
            "ListChanges" => new ListChangesRequest(),
            "ListParkedMessages" => new ListParkedMessagesRequest(),
            "ReconcileCopies" => new ReconcileCopiesRequest(),
            "RedriveParkedMessage" => new RedriveParkedMessageRequest { Subscriber = "relay", Sequence = 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "The test has no request for this method."),
        };
    }

    private static async Task<StatusCode> CallAsync(CallInvoker invoker, MethodDescriptor method, IMessage request)
    {
        var marshaller = Marshallers.Create<IMessage>(message => message.ToByteArray(), bytes => method.OutputType.Parser.ParseFrom(bytes));
        var call = new Method<IMessage, IMessage>(method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, method.Service.FullName, method.Name, marshaller, marshaller);
        try
        {
            if (method.IsClientStreaming)
            {
                using var upload = invoker.AsyncClientStreamingCall(new Method<IMessage, IMessage>(MethodType.ClientStreaming, method.Service.FullName, method.Name, marshaller, marshaller), null, new CallOptions());
                await SendAsync(upload, request);
                return StatusCode.OK;
            }

            if (!method.IsServerStreaming)
            {
                await invoker.AsyncUnaryCall(call, null, new CallOptions(), request);
                return StatusCode.OK;
            }

            using var stream = invoker.AsyncServerStreamingCall(call, null, new CallOptions(), request);
            await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    // Who is refused at once hears it from the answer, not from what it still sends.
    private static async Task SendAsync(AsyncClientStreamingCall<IMessage, IMessage> call, IMessage request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The answer says why.
        }

        await call;
    }
}

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Renovation.ProjectCatalog.Access;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Calls every method as every role on what is the caller's own and on what is not: denied exactly where the matrix says so.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class AccessTests(CatalogHosts hosts)
{
    private const string OwnUnit = "610113";
    private const string ForeignUnit = "6101Z2";

    // These tell nothing of a single unit: what they read is narrowed, or no secret.
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "GetPlan", "ListPlans", "ListPlanRevisions", "GetPlanRevision", "ListAcknowledgements", "ImportProjects", "AnnotateProjects", "UploadAttachment", "PreviewProjects", "GetOperation", "ListOperations" };
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "ListEnterprises", "ListProjects", "CountProjects", "SummarizeProcedures", "StreamProjects", "SummarizePlan", "ExportPlan", "ListPlanEntries" };

    private static IEnumerable<ServiceDescriptor> Services =>
        [UnitService.Descriptor, EnterpriseService.Descriptor, ProjectService.Descriptor, ProcedureService.Descriptor, AttachmentService.Descriptor, OperationService.Descriptor, PlanService.Descriptor, ScreeningService.Descriptor, JournalService.Descriptor];

    [Fact]
    public void Matrix_HasARuleForEveryMethod() => CatalogAccess.Matrix.MissingRules(Services).ShouldBeEmpty();

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task EveryMethod_EveryRole_IsDeniedAsTheMatrixSays(string provider)
    {
        var host = hosts.On(provider);
        var (own, foreign) = (await Place.MakeAsync(host, OwnUnit), await Place.MakeAsync(host, ForeignUnit));
        var wrong = new List<string>();
        foreach (var method in Services.SelectMany(service => service.Methods))
        {
            foreach (var role in Roles.All)
            {
                foreach (var place in new[] { own, foreign })
                {
                    var caller = host.As(role, role == Role.Planner ? Bureau.Unit : role == Role.Enterprise ? "" : OwnUnit, enterprise: role == Role.Enterprise ? own.Enterprise : null);
                    var code = await CallAsync(caller, method, place.Request(method.Name));
                    if ((code == StatusCode.PermissionDenied) != Denied(method, role, isForeign: place == foreign) || code is StatusCode.Internal or StatusCode.Unknown or StatusCode.Unauthenticated)
                        wrong.Add($"{method.Name} as {role} on {place.Unit}: {code}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task EveryMethod_WithoutToken_IsRefused(string provider)
    {
        var host = hosts.On(provider);
        var place = await Place.MakeAsync(host, OwnUnit);
        foreach (var method in Services.SelectMany(service => service.Methods))
            (await CallAsync(host.As(token: null), method, place.Request(method.Name))).ShouldBe(StatusCode.Unauthenticated, method.Name);
    }

    private static bool Denied(MethodDescriptor method, Role role, bool isForeign) => CatalogAccess.Matrix.ReachOf(AccessMatrix.PathOf(method), role) switch
    {
        Reach.None => true,
        Reach.All => false,
        _ => isForeign && !Open.Contains(method.Name) && !(role == Role.Enterprise && Lists.Contains(method.Name)),
    };

    private static async Task<StatusCode> CallAsync(CallInvoker caller, MethodDescriptor method, IMessage request)
    {
        var call = new Method<IMessage, IMessage>(
            method.IsServerStreaming ? MethodType.ServerStreaming : method.IsClientStreaming ? MethodType.ClientStreaming : MethodType.Unary,
            method.Service.FullName,
            method.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create<IMessage>(_ => throw new NotSupportedException(), method.OutputType.Parser.ParseFrom));
        try
        {
            if (method.IsServerStreaming)
                await caller.AsyncServerStreamingCall(call, null, default, request).ResponseStream.MoveNext();
            else if (method.IsClientStreaming)
                await SendAsync(caller.AsyncClientStreamingCall(call, null, default), request);
            else
                await caller.AsyncUnaryCall(call, null, default, request);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static async Task SendAsync(AsyncClientStreamingCall<IMessage, IMessage> call, IMessage request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // Refused before it was read.
        }

        await call.ResponseAsync;
    }

    /// <summary>Something of one unit, and for every method a request about it. Requests that write are incomplete or stale, so that they change nothing.</summary>
    private sealed record Place(string Unit, string Enterprise, string Project, string Plan, string Entry, string Attachment)
    {
        public static async Task<Place> MakeAsync(ModuleHost host, string unit)
        {
            var bureau = new Bureau(host);
            var project = await bureau.NewAdmittedAsync(unit);
            var plan = await bureau.NewPlanAsync();
            var entry = await bureau.NewEntryAsync(plan, project);
            await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
            return new Place(unit, project.Enterprise, project.Name, plan.Name, entry.Name, await AttachedAsync(bureau, project.Name));
        }

        private static async Task<string> AttachedAsync(Bureau bureau, string project)
        {
            using var upload = bureau.Attachments.UploadAttachment();
            await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = "样例.pdf" } });
            await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Data = ByteString.CopyFromUtf8("%PDF-1.7") });
            await upload.RequestStream.CompleteAsync();
            var name = (await upload.ResponseAsync).Name;
            await bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = new Procedure { Name = $"{project}/procedures/eia", State = Procedure.Types.State.InProgress, Attachments = { name } } });
            return name;
        }

        public IMessage Request(string method) => method switch
        {
            "GetUnit" => new GetUnitRequest { Name = $"units/{Unit}" },
            "ListUnits" => new ListUnitsRequest { Unit = Unit },
            "CreateUnit" => new CreateUnitRequest { Unit = new Unit { Parent = Unit } },
            "UpdateUnit" => new UpdateUnitRequest { Unit = new Unit { Name = $"units/{Unit}", Etag = "stale" } },
            "GetEnterprise" => new GetEnterpriseRequest { Name = $"enterprises/{Enterprise}" },
            "ListEnterprises" => new ListEnterprisesRequest { Unit = Unit },
            "CreateEnterprise" => new CreateEnterpriseRequest { Enterprise = new Enterprise { Unit = Unit } },
            "UpdateEnterprise" => new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = $"enterprises/{Enterprise}", Etag = "stale" } },
            "RenameEnterprise" => new RenameEnterpriseRequest { Name = $"enterprises/{Enterprise}", Etag = "stale" },
            "MergeEnterprise" => new MergeEnterpriseRequest { Name = $"enterprises/{Enterprise}", Into = $"enterprises/{Enterprise}", Etag = "stale" },
            "UrgeEnterprise" => new UrgeEnterpriseRequest { Name = $"enterprises/{Enterprise}", Etag = "stale" },
            "MarkEnterpriseListed" => new MarkEnterpriseListedRequest { Name = $"enterprises/{Enterprise}", Etag = "stale" },
            "ListEnterpriseHistory" => new ListEnterpriseHistoryRequest { Name = $"enterprises/{Enterprise}" },
            "GetProject" => new GetProjectRequest { Name = Project },
            "ListProjects" => new ListProjectsRequest { Unit = Unit },
            "CreateProject" => new CreateProjectRequest { Project = new Project { Unit = Unit } },
            "UpdateProject" => new UpdateProjectRequest { Project = new Project { Name = Project, Etag = "stale" } },
            "AdmitProject" => new AdmitProjectRequest { Name = Project, Etag = "stale" },
            "CountProjects" => new CountProjectsRequest { Unit = Unit },
            "SummarizeProcedures" => new SummarizeProceduresRequest { Unit = Unit },
            "StreamProjects" => new StreamProjectsRequest { Unit = Unit },
            "ReadmitProject" => new ReadmitProjectRequest { Name = Project, Etag = "stale" },
            "BatchAdmitProjects" => new BatchAdmitProjectsRequest { Names = { Project } },
            "BatchWithdrawProjects" => new BatchWithdrawProjectsRequest { Names = { Project } },
            "ChangeProjectStage" => new ChangeProjectStageRequest { Name = Project, Etag = "stale" },
            "TransferProject" => new TransferProjectRequest { Name = Project, Etag = "stale" },
            "WithdrawProject" => new WithdrawProjectRequest { Name = Project, Etag = "stale" },
            "ListProjectHistory" => new ListProjectHistoryRequest { Name = Project },
            "ImportProjects" => new ImportProjectsRequest(),
            "GetProcedure" => new GetProcedureRequest { Name = $"{Project}/procedures/eia" },
            "ListProcedures" => new ListProceduresRequest { Parent = Project },
            "UpdateProcedure" => new UpdateProcedureRequest { Procedure = new Procedure { Name = $"{Project}/procedures/eia", Etag = "stale" } },
            "GetOperation" => new GetOperationRequest { Name = $"operations/catalog/{Guid.CreateVersion7()}" },
            "ListOperations" => new ListOperationsRequest(),
            "UploadAttachment" => new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header() },
            "GetAttachment" => new GetAttachmentRequest { Name = Attachment },
            "ListAttachments" => new ListAttachmentsRequest { Parent = Project },
            "DownloadAttachment" => new DownloadAttachmentRequest { Name = Attachment },
            "GetPlan" => new GetPlanRequest { Name = Plan },
            "ListPlans" => new ListPlansRequest(),
            "CreatePlan" => new CreatePlanRequest(),
            "ImportPlan" => new ImportPlanRequest { Name = Plan },
            "IssuePlan" => new IssuePlanRequest { Name = Plan },
            "UpdatePlan" => new UpdatePlanRequest { Plan = new Plan { Name = Plan, Etag = "stale" } },
            "ExportNotice" => new ExportNoticeRequest { Name = Plan },
            "ScreenPlan" => new ScreenPlanRequest { Name = Plan },
            "GetScreening" => new GetScreeningRequest { Name = $"{Plan}/screenings/1" },
            "ListScreenings" => new ListScreeningsRequest { Parent = Plan },
            "ListScreeningDecisions" => new ListScreeningDecisionsRequest { Parent = $"{Plan}/screenings/1" },
            "CompareScreening" => new CompareScreeningRequest { Name = $"{Plan}/screenings/1" },
            "PreviewProjects" => new PreviewProjectsRequest(),
            "PreviewPlan" => new PreviewPlanRequest { Name = Plan },
            "AnnotateProjects" => new AnnotateProjectsRequest(),
            "AnnotatePlan" => new AnnotatePlanRequest { Name = Plan },
            "AdjustPlan" => new AdjustPlanRequest { Name = Plan, Etag = "stale" },
            "ClosePlan" => new ClosePlanRequest { Name = Plan, Etag = "stale" },
            "ListPlanHistory" => new ListPlanHistoryRequest { Name = Plan },
            "GetAcknowledgement" => new GetAcknowledgementRequest { Name = $"{Plan}/acknowledgements/{Unit}" },
            "ListAcknowledgements" => new ListAcknowledgementsRequest { Parent = Plan },
            "AcknowledgePlan" => new AcknowledgePlanRequest { Name = $"{Plan}/acknowledgements/{Unit}", Etag = "stale" },
            "SummarizePlan" => new SummarizePlanRequest { Name = Plan, Unit = Unit },
            "ExportPlan" => new ExportPlanRequest { Name = Plan, Unit = Unit },
            "GetPlanEntry" => new GetPlanEntryRequest { Name = Entry },
            "ListPlanEntries" => new ListPlanEntriesRequest { Parent = Plan, Unit = Unit },
            "CreatePlanEntry" => new CreatePlanEntryRequest { Parent = Plan },
            "UpdatePlanEntry" => new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = Entry, Etag = "stale" } },
            "DeletePlanEntry" => new DeletePlanEntryRequest { Name = Entry, Etag = "stale" },
            "GetPlanRevision" => new GetPlanRevisionRequest { Name = $"{Plan}/revisions/1" },
            "ListPlanRevisions" => new ListPlanRevisionsRequest { Parent = Plan },
            "ListAuditEvents" => new ListAuditEventsRequest { PageSize = 1 },
            "VerifyJournal" => new VerifyJournalRequest(),
            "ListChanges" => new ListChangesRequest { PageSize = 1 },
            "ListParkedMessages" => new ListParkedMessagesRequest(),
            "RedriveParkedMessage" => new RedriveParkedMessageRequest { Subscriber = "none", Sequence = 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "The test has no request for this method."),
        };
    }
}

using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Access;

/// <summary>Says what requests to the catalog are about.</summary>
internal sealed class CatalogAccessPolicy(UnitTree<CatalogDbContext> tree) : AccessPolicy
{
    public override AccessMatrix Matrix => CatalogAccess.Matrix;

    public override async ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CatalogDbContext>();
        return request switch
        {
            // That a plan exists is no secret; its entries are narrowed to the caller's own.
            V1.GetPlanRequest or V1.ListPlansRequest or V1.ListPlanRevisionsRequest => AccessTarget.Public,
            V1.SummarizePlanRequest or V1.ExportPlanRequest or V1.ListPlanEntriesRequest or V1.GetPlanRevisionRequest or V1.ListAcknowledgementsRequest => AccessTarget.Narrowed,
            V1.GetAcknowledgementRequest get => Acknowledging(get.Name),
            V1.AcknowledgePlanRequest acknowledge => Acknowledging(acknowledge.Name),
            V1.GetPlanEntryRequest get => await EntryAsync(db, get.Name, cancellationToken),
            V1.ListEnterprisesRequest or V1.ListProjectsRequest or V1.CountProjectsRequest or V1.SummarizeProceduresRequest or V1.StreamProjectsRequest
                or V1.ImportProjectsRequest or V1.PreviewProjectsRequest or V1.AnnotateProjectsRequest => AccessTarget.Narrowed,
            V1.GetEnterpriseRequest get => await EnterpriseAsync(db, get.Name, cancellationToken),
            V1.ListEnterpriseHistoryRequest history => await EnterpriseAsync(db, history.Name, cancellationToken),
            V1.UrgeEnterpriseRequest urge => await EnterpriseAsync(db, urge.Name, cancellationToken),
            V1.MarkEnterpriseListedRequest mark => await EnterpriseAsync(db, mark.Name, cancellationToken),
            V1.CreateEnterpriseRequest create => AccessTarget.OfUnit(create.Enterprise?.Unit ?? ""),
            V1.UpdateEnterpriseRequest update => await MovedAsync(db, update, cancellationToken),
            V1.GetProjectRequest get => await ProjectAsync(db, ResourceNames.TryId(get.Name, "projects"), cancellationToken),
            V1.ListProjectHistoryRequest history => await ProjectAsync(db, ResourceNames.TryId(history.Name, "projects"), cancellationToken),
            V1.CreateProjectRequest create => AccessTarget.OfUnit(create.Project?.Unit ?? ""),
            V1.UpdateProjectRequest update => await ProjectAsync(db, ResourceNames.TryId(update.Project?.Name ?? "", "projects"), cancellationToken),
            V1.GetProcedureRequest get => await ProcedureAsync(db, get.Name, cancellationToken),
            V1.ListProceduresRequest list => await ProjectAsync(db, ResourceNames.TryId(list.Parent, "projects"), cancellationToken),
            V1.UpdateProcedureRequest update => await ProcedureAsync(db, update.Procedure?.Name ?? "", cancellationToken),
            GetAttachmentRequest get => await AttachmentAsync(services, db, get.Name, cancellationToken),
            DownloadAttachmentRequest download => await AttachmentAsync(services, db, download.Name, cancellationToken),
            ListAttachmentsRequest list => await ProjectAsync(db, ResourceNames.TryId(list.Parent, "projects"), cancellationToken),

            // The room shows everybody what is its own.
            V1.GetOperationRequest or V1.ListOperationsRequest => AccessTarget.Narrowed,

            // What is uploaded is about nothing yet.
            UploadAttachmentRequest => AccessTarget.Public,
            _ => AccessTarget.Unknown,
        };
    }

    public override ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => tree.SubtreeAsync(unit, cancellationToken);

    public override ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) => tree.IsWithinAsync(unit, ancestor, cancellationToken);

    private static AccessTarget Acknowledging(string name) =>
        ResourceNames.TryPair(name, "plans", "acknowledgements") is var (_, unit) ? AccessTarget.OfUnit(unit) : AccessTarget.Unknown;

    private static async ValueTask<AccessTarget> EnterpriseAsync(CatalogDbContext db, string name, CancellationToken cancellationToken)
    {
        var uscc = ResourceNames.TryId(name, "enterprises");
        var unit = await db.Enterprises.Where(enterprise => enterprise.Uscc == uscc).Select(enterprise => enterprise.Unit).SingleOrDefaultAsync(cancellationToken);
        return unit is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(uscc!, unit);
    }

    // Who gives an enterprise to another unit must hold both.
    private static async ValueTask<AccessTarget> MovedAsync(CatalogDbContext db, V1.UpdateEnterpriseRequest request, CancellationToken cancellationToken)
    {
        if (request.Enterprise is not { } wanted)
            return AccessTarget.Unknown;
        var now = await EnterpriseAsync(db, wanted.Name, cancellationToken);
        return FieldMasks.Touches(request.UpdateMask, wanted, "unit") ? AccessTarget.AllOf(now, AccessTarget.OfUnit(wanted.Unit)) : now;
    }

    private static async ValueTask<AccessTarget> EntryAsync(CatalogDbContext db, string name, CancellationToken cancellationToken)
    {
        if (ResourceNames.TryPair(name, "plans", "entries") is not var (segment, project) || PlanMapping.TryYear(segment) is not { } year)
            return AccessTarget.Unknown;
        var plan = await db.Plans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Year == year, cancellationToken);
        var row = plan is null ? null : await db.EntriesOf(plan, new UnitFilter(null, null)).SingleOrDefaultAsync(row => row.Entry.Project == project, cancellationToken);
        return row is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(row.Enterprise, row.Unit);
    }

    private static ValueTask<AccessTarget> ProcedureAsync(CatalogDbContext db, string name, CancellationToken cancellationToken) =>
        ProjectAsync(db, ResourceNames.TryPair(name, "projects", "procedures")?.Outer, cancellationToken);

    private static ValueTask<AccessTarget> AttachmentAsync(IServiceProvider services, CatalogDbContext db, string name, CancellationToken cancellationToken) =>
        services.GetRequiredService<AttachmentRoom<CatalogDbContext>>().TargetOfAsync(name, parent => ProcedureAsync(db, parent, cancellationToken), cancellationToken);

    private static async ValueTask<AccessTarget> ProjectAsync(CatalogDbContext db, string? id, CancellationToken cancellationToken)
    {
        var project = id is null
            ? null
            : await db.Projects.Where(project => project.Id == id).Select(project => new { project.Enterprise, project.Unit }).SingleOrDefaultAsync(cancellationToken);
        return project is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(project.Enterprise, project.Unit);
    }
}

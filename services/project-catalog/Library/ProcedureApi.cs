using Grpc.Core;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Serves the permit steps of projects.</summary>
internal sealed class ProcedureApi(CatalogDbContext db, AttachmentRoom<CatalogDbContext> attachments, BusinessClock clock) : V1.ProcedureService.ProcedureServiceBase
{
    public override async Task<V1.Procedure> GetProcedure(V1.GetProcedureRequest request, ServerCallContext context)
    {
        var (id, segment) = ResourceNames.Pair(request.Name, "projects", "procedures");
        var kind = ProcedureMapping.KindOf(segment, request.Name);
        var project = await db.FindProjectAsync(id, context.CancellationToken);
        return ProcedureMapping.ToProto(project, project.Procedures.Single(procedure => procedure.Kind == kind));
    }

    public override async Task<V1.ListProceduresResponse> ListProcedures(V1.ListProceduresRequest request, ServerCallContext context)
    {
        var project = await db.FindProjectAsync(ResourceNames.Id(request.Parent, "projects", "parent"), context.CancellationToken);
        return new V1.ListProceduresResponse { Procedures = { project.Procedures.Select(procedure => ProcedureMapping.ToProto(project, procedure)) } };
    }

    public override async Task<V1.Procedure> UpdateProcedure(V1.UpdateProcedureRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Procedure, "procedure");
        var (id, segment) = ResourceNames.Pair(wanted.Name, "projects", "procedures", "procedure.name");
        var kind = ProcedureMapping.KindOf(segment, wanted.Name);
        var project = await db.FindProjectAsync(id, context.CancellationToken);
        Etags.Check(project, wanted.Etag);
        var current = project.Procedures.Single(procedure => procedure.Kind == kind);
        var merged = FieldMasks.Apply(request.UpdateMask, wanted, ProcedureMapping.ToProto(project, current), "state", "document_number", "authority", "document_date", "attachments");
        var day = CalendarText.ReadDay(merged.DocumentDate, "procedure.document_date");
        var files = await attachments.AttachAsync(merged.Attachments, ProcedureMapping.NameOf(project, kind), "procedure.attachments", context.CancellationToken);
        project.SetProcedure(kind, ProcedureMapping.StateOf(merged), merged.DocumentNumber.Trim(), merged.Authority.Trim(), day, files, clock.Today());
        await db.SaveChangesAsync(context.CancellationToken);
        return ProcedureMapping.ToProto(project, current);
    }
}

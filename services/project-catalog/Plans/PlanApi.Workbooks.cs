using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Imports;
using Renovation.Shared.Workbooks.Writing;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the workbooks.</summary>
internal sealed partial class PlanApi
{
    public override Task<V1.ImportPlanResponse> ImportPlan(V1.ImportPlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        var file = Required.Message(request.File, "file").Data.Memory;
        return db.TryOrDoAsync(request.ValidateOnly, () => workbook.ImportAsync(year, file, context.CancellationToken), context.CancellationToken);
    }

    public override async Task<HttpBody> ExportPlan(V1.ExportPlanRequest request, ServerCallContext context)
    {
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Name), context.CancellationToken);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var file = await export.WriteAsync(plan, filter, context.CancellationToken);
        var name = Uri.EscapeDataString($"附件1-{plan.Title}.xlsx");
        context.GetHttpContext().Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{name}";
        return new HttpBody { ContentType = WorkbookWriter.MediaType, Data = UnsafeByteOperations.UnsafeWrap(file) };
    }
}

using Grpc.Core;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Imports;
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
}

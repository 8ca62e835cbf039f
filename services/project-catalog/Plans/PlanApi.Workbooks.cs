using Google.Api;
using Grpc.Core;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Imports;
using Renovation.Protos.Workbooks.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Documents;
using Renovation.Shared.Storage;
using Renovation.Shared.Workbooks;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the workbooks and the notice.</summary>
internal sealed partial class PlanApi
{
    public override async Task<V1.ImportPlanResponse> ImportPlan(V1.ImportPlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        var file = Required.Message(request.File, "file").Data.Memory;
        var reading = TableReader.Read(file, PlanLayout.Table, WorkbookPreviews.MappingOf(request.Mapping, PlanLayout.Table), context.CancellationToken);
        if (!request.ValidateOnly && ImportOperations.IsLong(reading))
            return new V1.ImportPlanResponse { Operation = OperationApi.NameOf(await operations.StartAsync(context.Method, request, context.CancellationToken)) };
        var outcome = await db.TryOrDoAsync(request.ValidateOnly, () => workbook.ImportAsync(year, reading, context.CancellationToken), context.CancellationToken);
        outcome.Preview = request.ValidateOnly ? WorkbookPreviews.Of(reading.Preview, PlanLayout.Table) : null;
        return outcome;
    }

    public override Task<WorkbookPreview> PreviewPlan(V1.PreviewPlanRequest request, ServerCallContext context)
    {
        PlanMapping.YearOf(request.Name);
        return Task.FromResult(WorkbookPreviews.Of(Required.Message(request.File, "file").Data.Memory, PlanLayout.Table, request.Mapping, context.CancellationToken));
    }

    public override async Task<HttpBody> AnnotatePlan(V1.AnnotatePlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        var file = Required.Message(request.File, "file").Data.Memory;
        return Downloads.Workbook(context, $"附件1-{year}-校验", await workbook.AnnotateAsync(year, file, WorkbookPreviews.MappingOf(request.Mapping, PlanLayout.Table), call.Language, context.CancellationToken));
    }

    public override async Task<HttpBody> ExportPlan(V1.ExportPlanRequest request, ServerCallContext context)
    {
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Name), context.CancellationToken);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var file = await export.WriteAsync(plan, request.Revision, filter, context.CancellationToken);
        return Downloads.Workbook(context, request.Revision == 0 ? $"附件1-{plan.Title}" : $"附件1-{plan.Title}-第{request.Revision}版", file);
    }

    public override async Task<HttpBody> ExportNotice(V1.ExportNoticeRequest request, ServerCallContext context)
    {
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Name), context.CancellationToken);
        var letter = await notice.WriteAsync(plan, request.Revision, context.CancellationToken);
        return Downloads.Letter(context, letter.Title, LetterWriter.Write(letter));
    }
}

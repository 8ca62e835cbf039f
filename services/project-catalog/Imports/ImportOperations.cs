using Google.Api;
using Google.Protobuf;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.Protos.Workbooks.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Operations;
using Renovation.Shared.Workbooks;
using V1 = Renovation.Protos.Catalog.V1;
using WorkbookPreviews = Renovation.Shared.Contract.WorkbookPreviews;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>Imports workbooks that are too long for a call.</summary>
internal sealed class ImportOperations(LibraryWorkbook library, PlanWorkbook plan, CallerScope scope, CallContext call) : IOperationHandler
{
    /// <summary>Rows that a call imports by itself.</summary>
    public const int MostInline = 5_000;

    private static readonly string Projects = AccessMatrix.PathOf(V1.ProjectService.Descriptor.FindMethodByName("ImportProjects"));
    private static readonly string Plan = AccessMatrix.PathOf(V1.PlanService.Descriptor.FindMethodByName("ImportPlan"));

    public IReadOnlyCollection<string> Methods { get; } = [Projects, Plan];

    /// <summary>Says whether a workbook has more rows than a call imports by itself.</summary>
    public static bool IsLong(TableReading reading) => reading.Rows.Count > MostInline;

    public async Task<IMessage> RunAsync(string method, byte[] request, CancellationToken cancellationToken)
    {
        if (method == Plan)
        {
            var asked = V1.ImportPlanRequest.Parser.ParseFrom(request);
            return await plan.ImportAsync(PlanMapping.YearOf(asked.Name), Read(asked.File, PlanLayout.Table, asked.Mapping, cancellationToken), cancellationToken);
        }

        var import = V1.ImportProjectsRequest.Parser.ParseFrom(request);
        var filter = await scope.RequireUnitAsync("", cancellationToken);
        return await library.ImportAsync(Read(import.File, LibraryWorkbook.Layout, import.Mapping, cancellationToken), filter, admit: call.Caller.Role == Role.Planner, cancellationToken);
    }

    private static TableReading Read(HttpBody file, TableLayout layout, WorkbookMapping? mapping, CancellationToken cancellationToken) =>
        TableReader.Read(file.Data.Memory, layout, WorkbookPreviews.MappingOf(mapping, layout), cancellationToken);
}

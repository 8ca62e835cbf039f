using Google.Protobuf;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.Shared.Identity;
using Renovation.Shared.Operations;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>Imports workbooks that are too long for a call.</summary>
internal sealed class ImportOperations(LibraryWorkbook library, PlanWorkbook plan, CallerScope scope, CallContext call) : IOperationHandler
{
    /// <summary>Rows that a call imports by itself.</summary>
    public const int MostInline = 5_000;

    // So many rows do not fit into less; most files need not be looked at twice.
    private const int SmallestLong = 100 * 1024;
    private static readonly string Projects = AccessMatrix.PathOf(V1.ProjectService.Descriptor.FindMethodByName("ImportProjects"));
    private static readonly string Plan = AccessMatrix.PathOf(V1.PlanService.Descriptor.FindMethodByName("ImportPlan"));

    public IReadOnlyCollection<string> Methods { get; } = [Projects, Plan];

    /// <summary>Says whether a file has more rows than a call imports by itself.</summary>
    /// <param name="rows">Counts its rows.</param>
    public static bool IsLong(ReadOnlyMemory<byte> file, Func<int> rows) => file.Length >= SmallestLong && rows() > MostInline;

    public async Task<IMessage> RunAsync(string method, byte[] request, CancellationToken cancellationToken)
    {
        if (method == Plan)
        {
            var asked = V1.ImportPlanRequest.Parser.ParseFrom(request);
            return await plan.ImportAsync(PlanMapping.YearOf(asked.Name), asked.File.Data.Memory, PlanWorkbook.MappingOf(asked.Mapping), cancellationToken);
        }

        var import = V1.ImportProjectsRequest.Parser.ParseFrom(request);
        var filter = await scope.RequireUnitAsync("", cancellationToken);
        return await library.ImportAsync(import.File.Data.Memory, LibraryWorkbook.MappingOf(import.Mapping), filter, admit: call.Caller.Role == Role.Planner, cancellationToken);
    }
}

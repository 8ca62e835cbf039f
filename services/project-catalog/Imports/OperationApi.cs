using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Operations;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>Tells how far imports are.</summary>
internal sealed class OperationApi(OperationRoom<CatalogDbContext> room) : V1.OperationService.OperationServiceBase
{
    private const string Collection = "operations/catalog";

    /// <summary>Gives the name of an operation.</summary>
    public static string NameOf(string id) => $"{Collection}/{id}";

    public override async Task<V1.Operation> GetOperation(V1.GetOperationRequest request, ServerCallContext context)
    {
        var id = request.Name.StartsWith($"{Collection}/", StringComparison.Ordinal) ? request.Name[(Collection.Length + 1)..] : "";
        return ToProto(await room.FindAsync(id, request.Name, context.CancellationToken));
    }

    public override async Task<V1.ListOperationsResponse> ListOperations(V1.ListOperationsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var found = await room.ListAsync(page.HasAfter ? page.After : null, page.Size + 1, context.CancellationToken);
        return new V1.ListOperationsResponse
        {
            Operations = { found.Take(page.Size).Select(ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    private static V1.Operation ToProto(StoredOperation operation)
    {
        var answer = new V1.Operation
        {
            Name = NameOf(operation.Id),
            Method = operation.Method.TrimStart('/').Replace('/', '.'),
            State = (V1.Operation.Types.State)operation.State,
            PercentDone = operation.Percent,
            Person = operation.Subject,
            CreateTime = Timestamp.FromDateTime(operation.CreateTime),
            EndTime = operation.EndTime is { } ended ? Timestamp.FromDateTime(ended) : null,
            Error = operation.Error is { } error ? Google.Rpc.Status.Parser.ParseFrom(error) : null,
        };
        if (operation.Response is { } response && operation.Method.EndsWith("ImportPlan", StringComparison.Ordinal))
            answer.ImportPlan = V1.ImportPlanResponse.Parser.ParseFrom(response);
        else if (operation.Response is { } imported)
            answer.ImportProjects = V1.ImportProjectsResponse.Parser.ParseFrom(imported);
        return answer;
    }
}

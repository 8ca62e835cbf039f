using Grpc.Core;
using Renovation.Protos.Catalog.V1;

namespace Renovation.Gateway.Console;

/// <summary>The units that a person may see.</summary>
internal static class Units
{
    /// <summary>Gives the title of a unit, its code when it is none of these.</summary>
    public static string TitleOf(this IEnumerable<Unit> units, string code) => units.FirstOrDefault(unit => unit.Code == code)?.Title ?? code;

    public static async Task<IReadOnlyList<Unit>> ListAsync(CallInvoker calls, CancellationToken cancellationToken)
    {
        var service = new UnitService.UnitServiceClient(calls);
        var units = new List<Unit>();
        for (var token = ""; ;)
        {
            var page = await service.ListUnitsAsync(new ListUnitsRequest { PageSize = 1000, PageToken = token }, cancellationToken: cancellationToken);
            units.AddRange(page.Units);
            token = page.NextPageToken;
            if (token.Length == 0)
                return units;
        }
    }
}

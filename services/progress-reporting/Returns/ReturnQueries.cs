using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Place of a line in its return.</summary>
internal sealed record LinePlace(int Position, string Project);

/// <summary>Queries of the lists; each gives one page and one row more.</summary>
internal static class ReturnQueries
{
    /// <summary>Names all periods where one is asked for.</summary>
    public const string AllPeriods = "periods/-";

    /// <summary>Returns that a stream reads at once.</summary>
    public const int StreamChunk = 100;

    public static IQueryable<Return> Page(ProgressDbContext db, string period, V1.Return.Types.State state, IReadOnlyList<string>? units, Page<string> page)
    {
        var returns = Of(db, period, state, units);
        if (page.HasAfter)
            returns = returns.Where(filed => string.Compare(filed.Unit, page.After) > 0);
        return returns.OrderBy(filed => filed.Unit).Take(page.Size + 1);
    }

    /// <summary>Gives the lines of some returns, by their ids.</summary>
    public static IQueryable<ReturnLine> LinesOf(ProgressDbContext db, string[] ids) => db.Lines.AsNoTracking().Where(line => EF.Parameter(ids).Contains(line.Return));

    /// <summary>Gives returns without their lines after an id, by period and unit; of all periods without a period.</summary>
    public static IQueryable<Return> Stream(ProgressDbContext db, string? period, V1.Return.Types.State state, IReadOnlyList<string>? units, string after, int size) =>
        Of(db, period, state, units).Where(filed => string.Compare(filed.Id, after) > 0).OrderBy(filed => filed.Id).Take(size);

    public static IQueryable<ReturnLine> Page(ProgressDbContext db, string id, Page<LinePlace> page)
    {
        var lines = db.Lines.AsNoTracking().Where(line => line.Return == id);
        if (page is { HasAfter: true, After: { } after })
            lines = lines.Where(line => line.Facts.Position > after.Position || (line.Facts.Position == after.Position && string.Compare(line.Project, after.Project) > 0));
        return lines.OrderBy(line => line.Facts.Position).ThenBy(line => line.Project).Take(page.Size + 1);
    }

    /// <summary>Reads returns with their lines after an id, by period and unit, chunk by chunk, so that a slow reader holds no query open.</summary>
    /// <param name="size">Returns at once: many cost fewer queries, few are garbage sooner.</param>
    public static async IAsyncEnumerable<IReadOnlyList<(Return Filed, IEnumerable<ReturnLine> Lines)>> ChunksAsync(
        ProgressDbContext db, string? period, V1.Return.Types.State state, IReadOnlyList<string>? units, string after, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var returns = await Stream(db, period, state, units, after, size).ToListAsync(cancellationToken);
            var lines = (await LinesOf(db, [.. returns.Select(filed => filed.Id)]).ToListAsync(cancellationToken)).ToLookup(line => line.Return, StringComparer.Ordinal);
            yield return returns.ConvertAll(filed => (filed, lines[filed.Id]));
            if (returns.Count < size)
                yield break;
            after = returns[^1].Id;
        }
    }

    private static IQueryable<Return> Of(ProgressDbContext db, string? period, V1.Return.Types.State state, IReadOnlyList<string>? units)
    {
        var returns = db.Returns.AsNoTracking();
        if (period is not null)
            returns = returns.Where(filed => filed.Period == period);
        if (units is not null)
            returns = returns.Where(filed => units.Contains(filed.Unit));
        return state == V1.Return.Types.State.Unspecified ? returns : returns.Where(filed => filed.State == (ReturnState)state);
    }
}

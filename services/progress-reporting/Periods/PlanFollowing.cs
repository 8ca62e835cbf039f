using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Periods;

/// <summary>
/// Lets the open periods of a year follow its plan when that is adjusted: returns that nobody has submitted yet get the lines of projects that came, lose those of projects that left, and see what changed. What was
/// submitted once keeps the lines under which it was.
/// </summary>
internal sealed class PlanFollowing(ProgressDbContext db, ReturnStore store, Prefilling prefilling, TimeProvider time)
{
    /// <summary>Follows the plan, in the transaction that holds its lock.</summary>
    public async Task FollowAsync(int year, IReadOnlyCollection<PlanEntryCopy> entries, CancellationToken cancellationToken)
    {
        var periods = await db.Periods.AsNoTracking().Where(period => period.Year == year && period.State == PeriodState.Open).Select(period => period.Id).ToListAsync(cancellationToken);
        foreach (var period in periods.Order(StringComparer.Ordinal))
            await FollowAsync(period, entries, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task FollowAsync(string period, IReadOnlyCollection<PlanEntryCopy> entries, CancellationToken cancellationToken)
    {
        var returns = await db.Returns.AsNoTracking().Where(filed => filed.Period == period).Select(filed => new { filed.Id, filed.Unit, filed.FirstSubmitTime }).ToListAsync(cancellationToken);
        var open = returns.Where(filed => filed.FirstSubmitTime is null).ToList();
        var lines = await ReturnQueries.LinesOf(db, [.. open.Select(filed => filed.Id)]).ToListAsync(cancellationToken);
        var (before, now) = (
            lines.ToLookup(line => line.Return, line => (line.Project, line.Facts), StringComparer.Ordinal),
            entries.ToLookup(entry => entry.Unit, entry => (entry.Project, Prefilling.FactsOf(entry)), StringComparer.Ordinal));
        var touched = open.Where(filed => !before[filed.Id].ToHashSet().SetEquals(now[filed.Unit])).OrderBy(filed => filed.Id, StringComparer.Ordinal).ToList();
        var unknown = now.Select(unit => unit.Key).Except(returns.Select(filed => filed.Unit), StringComparer.Ordinal).ToList();
        if (touched.Count == 0 && unknown.Count == 0)
            return;
        var units = touched.Select(filed => filed.Unit).Concat(unknown).ToHashSet(StringComparer.Ordinal);
        var prefilled = await prefilling.OfAsync(Quarter.Parse(period)!.Value, [.. entries.Where(entry => units.Contains(entry.Unit))], cancellationToken);
        foreach (var one in touched)
        {
            if (await store.FindLockedAsync(new(period, one.Unit), cancellationToken) is { FirstSubmitTime: null } filed)
                filed.FollowPlan([.. prefilled[one.Unit]], Instants.Now(time));
        }

        db.Returns.AddRange(unknown.Select(unit => Return.Open(period, unit, prefilled[unit], Instants.Now(time))));
    }
}

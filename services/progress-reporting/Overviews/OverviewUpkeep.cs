using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>Keeps how projects stand, and the sums of it by unit, in step with the plan and with what is accepted: in the same transaction, under the lock of the plan of the year.</summary>
internal sealed class OverviewUpkeep(ProgressDbContext db, ReportingRules rules)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Derives a year anew.</summary>
    public async Task RenewAsync(int year, CancellationToken cancellationToken)
    {
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == year).ToListAsync(cancellationToken);
        var last = LastOf(year, await Accepted(year, unit: null).ToListAsync(cancellationToken));
        await db.Standings.Where(standing => standing.Year == year).ExecuteDeleteAsync(cancellationToken);
        await db.UnitStandings.Where(standing => standing.Year == year).ExecuteDeleteAsync(cancellationToken);
        var standings = Derive(entries, last);
        db.Standings.AddRange(standings);
        db.UnitStandings.AddRange(standings.GroupBy(standing => standing.Unit, StringComparer.Ordinal).Select(unit => SumOf(year, unit.Key, [.. unit])));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Takes over what a return that is being accepted says of its projects, for the plan of its year and that of the next, whose projects go on from there; whoever accepts it saves.</summary>
    /// <param name="known">What is accepted of those projects, this return included.</param>
    public async Task NoteAsync(Return filed, IReadOnlyCollection<Investment> known, CancellationToken cancellationToken)
    {
        var projects = filed.Lines.Select(line => line.Project).ToArray();
        var touched = await db.PlanEntries
            .Where(entry => (entry.Year == filed.Quarter.Year || entry.Year == filed.Quarter.Year + 1) && EF.Parameter(projects).Contains(entry.Project))
            .Select(entry => new { entry.Year, entry.Unit }).Distinct().ToListAsync(cancellationToken);
        foreach (var one in touched)
            await NoteAsync(one.Year, one.Unit, known, cancellationToken);
    }

    /// <summary>Derives every year whose standings are not there, or were derived by another start deadline than the one that is set.</summary>
    public static async Task CatchUpAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (db, upkeep, rules) = (services.GetRequiredService<ProgressDbContext>(), services.GetRequiredService<OverviewUpkeep>(), services.GetRequiredService<ReportingRules>());

        // Another replica that starts at the same time may be deriving them, and whoever comes second waits for it.
        db.Database.SetCommandTimeout(Patience);
        foreach (var year in await db.Plans.Select(plan => plan.Year).ToListAsync(cancellationToken))
        {
            await db.InTransactionAsync(
                async () =>
                {
                    await db.LockRowAsync<PlanCopy>(year, cancellationToken);
                    var deadline = rules.StartDeadlineIn(year);
                    var (units, derived) = (
                        await db.PlanEntries.Where(entry => entry.Year == year).Select(entry => entry.Unit).Distinct().CountAsync(cancellationToken),
                        await db.UnitStandings.CountAsync(standing => standing.Year == year && standing.StartDeadline == deadline, cancellationToken));
                    if (units != derived)
                        await upkeep.RenewAsync(year, cancellationToken);
                    if (!await db.PlanRevisions.AnyAsync(revision => revision.Year == year, cancellationToken))
                        await upkeep.BeginRevisionsAsync(year, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
    }

    /// <summary>Gives for every project what was accepted last of a year and the one before, as returns are prefilled.</summary>
    public static Dictionary<string, Investment> LastOf(int year, IEnumerable<Investment> accepted)
    {
        var (from, end) = RangeOf(year);
        return accepted.Where(one => string.CompareOrdinal(one.Period, from) >= 0 && string.CompareOrdinal(one.Period, end) <= 0).GroupBy(one => one.Project, StringComparer.Ordinal)
            .ToDictionary(project => project.Key, project => project.MaxBy(one => one.Period, StringComparer.Ordinal)!, StringComparer.Ordinal);
    }

    /// <summary>Derives how projects stand.</summary>
    public List<ProjectStanding> Derive(IReadOnlyCollection<PlanEntryCopy> entries, IReadOnlyDictionary<string, Investment> last) =>
        [.. entries.Select(entry => ProjectStanding.Of(entry, last.GetValueOrDefault(entry.Project), rules.StartDeadlineIn(entry.Year)))];

    private async Task NoteAsync(int year, string unit, IReadOnlyCollection<Investment> known, CancellationToken cancellationToken)
    {
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == year && entry.Unit == unit).ToListAsync(cancellationToken);

        // What is known is newer than what is stored.
        var accepted = await Accepted(year, unit).ToDictionaryAsync(one => (one.Project, one.Period), cancellationToken);
        foreach (var one in known)
            accepted[(one.Project, one.Period)] = one;
        var standings = Derive(entries, LastOf(year, accepted.Values));
        var stored = await db.Standings.Where(standing => standing.Year == year && standing.Unit == unit).ToDictionaryAsync(standing => standing.Project, StringComparer.Ordinal, cancellationToken);
        foreach (var standing in standings)
        {
            if (stored.TryGetValue(standing.Project, out var before))
                db.Entry(before).CurrentValues.SetValues(standing);
            else
                db.Standings.Add(standing);
        }

        var sum = SumOf(year, unit, standings);
        if (await db.UnitStandings.SingleOrDefaultAsync(one => one.Year == year && one.Unit == unit, cancellationToken) is { } kept)
            (kept.StartDeadline, kept.Figures) = (sum.StartDeadline, sum.Figures);
        else
            db.UnitStandings.Add(sum);
    }

    private UnitStanding SumOf(int year, string unit, IReadOnlyCollection<ProjectStanding> standings) =>
        new() { Year = year, Unit = unit, StartDeadline = rules.StartDeadlineIn(year), Figures = PlanFigures.Of(standings) };

    private static (string From, string End) RangeOf(int year) => (new Quarter(year - 1, 1).ToString(), new Quarter(year, 4).ToString());

    private IQueryable<Investment> Accepted(int year, string? unit)
    {
        var (from, end) = RangeOf(year);
        return db.Investments.AsNoTracking().Where(one => string.Compare(one.Period, from) >= 0 && string.Compare(one.Period, end) <= 0)
            .Where(one => db.PlanEntries.Any(entry => entry.Year == year && entry.Project == one.Project && (unit == null || entry.Unit == unit)));
    }

    // A plan that was taken over before its revisions were kept counts from the beginning.
    private async Task BeginRevisionsAsync(int year, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.AsNoTracking().SingleAsync(plan => plan.Year == year, cancellationToken);
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == year).OrderBy(entry => entry.Position).ToListAsync(cancellationToken);
        db.PlanRevisions.Add(PlanRevisionCopy.Of(plan, entries, DateTime.UnixEpoch));
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Opens periods - a return for every reporting unit, prefilled from the issued plan and from what was accepted before - and closes them.</summary>
internal sealed class PeriodOpening(ProgressDbContext db, Prefilling prefilling, BusinessClock clock, TimeProvider time, ReportingRules rules)
{
    /// <summary>Opens a period; gives it as it is when it is open already.</summary>
    /// <exception cref="DomainException">NO_PLAN, PERIOD_NOT_BEGUN.</exception>
    public Task<Period> OpenAsync(Quarter quarter, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            // Whoever else opens a period of the year, or accepts a return of it, waits for the row of the plan.
            var plan = await db.Plans.AsNoTracking().Where(plan => plan.Year == quarter.Year).Locked(db).SingleOrDefaultAsync(cancellationToken);
            if (await db.Periods.SingleOrDefaultAsync(period => period.Id == quarter.ToString(), cancellationToken) is { } open)
                return open;
            if (plan is null)
                throw DomainException.WrongState("NO_PLAN", $"plans/{quarter.Year}", new LocalText($"{quarter.Year} 年计划尚未下达。", $"The plan of {quarter.Year} is not issued."));
            if (clock.Today() < quarter.FirstDay)
                throw DomainException.WrongState("PERIOD_NOT_BEGUN", $"periods/{quarter}", new LocalText($"{quarter} 自 {quarter.FirstDay:yyyy-MM-dd} 开始。", $"{quarter} begins on {quarter.FirstDay:yyyy-MM-dd}."));
            var opened = Period.Open(quarter, DueTime.Of(quarter, rules, clock.Zone), plan.Revision);
            db.Periods.Add(opened);
            db.Returns.AddRange(await ReturnsAsync(quarter, cancellationToken));
            await db.SaveChangesAsync(cancellationToken);
            return opened;
        },
        cancellationToken);

    /// <summary>Closes a period; gives it as it is when it is closed already.</summary>
    /// <exception cref="DomainException">NotFound when it was never opened; StaleEtag; NOT_DUE.</exception>
    public Task<Period> CloseAsync(Quarter quarter, string etag, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var period = await db.Periods.Where(period => period.Id == quarter.ToString()).Locked(db).SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound($"periods/{quarter}");
            Etags.Check(period, etag);
            if (!period.Close(clock.Now))
                return period;
            await db.UnitFigures.Where(figure => figure.Period == period.Id).ExecuteUpdateAsync(
                set => set.SetProperty(figure => figure.Frozen, true).SetProperty(figure => figure.FrozenYearToDateYuan, figure => figure.YearToDateYuan).SetProperty(figure => figure.FrozenLastYearYuan, figure => figure.LastYearYuan),
                cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return period;
        },
        cancellationToken);

    private async Task<List<Return>> ReturnsAsync(Quarter quarter, CancellationToken cancellationToken)
    {
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == quarter.Year).ToListAsync(cancellationToken);
        var byUnit = await prefilling.OfAsync(quarter, entries, cancellationToken);
        var reporting = await db.Units.Where(unit => unit.Reporting).Select(unit => unit.Code).ToListAsync(cancellationToken);

        // A unit with projects in the plan files them, whatever the tree says of it.
        var units = reporting.Union(byUnit.Select(unit => unit.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var now = Instants.Now(time);
        return [.. units.Select(unit => Return.Open(quarter.ToString(), unit, byUnit[unit], now))];
    }
}

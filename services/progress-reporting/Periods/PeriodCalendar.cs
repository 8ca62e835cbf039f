using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Opens periods by calendar: once a quarter is over and the plan of its year is known; and closes them when the next quarter is over and every return is accepted.</summary>
/// <remarks>A quarter that was over before the plan was issued is not opened: nobody could have reported it on time. <c>:open</c> opens it all the same.</remarks>
internal sealed class PeriodCalendar(IServiceScopeFactory scopes, BusinessClock clock, TimeProvider time, ReportingRules rules, ILogger<PeriodCalendar> logger)
    : CalendarLooks(rules.OpensByItself, TimeSpan.FromSeconds(2), scopes, time, logger)
{
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await OpenDueAsync(cancellationToken);
        await CloseDueAsync(cancellationToken);
    }

    /// <summary>Opens every period that is due and not open.</summary>
    internal async Task OpenDueAsync(CancellationToken cancellationToken)
    {
        foreach (var quarter in await DueAsync(cancellationToken))
        {
            await using var scope = NewScope();
            var period = await scope.ServiceProvider.GetRequiredService<PeriodOpening>().OpenAsync(quarter, cancellationToken);
            Logger.LogInformation("{Period} is open by calendar", period.ResourceName);
        }
    }

    /// <summary>Closes every period whose next one can be reported and whose returns are all accepted: a unit is shut out by the city only.</summary>
    internal async Task CloseDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        var open = await db.Periods.AsNoTracking().Where(period => period.State == PeriodState.Open && !db.Returns.Any(filed => filed.Period == period.Id && filed.State != ReturnState.Accepted))
            .Select(period => period.Id).ToListAsync(cancellationToken);
        var today = clock.Today();
        foreach (var quarter in open.Order(StringComparer.Ordinal).Select(id => Quarter.Parse(id)!.Value).Where(quarter => quarter.Next.OpensOn <= today))
        {
            await scope.ServiceProvider.GetRequiredService<PeriodOpening>().CloseAsync(quarter, "", cancellationToken);
            Logger.LogInformation("periods/{Period} is closed by calendar", quarter);
        }
    }

    private async Task<List<Quarter>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        var plans = await db.Plans.AsNoTracking().Select(plan => new { plan.Year, plan.IssueDate, Open = db.Periods.Where(period => period.Year == plan.Year).Select(period => period.Id).ToList() })
            .ToListAsync(cancellationToken);
        var today = clock.Today();
        return
        [
            .. from plan in plans
               from quarter in Enumerable.Range(1, 4).Select(number => new Quarter(plan.Year, number))
               where quarter.OpensOn <= today && !(quarter.LastDay < plan.IssueDate) && !plan.Open.Contains(quarter.ToString(), StringComparer.Ordinal)
               orderby quarter.FirstDay
               select quarter,
        ];
    }
}

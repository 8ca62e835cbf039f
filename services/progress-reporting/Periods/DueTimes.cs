using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Explains due times: of open periods as they were settled, of others by the rules as they are.</summary>
internal sealed class DueTimes(ProgressDbContext db, ReportingRules rules, BusinessClock clock)
{
    /// <summary>Explains the due time of a period, or of the return of a unit.</summary>
    /// <param name="unit">Code of the unit, empty for the period.</param>
    /// <exception cref="DomainException">NotFound: the period is open and the unit has no return in it.</exception>
    public async Task<DueTime> ExplainAsync(Quarter quarter, string unit, CancellationToken cancellationToken)
    {
        var due = DueTime.Of(quarter, rules, clock.Zone);
        var id = quarter.ToString();
        var settled = await db.Periods.AsNoTracking().Where(period => period.Id == id).Select(period => new { period.DueDate, period.LateFrom }).SingleOrDefaultAsync(cancellationToken);
        if (settled is null)
            return due;
        if (settled.DueDate != due.DueDate)
        {
            due = Until(due, settled.DueDate, settled.LateFrom, new DueStep("SETTLED", new LocalText(
                $"报告期开启时按当时的规则定为 {settled.DueDate:yyyy-MM-dd}，以此为准。", $"When the period was opened, the rules of that time settled it at {settled.DueDate:yyyy-MM-dd}, which counts.")));
        }

        if (unit.Length == 0)
            return due;
        var filed = await db.Returns.AsNoTracking().SingleOrDefaultAsync(filed => filed.Period == id && filed.Unit == unit, cancellationToken)
            ?? throw DomainException.NotFound(Return.NameOf(id, unit));
        return filed.Extension is { } more
            ? Until(due, more.DueDate, more.LateFrom, new DueStep("EXTENDED", new LocalText($"经市级同意延期至 {more.DueDate:yyyy-MM-dd}：{more.Reason}", $"The city extended it to {more.DueDate:yyyy-MM-dd}: {more.Reason}")))
            : due;
    }

    // What overrides a due time comes before the step that says when it is late.
    private DueTime Until(DueTime due, DateOnly day, DateTime lateFrom, DueStep why) => new(day, lateFrom, [.. due.Steps.SkipLast(1), why, DueTime.LateStep(day, clock.Zone)]);
}

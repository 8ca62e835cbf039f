using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Deliveries;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Finds what is owed and makes the reminders of it, each once: the row of what it is about is locked while that is looked at.</summary>
internal sealed class ReminderDesk(ProgressDbContext db, ProblemDesk problems, ReminderRules rules, ProblemRules ledger, DeliveryRules deliveries, BusinessClock clock, TimeProvider time)
{
    private const int Most = 5000;

    /// <summary>Gives the returns that are to be reminded of now: for each the latest day that was reached, unless it was reminded of for that day.</summary>
    public async Task<List<(string Return, Cause Cause)>> OwedReturnsAsync(CancellationToken cancellationToken)
    {
        var today = clock.Today();
        var owed = new List<(string Return, Cause Cause)>();
        foreach (var period in await db.Periods.AsNoTracking().Where(period => period.State == PeriodState.Open).ToListAsync(cancellationToken))
        {
            var returns = await WithUnits(db.Returns).Where(filed => filed.Period == period.Id).AsNoTracking().ToListAsync(cancellationToken);
            var prefix = $"{period.ResourceName}/returns/";
            var made = await MadeAsync(db.Reminders.Where(reminder => reminder.Subject.StartsWith(prefix)), cancellationToken);
            owed.AddRange(returns.Select(filed => (filed.Id, Cause: CauseOf(filed, period, today))).Where(pair => pair.Cause is not null && !made.Contains(pair.Cause)).Select(pair => (pair.Id, pair.Cause!)));
        }

        return owed;
    }

    /// <summary>Makes the reminder of a return if it is still owed; says whether it did.</summary>
    public Task<bool> RemindAsync(string id, Cause cause, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var filed = await WithUnits(db.Returns).AsNoTracking().Where(filed => filed.Id == id).Locked(db).SingleOrDefaultAsync(cancellationToken);
            if (filed is null)
                return false;
            var (period, today) = (await db.Periods.AsNoTracking().SingleAsync(period => period.Id == filed.Period, cancellationToken), clock.Today());
            return CauseOf(filed, period, today) == cause
                && await IssueAsync(cause, ReminderTexts.OfReturn(filed.Quarter, filed.Unit, DueOf(filed, period), rules.ReachedOn(today, DueOf(filed, period))!.Value, today), cancellationToken);
        },
        cancellationToken);

    /// <summary>Gives the problems of which letters are to be made now.</summary>
    public async Task<List<(string Problem, Cause Cause)>> OwedProblemsAsync(CancellationToken cancellationToken)
    {
        var today = clock.Today();
        var found = await db.Problems.AsNoTracking().Where(problem => problem.State == ProblemState.Open && (problem.Level >= ProblemLevel.Departments || problem.DueDate < today))
            .OrderBy(problem => problem.Id).Take(Most).ToListAsync(cancellationToken);
        if (found.Count == 0)
            return [];
        var goesUp = await problems.WithDepartmentAsync(cancellationToken);
        var names = found.Select(problem => problem.ResourceName).ToArray();
        var made = await MadeAsync(db.Reminders.Where(reminder => EF.Parameter(names).Contains(reminder.Subject)), cancellationToken);
        return [.. found.SelectMany(problem => CausesOf(problem, today, goesUp).Select(cause => (problem.Id, cause))).Where(pair => !made.Contains(pair.cause))];
    }

    /// <summary>Makes a letter of a problem if it is still due; says whether it did.</summary>
    public Task<bool> WriteAsync(string id, Cause cause, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var problem = await db.Problems.AsNoTracking().Where(problem => problem.Id == id).Locked(db).SingleAsync(cancellationToken);
            var today = clock.Today();
            if (!CausesOf(problem, today, await problems.WithDepartmentAsync(cancellationToken)).Contains(cause))
                return false;
            var unit = await db.Units.Where(unit => unit.Code == problem.Unit).Select(unit => unit.Title).SingleOrDefaultAsync(cancellationToken) ?? problem.Unit;
            return await IssueAsync(cause, cause == AssignmentOf(problem) ? ReminderTexts.OfAssignment(problem, unit) : ReminderTexts.OfOverdue(problem, unit, today), cancellationToken);
        },
        cancellationToken);

    private static async Task<HashSet<Cause>> MadeAsync(IQueryable<Reminder> reminders, CancellationToken cancellationToken) =>
        (await reminders.Select(reminder => new { reminder.Subject, reminder.Occasion }).ToListAsync(cancellationToken)).Select(reminder => new Cause(reminder.Subject, reminder.Occasion)).ToHashSet();

    private static DateOnly DueOf(Return filed, Period period) => filed.Extension?.DueDate ?? period.DueDate;

    // Submitted is what the city has; everything else is owed.
    private static IQueryable<Return> WithUnits(IQueryable<Return> returns) => returns.Where(filed => filed.State != ReturnState.Submitted && filed.State != ReturnState.Accepted);

    private static Cause AssignmentOf(Problem problem) =>
        new(problem.ResourceName, $"assigned-{problem.Actions.Count(action => action.Step == ProblemStep.Escalated).ToString(CultureInfo.InvariantCulture)}");

    private Cause? CauseOf(Return filed, Period period, DateOnly today)
    {
        var due = DueOf(filed, period);
        return rules.ReachedOn(today, due) is { } days ? new Cause(filed.ResourceName, string.Create(CultureInfo.InvariantCulture, $"{due:yyyy-MM-dd}{days:+0;-0;+0}")) : null;
    }

    // What goes up by itself is not asked about.
    private IEnumerable<Cause> CausesOf(Problem problem, DateOnly today, List<ProblemCategory> goesUp)
    {
        if (problem.State == ProblemState.Open && problem.Level >= ProblemLevel.Departments)
            yield return AssignmentOf(problem);
        var waits = !ledger.EscalatesByItself || problem.Level >= ProblemLevel.Departments || (problem.Level == ProblemLevel.Bureau && !goesUp.Contains(problem.Category));
        if (waits && problem.IsOverdue(today))
            yield return new Cause(problem.ResourceName, string.Create(CultureInfo.InvariantCulture, $"overdue-{problem.DueDate:yyyy-MM-dd}"));
    }

    private async Task<bool> IssueAsync(Cause cause, Message message, CancellationToken cancellationToken)
    {
        if (await db.Reminders.AnyAsync(reminder => reminder.Subject == cause.Subject && reminder.Occasion == cause.Occasion, cancellationToken))
            return false;
        var reminder = Reminder.Issue(cause, message, clock.Today());
        db.Reminders.Add(reminder);
        db.Deliveries.AddRange(deliveries.Channels.Select(channel => new Delivery { Reminder = reminder.Id, Channel = channel, Unit = reminder.Unit, NextTime = Instants.Now(time) }));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Problems;

/// <summary>
/// Escalates problems whose clock has run out: from the unit to the bureau, from the bureau to the department of the category. What is with a department or the government stays and is overdue: the
/// government is reached through the bureau.
/// </summary>
internal sealed class ProblemClock(IServiceScopeFactory scopes, BusinessClock clock, TimeProvider time, ProblemRules rules, ILogger<ProblemClock> logger)
    : CalendarLooks(rules.EscalatesByItself, TimeSpan.FromSeconds(2), scopes, time, logger)
{
    private const string Reason = "办理期限已过，自动升级。";
    private const int Most = 500;

    protected override Task LookAsync(CancellationToken cancellationToken) => EscalateDueAsync(cancellationToken);

    /// <summary>Escalates every problem whose clock has run out and that goes on by itself.</summary>
    internal async Task EscalateDueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await DueAsync(cancellationToken))
        {
            await using var scope = NewScope();
            var desk = scope.ServiceProvider.GetRequiredService<ProblemDesk>();
            var goesUp = false;
            await desk.ChangeAsync(id, "", async problem => goesUp = await EscalateAsync(desk, problem, cancellationToken), cancellationToken);
            if (goesUp)
                Logger.LogInformation("problems/{Problem} went up by its clock", id);
        }
    }

    // Whoever was first has given it a new day.
    private async Task<bool> EscalateAsync(ProblemDesk desk, Problem problem, CancellationToken cancellationToken)
    {
        if (!problem.IsOverdue(clock.Today()) || problem.Level > ProblemLevel.Bureau)
            return false;
        var department = problem.Level == ProblemLevel.Bureau ? await desk.DepartmentAsync(problem.Category, "", cancellationToken) : null;
        problem.Escalate(Reason, department, throughBureau: false, desk.Moment, rules);
        return true;
    }

    private async Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var today = clock.Today();
        var withDepartment = await scope.ServiceProvider.GetRequiredService<ProblemDesk>().WithDepartmentAsync(cancellationToken);
        return await Due(scope.ServiceProvider.GetRequiredService<ProgressDbContext>(), today, withDepartment).ToListAsync(cancellationToken);
    }

    /// <summary>Gives the ids of the problems that are to go up.</summary>
    internal static IQueryable<string> Due(ProgressDbContext db, DateOnly today, List<ProblemCategory> withDepartment) => db.Problems
        .Where(problem => problem.State == ProblemState.Open && problem.DueDate < today)
        .Where(problem => problem.Level == ProblemLevel.District || (problem.Level == ProblemLevel.Bureau && withDepartment.Contains(problem.Category)))
        .OrderBy(problem => problem.DueDate).Select(problem => problem.Id).Take(Most);
}

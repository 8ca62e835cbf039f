using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Problems;

/// <summary>
/// Escalates problems whose clock has run out: from the unit to the bureau, from the bureau to the department of the category. What is with a department or the government stays and is overdue: the
/// government is reached through the bureau. Looks at what is open rather than at the moment, so that it catches up after downtime; replicas look at the same time, and the first one escalates.
/// </summary>
internal sealed class ProblemClock(IServiceScopeFactory scopes, BusinessClock clock, TimeProvider time, ProblemRules rules, ILogger<ProblemClock> logger) : BackgroundService
{
    private const string Reason = "办理期限已过，自动升级。";
    private const int Most = 500;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (rules.EscalatesByItself && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await EscalateDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "Could not escalate the problems that are overdue, tries again");
            }

            await Task.Delay(BetweenLooks, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Escalates every problem whose clock has run out and that goes on by itself.</summary>
    internal async Task EscalateDueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await DueAsync(cancellationToken))
        {
            await using var scope = NewScope();
            var desk = scope.ServiceProvider.GetRequiredService<ProblemDesk>();
            await desk.ChangeAsync(id, "", problem => EscalateAsync(desk, problem, cancellationToken), cancellationToken);
            logger.LogInformation("problems/{Problem} went up by its clock", id);
        }
    }

    // Whoever was first has given it a new day.
    private async Task EscalateAsync(ProblemDesk desk, Problem problem, CancellationToken cancellationToken)
    {
        if (!problem.IsOverdue(clock.Today()) || problem.Level > ProblemLevel.Bureau)
            return;
        var department = problem.Level == ProblemLevel.Bureau ? await desk.DepartmentAsync(problem.Category, "", cancellationToken) : null;
        problem.Escalate(Reason, department, throughBureau: false, desk.Moment, rules);
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

    private AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("progress");
        return scope;
    }
}

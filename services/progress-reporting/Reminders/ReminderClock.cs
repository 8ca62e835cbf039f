using Renovation.Shared.Identity;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Makes the reminders that are due. Looks at what is owed rather than at the moment, so that it catches up after downtime; replicas look at the same time, and the first one makes it.</summary>
internal sealed class ReminderClock(IServiceScopeFactory scopes, TimeProvider time, ReminderRules rules, ILogger<ReminderClock> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (rules.RemindsByItself && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RemindAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "Could not make the reminders that are due, tries again");
            }

            await Task.Delay(BetweenLooks, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes every reminder that is due.</summary>
    internal async Task RemindAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, cause) in await InScopeAsync(desk => desk.OwedReturnsAsync(cancellationToken)))
            Log(cause, await InScopeAsync(desk => desk.RemindAsync(id, cause, cancellationToken)));
        foreach (var (id, cause) in await InScopeAsync(desk => desk.OwedProblemsAsync(cancellationToken)))
            Log(cause, await InScopeAsync(desk => desk.WriteAsync(id, cause, cancellationToken)));
    }

    private void Log(Cause cause, bool made)
    {
        if (made)
            logger.LogInformation("Reminded of {Subject}: {Occasion}", cause.Subject, cause.Occasion);
    }

    private async Task<T> InScopeAsync<T>(Func<ReminderDesk, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("progress");
        return await work(scope.ServiceProvider.GetRequiredService<ReminderDesk>());
    }
}

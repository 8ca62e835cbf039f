using Renovation.ProgressReporting.Periods;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Makes the reminders that are due.</summary>
internal sealed class ReminderClock(IServiceScopeFactory scopes, TimeProvider time, ReminderRules rules, ILogger<ReminderClock> logger)
    : CalendarLooks(rules.RemindsByItself, TimeSpan.FromSeconds(5), scopes, time, logger)
{
    protected override Task LookAsync(CancellationToken cancellationToken) => RemindAsync(cancellationToken);

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
            Logger.LogInformation("Reminded of {Subject}: {Occasion}", cause.Subject, cause.Occasion);
    }

    private async Task<T> InScopeAsync<T>(Func<ReminderDesk, Task<T>> work)
    {
        await using var scope = NewScope();
        return await work(scope.ServiceProvider.GetRequiredService<ReminderDesk>());
    }
}

using Renovation.Shared.Identity;

namespace Renovation.ProgressReporting.Periods;

/// <summary>
/// What happens by calendar. It looks again and again at what is due rather than at the moment, so that it catches up after downtime; replicas look at the same time, and the first one does it.
/// </summary>
internal abstract class CalendarLooks(bool looks, TimeSpan between, IServiceScopeFactory scopes, TimeProvider time, ILogger logger) : BackgroundService
{
    protected ILogger Logger => logger;

    protected TimeProvider Time => time;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (looks && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "{Calendar} could not do what is due, tries again", GetType().Name);
            }

            await Task.Delay(between, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is due now.</summary>
    protected abstract Task LookAsync(CancellationToken cancellationToken);

    /// <summary>Opens a scope in which the service itself acts.</summary>
    protected AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("progress");
        return scope;
    }
}

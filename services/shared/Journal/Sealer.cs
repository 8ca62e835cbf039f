using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Seals the journal of a module while this process leads it, and tries to take over while another one does.</summary>
internal sealed class Sealer<TContext>(
    ModuleDatabase<TContext> database, IServiceScopeFactory scopes, IServiceProvider services, JournalSignals signals, TimeProvider time, ILogger<Sealer<TContext>> logger) : BackgroundService
    where TContext : JournaledDbContext
{
    private const int Many = 16;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var leadership = await Leadership.TryTakeAsync(database.Location, stoppingToken);
                if (leadership is not null)
                {
                    logger.LogInformation("Leads the journal of {Module}", database.Location.Module);
                    await LeadAsync(leadership, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "Lost the journal of {Module}, tries again", database.Location.Module);
            }

            await Task.Delay(BetweenAttempts, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The relay ends with the leadership; a process without a bus, such as a tool, has none.
    private async Task LeadAsync(Leadership leadership, CancellationToken stoppingToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var relaying = services.GetService<EventPublisher>() is null ? Task.CompletedTask : services.GetRequiredService<Relay<TContext>>().RunAsync(ends.Token);
        try
        {
            await SealAsync(leadership, stoppingToken);
        }
        finally
        {
            await ends.CancelAsync();
            await relaying;
        }
    }

    private async Task SealAsync(Leadership leadership, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = leadership.ContextIn<TContext>(scope.ServiceProvider);
        var pause = Shortest;
        while (true)
        {
            var count = await Seal.BatchAsync(db, time, stoppingToken);
            if (count > 0)
            {
                // A batch costs the same whatever is in it: under load a moment's wait makes few of many.
                pause = Shortest;
                if (count < Seal.BatchSize)
                    await Task.Delay(count < Many ? Shortest : Busy, time, stoppingToken);
                continue;
            }

            // Polled, not notified: NOTIFY inside the writers' transactions would make their commits wait for each other.
            pause = await signals.WaitAsync(db.GetType(), pause, stoppingToken) ? Shortest : pause * 2 < Longest ? pause * 2 : Longest;
        }
    }
}

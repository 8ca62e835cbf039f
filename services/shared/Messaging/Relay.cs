using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Hosting;
using Renovation.Shared.Journal;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>Publishes the sealed rows of a journal in order and remembers how far it is. Only the leader of the journal runs it.</summary>
internal sealed class Relay<TContext>(
    IServiceScopeFactory scopes, EventPublisher publisher, BrokerTopology topology, ModuleRegistry modules, TimeProvider time, ILogger<Relay<TContext>> logger)
    where TContext : JournaledDbContext
{
    /// <summary>Name of the relay among the subscribers of a journal.</summary>
    public const string Subscriber = "relay";

    private const int BatchSize = 256;
    private const int Attempts = 5;
    private const int Many = 16;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterOutage = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);
    private readonly Module _module = modules.Modules.Single(module => module.DbContext == typeof(TContext));

    /// <summary>Runs until cancelled, when the process stops or loses the leadership.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var declared = false;
        var pause = Shortest;
        DateTime? swept = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!declared)
                    await topology.DeclareAsync(_module.ProtoPackage, cancellationToken);
                declared = true;
                if (swept is null || Instants.Now(time) - swept > BetweenSweeps)
                    swept = await SweepAsync(cancellationToken);
                pause = await BatchAsync(cancellationToken) ?? (pause < Shortest ? Shortest : pause * 2 < Longest ? pause * 2 : Longest);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever a broker loses when it is set up anew is declared again.
                declared = false;
                pause = AfterOutage;
                logger.LogWarning(failure, "Cannot publish the events of {Module} just now, tries again", _module.Name);
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Publishes a row again that was parked.</summary>
    /// <exception cref="InvalidOperationException">The event cannot be built.</exception>
    public Task PublishAsync(JournalRow row, CancellationToken cancellationToken) => publisher.PublishAsync(row, EventMessages.Of(row), cancellationToken);

    private async Task<DateTime> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = Instants.Now(time);
        await InboxStore.SweepAsync(scope.ServiceProvider.GetRequiredService<TContext>(), now, cancellationToken);
        return now;
    }

    // Gives how long to wait before the next; null when there was nothing. As the sealer does, it waits a little longer when there is much to do.
    private async Task<TimeSpan?> BatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        var position = await db.Positions.AsNoTracking().Where(row => row.Subscriber == Subscriber).Select(row => row.Sequence).FirstOrDefaultAsync(cancellationToken);
        var last = await db.Journal.MaxAsync(row => row.Sequence, cancellationToken) ?? position;
        if (last == position)
        {
            JournalMetrics.Backlog(_module.Name, 0, TimeSpan.Zero);
            return null;
        }

        // Rows without an event, such as the lines that are being filled, are passed over without being read.
        var rows = await db.Journal.AsNoTracking().Where(row => row.Sequence > position && row.Sequence <= last && row.EventType != "").OrderBy(row => row.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
        JournalMetrics.Backlog(_module.Name, last - position, rows.Count == 0 ? TimeSpan.Zero : Instants.Now(time) - rows[0].Time);

        // In order for what belongs together, side by side for the rest: a broker's confirmation takes longer than a message. Returns of one unit belong together whatever their period.
        await Task.WhenAll(rows
            .GroupBy(row => (row.EventType, row.Resource[(row.Resource.LastIndexOf('/') + 1)..]))
            .Select(group => PublishInOrderAsync([.. group], cancellationToken)));
        var next = rows.Count == BatchSize ? rows[^1].Sequence!.Value : last;
        await MoveAsync(db, position, next, cancellationToken);
        return rows.Count == BatchSize ? TimeSpan.Zero : next - position < Many ? Shortest : Busy;
    }

    private async Task PublishInOrderAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            await PublishOrParkAsync(row, cancellationToken);
    }

    private async Task PublishOrParkAsync(JournalRow row, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PublishAsync(row, cancellationToken);
                JournalMetrics.Published.Add(1, new KeyValuePair<string, object?>("module", _module.Name));
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DeliveryFailure.IsPassing(failure))
            {
                // What cannot be built will not be built the next time either.
                if (attempt < Attempts && failure is not (InvalidOperationException or InvalidProtocolBufferException or InvalidJsonException))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), time, cancellationToken);
                    continue;
                }

                await ParkAsync(row, failure, cancellationToken);
                return;
            }
        }
    }

    private async Task ParkAsync(JournalRow row, Exception failure, CancellationToken cancellationToken)
    {
        logger.LogError(failure, "Sets {EventType} {Sequence} of {Resource} aside", row.EventType, row.Sequence, row.Resource);
        await using var scope = scopes.CreateAsyncScope();
        await ParkedMessages<TContext>.ParkAsync(scope.ServiceProvider.GetRequiredService<TContext>(), row.Sequence!.Value, failure.Message, Instants.Now(time), cancellationToken);
        JournalMetrics.Parked.Add(1, new KeyValuePair<string, object?>("module", _module.Name));
    }

    // A leader that was replaced without noticing must not move the position back.
    private static async Task MoveAsync(JournaledDbContext db, long from, long to, CancellationToken cancellationToken)
    {
        var moved = await db.Positions.Where(row => row.Subscriber == Subscriber && row.Sequence < to).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, to), cancellationToken);
        if (moved == 1 || from > 0)
            return;
        if (await db.Positions.AnyAsync(row => row.Subscriber == Subscriber, cancellationToken))
            return;
        db.Positions.Add(new Position { Subscriber = Subscriber, Sequence = to });
        await db.SaveChangesAsync(cancellationToken);
    }
}

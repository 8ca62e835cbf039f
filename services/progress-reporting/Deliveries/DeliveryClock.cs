using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Deliveries;

/// <summary>
/// Delivers what is to be delivered. Whoever tries a delivery takes it for some minutes first: no other replica tries it meanwhile, and none waits for a mail server with a transaction open. A process that dies in
/// between leaves it to the next try, with the same id of the message.
/// </summary>
internal sealed class DeliveryClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<DeliveryClock> logger) : CalendarLooks(looks: true, TimeSpan.FromSeconds(2), scopes, time, logger)
{
    private const int Most = 100;
    private const int Tries = 12;
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    protected override Task LookAsync(CancellationToken cancellationToken) => DeliverAsync(cancellationToken);

    /// <summary>Tries every delivery whose time has come.</summary>
    internal async Task DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (var (reminder, channel) in await DueAsync(cancellationToken))
            await DeliverAsync(reminder, channel, cancellationToken);
    }

    /// <summary>Gives the deliveries whose time has come.</summary>
    internal static IQueryable<Delivery> Due(ProgressDbContext db, DateTime now) =>
        db.Deliveries.Where(delivery => delivery.State == DeliveryState.Pending && delivery.NextTime <= now).OrderBy(delivery => delivery.NextTime).Take(Most);

    private async Task<List<(string Reminder, string Channel)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var due = await Due(scope.ServiceProvider.GetRequiredService<ProgressDbContext>(), Instants.Now(Time)).Select(delivery => new { delivery.Reminder, delivery.Channel }).ToListAsync(cancellationToken);
        return due.ConvertAll(delivery => (delivery.Reminder, delivery.Channel));
    }

    private async Task DeliverAsync(string id, string name, CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<ProgressDbContext>(), Instants.Now(Time));
        var own = db.Deliveries.Where(delivery => delivery.Reminder == id && delivery.Channel == name && delivery.State == DeliveryState.Pending);
        var taken = await own.Where(delivery => delivery.NextTime <= now).ExecuteUpdateAsync(
            set => set.SetProperty(delivery => delivery.NextTime, now + Taken).SetProperty(delivery => delivery.Attempts, delivery => delivery.Attempts + 1), cancellationToken);
        if (taken == 0)
            return;
        var error = await TryAsync(scope.ServiceProvider, id, name, cancellationToken);
        var attempts = await own.Select(delivery => delivery.Attempts).SingleOrDefaultAsync(cancellationToken);
        var state = error switch
        {
            null => DeliveryState.Delivered,
            { Final: true } => DeliveryState.Failed,
            _ => attempts >= Tries ? DeliveryState.Failed : DeliveryState.Pending,
        };
        DateTime? delivered = state == DeliveryState.Delivered ? Instants.Now(Time) : null;
        var (next, text) = (Instants.Now(Time) + PauseAfter(attempts), error?.Text ?? "");
        await own.ExecuteUpdateAsync(
            set => set.SetProperty(delivery => delivery.State, state).SetProperty(delivery => delivery.DeliverTime, delivered).SetProperty(delivery => delivery.NextTime, next).SetProperty(delivery => delivery.Error, text),
            cancellationToken);
    }

    // A minute, two, four and so on: a mail server may be away for days.
    private static TimeSpan PauseAfter(int attempts) => TimeSpan.FromMinutes(Math.Min(Math.Pow(2, attempts - 1), LongestPause.TotalMinutes));

    private async Task<Failure?> TryAsync(IServiceProvider services, string id, string name, CancellationToken cancellationToken)
    {
        var channel = services.GetServices<IDeliveryChannel>().FirstOrDefault(channel => channel.Name == name);
        if (channel is null)
            return new Failure($"The channel {name} is not set any more (Delivery:Channels).", Final: true);
        var reminder = await services.GetRequiredService<ProgressDbContext>().Reminders.AsNoTracking().SingleAsync(reminder => reminder.Id == id, cancellationToken);
        try
        {
            await channel.DeliverAsync(reminder, cancellationToken);
            return null;
        }
        catch (UndeliverableException never)
        {
            Logger.LogWarning(never, "{Reminder} cannot be delivered by {Channel}", reminder.ResourceName, name);
            return new Failure(never.Message, Final: true);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Logger.LogWarning(failure, "{Reminder} was not delivered by {Channel}, is tried again", reminder.ResourceName, name);
            return new Failure(failure.Message, Final: false);
        }
    }

    private sealed record Failure(string Text, bool Final);
}

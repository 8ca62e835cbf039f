using Google.Protobuf;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Renovation.Shared.Journal;

namespace Renovation.Shared.Messaging;

// The relay is the one place that publishes.
#pragma warning disable RS0030

/// <summary>Publishes journal rows as events.</summary>
internal sealed class EventPublisher(IBus bus, DrainTracker tracker, IEnumerable<EventSubscription> subscriptions, IConfiguration configuration)
{
    private readonly ILookup<string, EventSubscription> _here = subscriptions.ToLookup(subscription => subscription.EventType, StringComparer.Ordinal);
    private readonly bool _rabbitMq = BusSettings.IsRabbitMq(configuration);
    private readonly TimeSpan _patience = BusSettings.Confirmation(configuration);

    /// <summary>Publishes the event of a row. On RabbitMQ it returns once the broker has confirmed it, in memory once every consumer is done with it.</summary>
    /// <exception cref="TimeoutException">The broker did not confirm in time; the event may or may not have got there.</exception>
    public Task PublishAsync(JournalRow row, IMessage message, CancellationToken cancellationToken) =>
        _rabbitMq ? PublishConfirmedAsync(row, message, cancellationToken) : PublishDrainedAsync(row, message, cancellationToken);

    // A confirmation that was under way when the connection broke may never come, and the bus would wait for it for ever.
    private async Task PublishConfirmedAsync(JournalRow row, IMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            await SendAsync(row, message, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"RabbitMQ has not confirmed {row.EventType} {row.Sequence} within {_patience.TotalSeconds} s.", failure);
        }
    }

    private async Task PublishDrainedAsync(JournalRow row, IMessage message, CancellationToken cancellationToken)
    {
        var drained = tracker.ExpectAsync(row.MessageId, _here[row.EventType].Count());
        await SendAsync(row, message, cancellationToken);
        await drained.WaitAsync(cancellationToken);
    }

    private Task SendAsync(JournalRow row, IMessage message, CancellationToken cancellationToken)
    {
        var heard = Subscriptions.Of(row.EventType).Count > 0;
        return bus.Publish(message, message.GetType(), context => Prepare(context, row.MessageId, heard), cancellationToken);
    }

    private static void Prepare(PublishContext context, Guid messageId, bool mandatory)
    {
        context.MessageId = messageId;
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit))
            rabbit.Mandatory = mandatory;
    }
}

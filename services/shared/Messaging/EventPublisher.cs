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

    /// <summary>Publishes the event of a row. On RabbitMQ it returns once the broker has confirmed it, in memory once every consumer is done with it.</summary>
    public async Task PublishAsync(JournalRow row, IMessage message, CancellationToken cancellationToken)
    {
        var heard = Subscriptions.Of(row.EventType).Count > 0;
        var drained = _rabbitMq ? Task.CompletedTask : tracker.ExpectAsync(row.MessageId, _here[row.EventType].Count());
        await bus.Publish(message, message.GetType(), context => Prepare(context, row.MessageId, heard), cancellationToken);
        await drained.WaitAsync(cancellationToken);
    }

    private static void Prepare(PublishContext context, Guid messageId, bool mandatory)
    {
        context.MessageId = messageId;
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit))
            rabbit.Mandatory = mandatory;
    }
}

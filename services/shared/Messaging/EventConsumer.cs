using Google.Protobuf;
using MassTransit;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>Gives an event to its handler once in effect: the inbox row and the changes of the handler are one transaction.</summary>
internal sealed class EventConsumer<TContext, THandler, TEvent>(TContext db, THandler handler, CallContext call, ConsumerModule<THandler> module, TimeProvider time) : IConsumer<TEvent>
    where TContext : JournaledDbContext
    where THandler : class, IEventHandler<TEvent>
    where TEvent : class, IMessage
{
    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("An event carries its id as message id.");
        call.ActAs(module.Name);
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        if (!await InboxStore.TakeAsync(db, messageId, typeof(THandler).Name, Instants.Now(time), context.CancellationToken))
        {
            JournalMetrics.Repeated.Add(1, new KeyValuePair<string, object?>("module", module.Name));
            return;
        }

        await handler.HandleAsync(context.Message, context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        JournalMetrics.Consumed.Add(1, new KeyValuePair<string, object?>("module", module.Name));
    }
}

/// <summary>Which module a handler belongs to.</summary>
internal sealed record ConsumerModule<THandler>(string Name);

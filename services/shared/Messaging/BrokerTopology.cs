using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace Renovation.Shared.Messaging;

/// <summary>Declares on RabbitMQ what the events of a module need, with the queues of all who listen, also of those that were never started yet.</summary>
internal sealed class BrokerTopology(IConfiguration configuration)
{
    // What a consumer declares for itself must be the same to the letter. One active consumer a queue: replicas would handle events of one resource at once.
    private static readonly Dictionary<string, object?> QueueArguments = new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum", ["x-single-active-consumer"] = true };

    /// <summary>Declares exchange, queues and bindings of every event of a package, e.g. <c>renovation.catalog.v1</c>; what is there already stays.</summary>
    public async Task DeclareAsync(string package, CancellationToken cancellationToken)
    {
        if (!BusSettings.IsRabbitMq(configuration))
            return;
        var factory = new ConnectionFactory { Uri = BusSettings.Address(configuration), ClientProvidedName = $"topology of {package}" };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var type in Subscriptions.Events.Where(type => type.StartsWith(package + ".", StringComparison.Ordinal)))
        {
            var exchange = EventNames.ExchangeOf(type);
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            foreach (var module in Subscriptions.Of(type))
            {
                var queue = Subscriptions.QueueOf(module, type);
                await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
                await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, QueueArguments, cancellationToken: cancellationToken);
                await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
                await channel.ExchangeBindAsync(queue, exchange, "", cancellationToken: cancellationToken);
            }
        }
    }
}

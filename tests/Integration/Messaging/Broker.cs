using RabbitMQ.Client;
using Renovation.Shared.Messaging;

namespace Renovation.Tests.Integration.Messaging;

/// <summary>The real broker of the tests.</summary>
internal static class Broker
{
    public static string Address =>
        Environment.GetEnvironmentVariable("RENOVATION_TEST_RABBITMQ") ?? throw new InvalidOperationException("Start the tests with tests/run: RENOVATION_TEST_RABBITMQ is not set.");

    /// <summary>Removes what other tests left.</summary>
    public static async Task ResetAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var type in Subscriptions.Events)
        {
            await channel.ExchangeDeleteAsync(EventNames.ExchangeOf(type));
            foreach (var queue in Subscriptions.Of(type).Select(module => Subscriptions.QueueOf(module, type)))
            {
                await channel.QueueDeleteAsync(queue);
                await channel.QueueDeleteAsync($"{queue}_error");
                await channel.ExchangeDeleteAsync(queue);
                await channel.ExchangeDeleteAsync($"{queue}_error");
            }
        }
    }

    /// <summary>Counts the messages that wait in a queue.</summary>
    public static async Task<uint> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }
}

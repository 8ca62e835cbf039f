using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
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

    /// <summary>Waits for a message in a queue that may not be there yet; gives how many there are.</summary>
    public static async Task<uint> WaitAsync(string queue)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (await CountAsync(queue) is > 0 and var count)
                return count;
            await Task.Delay(100);
        }

        return 0;
    }

    // Asking for a queue that is not there closes the channel.
    private static async Task<uint> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.MessageCountAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }
}

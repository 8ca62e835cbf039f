using Microsoft.Extensions.Configuration;
using Renovation.Shared.Hosting;

namespace Renovation.Shared.Messaging;

/// <summary>Settings of the bus.</summary>
internal static class BusSettings
{
    private const string Memory = "memory";
    private const string RabbitMq = "rabbitmq";

    /// <summary>Says whether events travel over RabbitMQ; else they stay in the process.</summary>
    /// <exception cref="InvalidOperationException">The transport is unknown.</exception>
    public static bool IsRabbitMq(IConfiguration configuration) => configuration["Messaging:Transport"] switch
    {
        null or "" or RabbitMq => true,
        Memory => false,
        var other => throw new InvalidOperationException($"The setting Messaging:Transport is {RabbitMq} or {Memory}, not {other}."),
    };

    /// <summary>Gives the address of the broker.</summary>
    /// <exception cref="InvalidOperationException">It is missing or no amqp address.</exception>
    public static Uri Address(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Messaging:RabbitMq"], UriKind.Absolute, out var address) && address.Scheme is ("amqp" or "amqps")
            ? address
            : throw new InvalidOperationException("The setting Messaging:RabbitMq must be the address of the broker, e.g. amqp://guest:guest@127.0.0.1:5672/.");

    /// <summary>Gives how long the broker may take to confirm an event before it is published again; 15 s unless set.</summary>
    /// <exception cref="InvalidOperationException">It is no number of seconds from 1 to 600.</exception>
    public static TimeSpan Confirmation(IConfiguration configuration) => TimeSpan.FromSeconds(configuration.ReadNumber("Messaging:ConfirmationSeconds", 1, 600, 15));
}

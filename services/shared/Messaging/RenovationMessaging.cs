using System.Text.Json;
using Google.Protobuf;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Renovation.Shared.Messaging;

namespace Renovation.Shared.Hosting;

/// <summary>The bus of a process.</summary>
public static class RenovationMessaging
{
    private const string BusTag = "bus";

    // A peer that is gone without a word is found after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Adds the bus with the consumers of every module of the process, and the relays of their journals; call it once the modules are added.</summary>
    /// <exception cref="InvalidOperationException">A module listens to an event that <see cref="Subscriptions"/> does not name for it, or the other way round.</exception>
    public static WebApplicationBuilder AddRenovationMessaging(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var subscriptions = services.Where(service => service.ServiceType == typeof(EventSubscription)).Select(service => (EventSubscription)service.ImplementationInstance!).ToList();
        services.AddSingleton<DrainTracker>().AddSingleton<BrokerTopology>().AddSingleton<EventPublisher>();
        foreach (var subscription in subscriptions)
        {
            if (!Subscriptions.Of(subscription.EventType).Contains(subscription.Module, StringComparer.Ordinal))
                throw new InvalidOperationException($"{subscription.Module} listens to {subscription.EventType}, which {nameof(Subscriptions)} does not say.");
            services.AddSingleton(typeof(ConsumerModule<>).MakeGenericType(subscription.Handler), _ => Activator.CreateInstance(typeof(ConsumerModule<>).MakeGenericType(subscription.Handler), subscription.Module)!);
        }

        // A bus in memory has nothing to say before it runs but that it was stopped before it began.
        if (!BusSettings.IsRabbitMq(builder.Configuration))
            ((StartPhase)services.Single(service => service.ServiceType == typeof(StartPhase)).ImplementationInstance!).Hush(builder.Logging, "MassTransit");
        services.AddMassTransit(bus =>
        {
            // A broker that is away must not take the service away: it still answers and writes, and the journal keeps the events.
            bus.ConfigureHealthCheckOptions(options =>
            {
                options.Name = BusTag;
                options.Tags.Clear();
                options.Tags.Add(BusTag);
                options.MinimalFailureStatus = HealthStatus.Degraded;
            });
            foreach (var subscription in subscriptions)
                bus.AddConsumer(subscription.Consumer);
            if (BusSettings.IsRabbitMq(builder.Configuration))
                bus.UsingRabbitMq((context, rabbit) => UseRabbitMq(context, rabbit, builder.Configuration, subscriptions));
            else
                bus.UsingInMemory((context, memory) => UseMemory(context, memory, subscriptions));
        });
        services.Configure<MassTransitHostOptions>(options => options.StopTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }

    private static void UseRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, IConfiguration configuration, List<EventSubscription> subscriptions)
    {
        rabbit.Host(BusSettings.Address(configuration), host =>
        {
            host.PublisherConfirmation = true;
            host.Heartbeat(Heartbeat);
        });
        UseProto(rabbit);
        foreach (var subscription in subscriptions)
        {
            rabbit.ReceiveEndpoint(subscription.Queue, endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.SingleActiveConsumer = true;
                endpoint.PrefetchCount = 32;
                Consume(context, endpoint, subscription);
            });
        }
    }

    private static void UseMemory(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator memory, List<EventSubscription> subscriptions)
    {
        UseProto(memory);
        memory.ConnectReceiveObserver(context.GetRequiredService<DrainTracker>());
        foreach (var subscription in subscriptions)
            memory.ReceiveEndpoint(subscription.Queue, endpoint => Consume(context, endpoint, subscription));
    }

    // One at a time and in order: a message that waits for a retry holds back those behind it.
    private static void Consume(IBusRegistrationContext context, IReceiveEndpointConfigurator endpoint, EventSubscription subscription)
    {
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(DeliveryFailure.IsPassing);
            retry.Exponential(400, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(DeliveryFailure.IsPassing);
            retry.Intervals(100, 500, 1000, 2000);
        });
        endpoint.ConfigureConsumer(context, subscription.Consumer);
    }

    private static void UseProto(IBusFactoryConfigurator bus)
    {
        bus.ConfigureJsonSerializerOptions(options => new JsonSerializerOptions(options) { Converters = { new ProtoJsonConverter() } });
        bus.MessageTopology.SetEntityNameFormatter(new EventNames(bus.MessageTopology.EntityNameFormatter));
        bus.Publish<IMessage>(topology => topology.Exclude = true);
        bus.Publish<IBufferMessage>(topology => topology.Exclude = true);
        foreach (var type in EventMessages.Types)
            Exclusion.Of(type).Exclude(bus);
    }

    // The generic interfaces of protobuf are closed over each event.
    private abstract class Exclusion
    {
        public static Exclusion Of(Type type) => (Exclusion)Activator.CreateInstance(typeof(Exclusion<>).MakeGenericType(type))!;

        public abstract void Exclude(IBusFactoryConfigurator bus);
    }

    private sealed class Exclusion<T> : Exclusion
        where T : class, IMessage<T>
    {
        public override void Exclude(IBusFactoryConfigurator bus)
        {
            bus.Publish<IMessage<T>>(topology => topology.Exclude = true);
            bus.Publish<IDeepCloneable<T>>(topology => topology.Exclude = true);
        }
    }
}

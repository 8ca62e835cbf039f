using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>A handler of a module, bound to its event and its database.</summary>
/// <param name="Module">Name of the module that listens.</param>
/// <param name="Handler">Type of the handler.</param>
/// <param name="EventType">Full name of the event message.</param>
/// <param name="Consumer">Type of the consumer that gives the event to the handler.</param>
public sealed record EventSubscription(string Module, Type Handler, string EventType, Type Consumer)
{
    /// <summary>Name of its queue.</summary>
    public string Queue => Subscriptions.QueueOf(Module, EventType);
}

/// <summary>Registers handlers of events.</summary>
public static class EventSubscriptions
{
    /// <summary>Registers <typeparamref name="THandler"/> of <paramref name="module"/> for <typeparamref name="TEvent"/>: one queue, one consumer.</summary>
    public static IServiceCollection AddEventHandler<TContext, THandler, TEvent>(this IServiceCollection services, string module)
        where TContext : JournaledDbContext
        where THandler : class, IEventHandler<TEvent>
        where TEvent : class, IMessage<TEvent>, new()
    {
        services.AddScoped<THandler>();
        return services.AddSingleton(new EventSubscription(module, typeof(THandler), new TEvent().Descriptor.FullName, typeof(EventConsumer<TContext, THandler, TEvent>)));
    }
}

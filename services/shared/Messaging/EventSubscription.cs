using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>A handler of a module, bound to its event and its database.</summary>
/// <param name="Module">Name of the module that listens.</param>
/// <param name="DbContext">Database of the module, which keeps the inbox.</param>
/// <param name="Handler">Type of the handler.</param>
/// <param name="Event">Type of the event message.</param>
public sealed record EventSubscription(string Module, Type DbContext, Type Handler, Type Event);

/// <summary>Registers handlers of events.</summary>
public static class EventSubscriptions
{
    /// <summary>Registers <typeparamref name="THandler"/> of <paramref name="module"/> for <typeparamref name="TEvent"/>: one queue, one consumer.</summary>
    public static IServiceCollection AddEventHandler<TContext, THandler, TEvent>(this IServiceCollection services, string module)
        where TContext : JournaledDbContext
        where THandler : class, IEventHandler<TEvent>
        where TEvent : class, IMessage
    {
        services.AddScoped<THandler>();
        return services.AddSingleton(new EventSubscription(module, typeof(TContext), typeof(THandler), typeof(TEvent)));
    }
}

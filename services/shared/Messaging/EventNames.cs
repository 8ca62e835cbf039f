using Google.Protobuf;
using MassTransit;

namespace Renovation.Shared.Messaging;

/// <summary>Names exchanges by the contract: <c>renovation.catalog.v1:ProjectChanged</c>.</summary>
internal sealed class EventNames(IEntityNameFormatter others) : IEntityNameFormatter
{
    public string FormatEntityName<T>() =>
        typeof(IMessage).IsAssignableFrom(typeof(T)) && !typeof(T).IsInterface
            ? ExchangeOf(((IMessage)Activator.CreateInstance<T>()!).Descriptor.FullName)
            : others.FormatEntityName<T>();

    /// <summary>Gives the exchange of an event by its full name.</summary>
    public static string ExchangeOf(string eventType)
    {
        var at = eventType.LastIndexOf('.');
        return $"{eventType[..at]}:{eventType[(at + 1)..]}";
    }
}

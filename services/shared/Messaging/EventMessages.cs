using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Journal;

namespace Renovation.Shared.Messaging;

/// <summary>Builds the event of a journal row: the envelope by field number, and the resource after the change.</summary>
internal static class EventMessages
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static readonly Dictionary<string, MessageDescriptor> Events = new[]
        {
            Renovation.Protos.Catalog.V1.EventsReflection.Descriptor,
            Renovation.Protos.Progress.V1.EventsReflection.Descriptor,
            Renovation.Protos.Funding.V1.EventsReflection.Descriptor,
        }
        .SelectMany(file => file.MessageTypes).ToDictionary(message => message.FullName, StringComparer.Ordinal);

    /// <summary>The types of all events.</summary>
    public static IEnumerable<System.Type> Types => Events.Values.Select(descriptor => descriptor.ClrType);

    /// <summary>Gives the descriptor of an event; null when this build does not know it.</summary>
    public static MessageDescriptor? Find(string fullName) => Events.GetValueOrDefault(fullName);

    /// <summary>Builds the event of a row.</summary>
    /// <exception cref="InvalidOperationException">The event is none of this build.</exception>
    /// <exception cref="InvalidProtocolBufferException">The body is not the resource that the event carries.</exception>
    public static IMessage Of(JournalRow row)
    {
        var descriptor = Find(row.EventType) ?? throw new InvalidOperationException($"There is no event {row.EventType}.");
        var message = descriptor.Parser.ParseFrom(ByteString.Empty);
        object?[] envelope = [row.MessageId.ToString("D", CultureInfo.InvariantCulture), Timestamp.FromDateTime(row.Time), row.Actor, row.Resource, row.Version, row.Kind, row.Reason];
        for (var index = 0; index < envelope.Length; index++)
            descriptor.FindFieldByNumber(index + 1).Accessor.SetValue(message, envelope[index]);
        var carried = descriptor.FindFieldByNumber(10);
        carried.Accessor.SetValue(message, Parser.Parse(row.Body, carried.MessageType));
        return message;
    }
}

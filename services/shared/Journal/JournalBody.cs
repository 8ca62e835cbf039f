using Google.Protobuf;

namespace Renovation.Shared.Journal;

/// <summary>Reads what a journal row carries.</summary>
public static class JournalBody
{
    // What a newer build wrote may have fields that this one does not know.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads the resource after the change from the proto JSON of a row.</summary>
    public static TMessage Read<TMessage>(string body)
        where TMessage : class, IMessage<TMessage>, new() => Parser.Parse<TMessage>(body);
}

namespace Renovation.Shared.Journal;

/// <summary>One change of one resource.</summary>
public sealed class JournalRow
{
    /// <summary>Identity in the order of insertion, which is not the order of commits.</summary>
    public long Id { get; private set; }

    /// <summary>UUIDv7; the id of the event that carries the change.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Name of the resource.</summary>
    public required string Resource { get; init; }

    /// <summary>Version of the resource after the change.</summary>
    public required long Version { get; init; }

    /// <summary>What happened, UPPER_SNAKE, several joined by commas.</summary>
    public required string Kind { get; init; }

    /// <summary>Full name of the event message; empty when the change is not published.</summary>
    public required string EventType { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>Reason given, or empty.</summary>
    public required string Reason { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The resource after the change, proto JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Place in the sealed order, gap-free from 1; null until sealed.</summary>
    public long? Sequence { get; private set; }

    /// <summary>When it was sealed, UTC; never goes back with the sequence.</summary>
    public DateTime? SealedTime { get; private set; }

    /// <summary>SHA-256 over the previous hash and this row.</summary>
    public byte[]? Hash { get; private set; }
}

namespace Renovation.Shared.Storage;

/// <summary>How far a subscriber has read.</summary>
public sealed class Position
{
    /// <summary>Name of the subscriber, e.g. <c>relay</c>.</summary>
    public required string Subscriber { get; init; }

    /// <summary>Last sequence it is done with; 0 at the beginning.</summary>
    public long Sequence { get; set; }
}

/// <summary>A change that could not be delivered for its own sake.</summary>
public sealed class ParkedRow
{
    /// <summary>Name of the subscriber it could not be delivered to.</summary>
    public required string Subscriber { get; init; }

    /// <summary>Sequence of the change.</summary>
    public required long Sequence { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was set aside, UTC.</summary>
    public required DateTime Time { get; init; }
}

/// <summary>A message that was handled.</summary>
public sealed class InboxRow
{
    /// <summary>Id of the message: the event id.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Name of the consumer.</summary>
    public required string Consumer { get; init; }

    /// <summary>When it was handled, UTC.</summary>
    public required DateTime Time { get; init; }
}

/// <summary>The answer to a call with a request id.</summary>
public sealed class RequestRecord
{
    /// <summary>Caller's subject, colon, UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Path of the method.</summary>
    public required string Method { get; init; }

    /// <summary>SHA-256 of the request.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>The answer, serialised.</summary>
    public required byte[] Response { get; set; }

    /// <summary>When it was answered, UTC.</summary>
    public required DateTime Time { get; init; }
}

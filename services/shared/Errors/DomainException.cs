namespace Renovation.Shared.Errors;

/// <summary>Kinds of refusal; each becomes one status code.</summary>
public enum ErrorKind
{
    /// <summary>The request itself is wrong: INVALID_ARGUMENT, 400.</summary>
    Invalid,

    /// <summary>The resource does not exist: NOT_FOUND, 404.</summary>
    NotFound,

    /// <summary>Something like it exists: ALREADY_EXISTS, 409.</summary>
    Conflict,

    /// <summary>The resource was changed in between: ABORTED, 409.</summary>
    StaleEtag,

    /// <summary>Not in this state: FAILED_PRECONDITION, 400.</summary>
    WrongState,

    /// <summary>The caller may not: PERMISSION_DENIED, 403. Decided before existence.</summary>
    Denied,

    /// <summary>The caller is unknown: UNAUTHENTICATED, 401.</summary>
    Unauthenticated,

    /// <summary>Something needed is down or crowded: UNAVAILABLE, 503, worth a retry.</summary>
    Busy,

    /// <summary>The file or body is too large: INVALID_ARGUMENT, 400; the gateway answers 413 before.</summary>
    TooLarge,

    /// <summary>The caller asks too much: RESOURCE_EXHAUSTED, 429, worth a retry later.</summary>
    TooMany,
}

/// <summary>Refuses a request with a kind, a reason that programs read and a text that people read.</summary>
public sealed class DomainException : Exception
{
    private DomainException(ErrorKind kind, string reason, LocalText text)
        : base($"{reason}: {text.En}")
    {
        Kind = kind;
        Reason = reason;
        Text = text;
    }

    /// <summary>What kind of refusal it is.</summary>
    public ErrorKind Kind { get; }

    /// <summary>Code of the reason, UPPER_SNAKE, stable across releases.</summary>
    public string Reason { get; }

    /// <summary>The reason for people.</summary>
    public LocalText Text { get; }

    /// <summary>The fields or cells that are wrong, or the conditions that are not met; empty unless <see cref="ErrorKind.Invalid"/> or <see cref="ErrorKind.WrongState"/>.</summary>
    public IReadOnlyList<FieldError> Fields { get; private init; } = [];

    /// <summary>Name of the resource it is about, empty when there is none.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>How long to wait before a retry; null unless <see cref="ErrorKind.Busy"/> or <see cref="ErrorKind.TooMany"/>.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Facts for programs, e.g. the name of the resource in the way.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Refuses one field.</summary>
    public static DomainException Invalid(string field, string reason, LocalText message) => Invalid([new FieldError(field, reason, message)]);

    /// <summary>Refuses several fields at once. The reason is theirs when they agree, else <c>INVALID_FIELDS</c>.</summary>
    /// <exception cref="ArgumentException">When there is no field.</exception>
    public static DomainException Invalid(IReadOnlyList<FieldError> fields)
    {
        if (fields.Count == 0)
            throw new ArgumentException("A refusal names at least one field.", nameof(fields));
        var reason = fields.All(field => string.Equals(field.Reason, fields[0].Reason, StringComparison.Ordinal)) ? fields[0].Reason : "INVALID_FIELDS";
        var text = fields.Count == 1
            ? new LocalText($"{fields[0].Field}：{fields[0].Message.Zh}", $"{fields[0].Field}: {fields[0].Message.En}")
            : new LocalText($"有 {fields.Count} 处错误，详见明细。", $"{fields.Count} fields are wrong; see the details.");
        return new DomainException(ErrorKind.Invalid, reason, text) { Fields = fields };
    }

    /// <summary>Says that a resource does not exist.</summary>
    public static DomainException NotFound(string resource) =>
        new(ErrorKind.NotFound, "NOT_FOUND", new LocalText($"找不到 {resource}。", $"{resource} does not exist.")) { Subject = resource };

    /// <summary>Says that something like it exists; the metadata names it.</summary>
    public static DomainException Conflict(string reason, LocalText message, params (string Key, string Value)[] metadata) =>
        new(ErrorKind.Conflict, reason, message) { Metadata = metadata.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) };

    /// <summary>Says that the caller's etag is not the current one.</summary>
    public static DomainException StaleEtag(string resource) =>
        new(ErrorKind.StaleEtag, "STALE_ETAG", new LocalText($"{resource} 已被他人修改，请刷新后重试。", $"{resource} was changed in between; read it again.")) { Subject = resource };

    /// <summary>Says that the state of the subject does not allow it.</summary>
    public static DomainException WrongState(string reason, string subject, LocalText message) => new(ErrorKind.WrongState, reason, message) { Subject = subject };

    /// <summary>Says which conditions the state does not meet: the field of each names its subject, its reason the condition.</summary>
    public static DomainException WrongState(string reason, string subject, LocalText message, IReadOnlyList<FieldError> unmet) =>
        new(ErrorKind.WrongState, reason, message) { Subject = subject, Fields = unmet };

    /// <summary>Says that the caller may not.</summary>
    public static DomainException Denied(string reason, LocalText message) => new(ErrorKind.Denied, reason, message);

    /// <summary>Says that the caller is not known.</summary>
    public static DomainException Unauthenticated(string reason, LocalText message) => new(ErrorKind.Unauthenticated, reason, message);

    /// <summary>Says that it may work later.</summary>
    public static DomainException Busy(string reason, LocalText message, TimeSpan retryAfter, params (string Key, string Value)[] metadata) =>
        new(ErrorKind.Busy, reason, message) { RetryAfter = retryAfter, Metadata = metadata.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) };

    /// <summary>Says that the caller asks too much.</summary>
    public static DomainException TooMany(string reason, LocalText message, TimeSpan retryAfter) => new(ErrorKind.TooMany, reason, message) { RetryAfter = retryAfter };

    /// <summary>Says that a file or body is too large.</summary>
    public static DomainException TooLarge(string reason, LocalText message) => new(ErrorKind.TooLarge, reason, message);
}

/// <summary>Collects everything that is wrong with a request, so that one answer tells it all.</summary>
public sealed class Validation
{
    private readonly List<FieldError> _errors = [];

    /// <summary>True while nothing is wrong.</summary>
    public bool Ok => _errors.Count == 0;

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Notes an error unless the condition holds.</summary>
    public void Check(bool holds, string field, string reason, LocalText message)
    {
        if (!holds)
            _errors.Add(new FieldError(field, reason, message));
    }

    /// <summary>Notes an error.</summary>
    public void Add(FieldError error) => _errors.Add(error);

    /// <summary>Throws once with all errors.</summary>
    /// <exception cref="DomainException">Invalid, when there is any.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw DomainException.Invalid(_errors);
    }
}

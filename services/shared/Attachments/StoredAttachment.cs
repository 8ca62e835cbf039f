namespace Renovation.Shared.Attachments;

/// <summary>What the database knows of a file; its content is in a <see cref="IBlobStore"/>.</summary>
public sealed class StoredAttachment
{
    /// <summary>UUIDv7.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the service that keeps it.</summary>
    public required string Module { get; init; }

    /// <summary>Name of the file for people.</summary>
    public required string FileName { get; init; }

    /// <summary>Media type, told from the content.</summary>
    public required string MediaType { get; init; }

    /// <summary>Size in bytes.</summary>
    public required int SizeBytes { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Subject of who uploaded it.</summary>
    public required string Uploader { get; init; }

    /// <summary>When it was uploaded, the last time.</summary>
    public required DateTime CreateTime { get; set; }

    /// <summary>Name of what it hangs on, for good; empty until it is attached.</summary>
    public string Parent { get; internal set; } = "";

    /// <summary>Name of the resource.</summary>
    public string ResourceName => $"attachments/{Module}/{Id}";
}

namespace Renovation.Shared.Attachments;

/// <summary>Contents by their SHA-256, each once.</summary>
public interface IBlobStore
{
    /// <summary>Folder for files on their way in.</summary>
    string Staging { get; }

    /// <summary>Keeps the content of a staged file; does nothing when it is there already. May take the file away.</summary>
    /// <param name="sha256">SHA-256 of the content, lower-case hex.</param>
    /// <param name="path">The staged file.</param>
    Task PutAsync(string sha256, string path, CancellationToken cancellationToken);

    /// <summary>Opens a content to read; null when it is not there.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Lists everything that is kept.</summary>
    IAsyncEnumerable<Blob> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a content; does nothing when it is not there.</summary>
    Task DeleteAsync(string sha256, CancellationToken cancellationToken);
}

/// <summary>A content that is kept.</summary>
/// <param name="Sha256">SHA-256, lower-case hex.</param>
/// <param name="StoreTime">When it was put there, UTC.</param>
public readonly record struct Blob(string Sha256, DateTime StoreTime);

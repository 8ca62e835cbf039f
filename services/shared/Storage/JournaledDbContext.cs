using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Storage;

/// <summary>The database of a module.</summary>
public abstract class JournaledDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Answers kept for calls that are repeated with the same request id.</summary>
    public DbSet<RequestRecord> Requests => Set<RequestRecord>();
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

/// <summary>Says that the data were written by a newer build.</summary>
public sealed class DataFolderTooNewException(string message) : Exception(message);

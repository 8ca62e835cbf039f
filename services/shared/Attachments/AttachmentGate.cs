using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>
/// Keeps the sweeper from removing a content that an upload finds in the store and counts on. Both need an open transaction; on SQLite it holds the whole file by itself.
/// </summary>
internal static class AttachmentGate
{
    // Beside the locks of the migrations, the leader, the seeds and the seals.
    private const long LockKey = 7203745;

    /// <summary>Uploads pass together.</summary>
    public static Task EnterAsync(JournaledDbContext db, CancellationToken cancellationToken) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({LockKey})", cancellationToken) : Task.CompletedTask;

    /// <summary>The sweeper waits until none is under way, and holds back the next.</summary>
    public static Task CloseAsync(JournaledDbContext db, CancellationToken cancellationToken) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken) : Task.CompletedTask;
}

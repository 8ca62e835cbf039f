using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Storage;

/// <summary>Brings a database to the model of this build.</summary>
internal static class Migrations
{
    // Any number will do, as long as every replica uses the same.
    private const long LockKey = 7203741;

    /// <summary>Applies what is missing; replicas wait for each other.</summary>
    /// <exception cref="DataFolderTooNewException">The database has migrations that this build does not know.</exception>
    public static async Task ApplyAsync(JournaledDbContext db, StorageLocation location, CancellationToken cancellationToken)
    {
        if (location.IsSqlite)
        {
            Directory.CreateDirectory(location.Folder);
            await RefuseNewerAsync(db, location, cancellationToken);

            // EF leaves its lock behind when a process is killed while migrating; the lock of the folder already keeps others out.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
            return;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock({0})", [LockKey], cancellationToken);
            await RefuseNewerAsync(db, location, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            // The connection goes back to its pool and would take the lock with it.
            if (db.Database.GetDbConnection().State == ConnectionState.Open)
                await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock({0})", [LockKey], CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task RefuseNewerAsync(JournaledDbContext db, StorageLocation location, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
        {
            throw new DataFolderTooNewException(location.IsSqlite
                ? $"The data folder {location.Folder} was written by a newer version ({location.Module}: {newer})."
                : $"The database of {location.Module} was written by a newer version ({newer}).");
        }
    }
}

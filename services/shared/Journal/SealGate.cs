using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>
/// Lets readers of the past wait for a batch that is being sealed. Its time is taken before its commit: without the gate a read of that very instant would not show the
/// rows yet, and show them when it is repeated.
/// </summary>
internal static class SealGate
{
    // Beside the locks of the migrations, the leader and the seeds.
    private const long LockKey = 7203744;

    /// <summary>Closes the gate until the open transaction ends; the sealer takes its time behind it.</summary>
    public static Task CloseAsync(JournaledDbContext db, CancellationToken cancellationToken) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken) : Task.CompletedTask;

    /// <summary>Waits until no batch is being sealed that began before.</summary>
    public static async Task PassAsync(JournaledDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({LockKey})", cancellationToken);
        }
        else if (db.Database.CurrentTransaction is null)
        {
            // On SQLite a transaction holds the file from its first moment, as does the sealer's.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}

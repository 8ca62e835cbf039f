using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Stamps rows that have no place in the sealed order yet. Only the leader may call it: two at once would hand out the same numbers.</summary>
internal static class Seal
{
    private const int BatchSize = 500;

    /// <summary>
    /// Stamps one batch in a transaction on the connection of <paramref name="db"/>; gives how many. The order of identities keeps the order of each
    /// resource, because the writer of a version has read the committed version before it.
    /// </summary>
    public static async Task<int> BatchAsync(JournaledDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await db.Journal.AnyAsync(row => row.Sequence == null, cancellationToken))
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rows = await db.Journal.AsNoTracking().Where(row => row.Sequence == null).OrderBy(row => row.Id).Take(BatchSize).ToListAsync(cancellationToken);
        var last = await db.Journal.AsNoTracking().Where(row => row.Sequence != null).OrderByDescending(row => row.Sequence)
            .Select(row => new { row.Sequence, row.SealedTime, row.Hash }).FirstOrDefaultAsync(cancellationToken);
        var sequence = last?.Sequence ?? 0;
        var hash = last?.Hash ?? RowHash.Genesis;

        // A clock that was set back must not make the sealed times go back.
        var now = Instants.Now(time);
        var sealedTime = last?.SealedTime is { } before && before > now ? before : now;
        foreach (var row in rows)
        {
            sequence++;
            hash = RowHash.Of(hash, row, sequence, sealedTime);
            await StampAsync(db, row.Id, sequence, sealedTime, hash, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    private static async Task StampAsync(JournaledDbContext db, long id, long sequence, DateTime sealedTime, byte[] hash, CancellationToken cancellationToken)
    {
        var stamped = await db.Journal.Where(row => row.Id == id && row.Sequence == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Sequence, sequence).SetProperty(row => row.SealedTime, sealedTime).SetProperty(row => row.Hash, hash),
            cancellationToken);
        if (stamped != 1)
            throw new InvalidOperationException($"Row {id} of the journal was sealed by someone else.");
    }
}

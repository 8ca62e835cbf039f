using Microsoft.EntityFrameworkCore;
using Npgsql;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Stamps rows that have no place in the sealed order yet. Only the leader may call it: two at once would hand out the same numbers.</summary>
internal static class Seal
{
    /// <summary>Most rows of a batch.</summary>
    public const int BatchSize = 500;

    /// <summary>
    /// Stamps one batch in a transaction on the connection of <paramref name="db"/>; gives how many. The order of identities keeps the order of each
    /// resource, because the writer of a version has read the committed version before it.
    /// </summary>
    public static async Task<int> BatchAsync(JournaledDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await db.Journal.AnyAsync(row => row.Sequence == null, cancellationToken))
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SealGate.CloseAsync(db, cancellationToken);
        var rows = await db.Journal.AsNoTracking().Where(row => row.Sequence == null).OrderBy(row => row.Id).Take(BatchSize).ToListAsync(cancellationToken);
        var last = await db.Journal.AsNoTracking().Where(row => row.Sequence != null).OrderByDescending(row => row.Sequence)
            .Select(row => new { row.Sequence, row.SealedTime, row.Hash }).FirstOrDefaultAsync(cancellationToken);
        var sequence = last?.Sequence ?? 0;
        var hash = last?.Hash ?? RowHash.Genesis;

        // A clock that was set back must not make the sealed times go back, and no two batches share one: what was read up to the last is complete.
        var now = Instants.Now(time);
        var sealedTime = last?.SealedTime is { } before && before >= now ? before.AddMicroseconds(1) : now;
        var stamps = new List<Stamp>(rows.Count);
        foreach (var row in rows)
        {
            sequence++;
            hash = RowHash.Of(hash, row, sequence, sealedTime);
            stamps.Add(new Stamp(row.Id, sequence, hash));
        }

        var stamped = db.Database.IsNpgsql() ? await StampAsync(db, stamps, sealedTime, cancellationToken) : await StampEachAsync(db, stamps, sealedTime, cancellationToken);
        if (stamped != rows.Count)
            throw new InvalidOperationException($"Of {rows.Count} rows of the journal, from {rows[0].Id} on, some were sealed by someone else.");
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    // One statement a batch: across a network, one a row is what sealing would cost most.
    private static Task<int> StampAsync(JournaledDbContext db, List<Stamp> stamps, DateTime sealedTime, CancellationToken cancellationToken)
    {
        var names = TableNames.Of<JournalRow>(db);
        var (id, sequence) = (names.Column(nameof(JournalRow.Id)), names.Column(nameof(JournalRow.Sequence)));
        var update = $"""
            UPDATE {names.Table} SET {sequence} = stamp.sequence, {names.Column(nameof(JournalRow.SealedTime))} = @time, {names.Column(nameof(JournalRow.Hash))} = stamp.hash
            FROM unnest(@ids, @sequences, @hashes) AS stamp(id, sequence, hash) WHERE {names.Table}.{id} = stamp.id AND {names.Table}.{sequence} IS NULL
            """;
        return db.Database.ExecuteSqlRawAsync(
            update,
            [
                new NpgsqlParameter("time", sealedTime), new NpgsqlParameter("ids", stamps.ConvertAll(stamp => stamp.Id)),
                new NpgsqlParameter("sequences", stamps.ConvertAll(stamp => stamp.Sequence)), new NpgsqlParameter("hashes", stamps.ConvertAll(stamp => stamp.Hash)),
            ],
            cancellationToken);
    }

    private static async Task<int> StampEachAsync(JournaledDbContext db, List<Stamp> stamps, DateTime sealedTime, CancellationToken cancellationToken)
    {
        var stamped = 0;
        foreach (var stamp in stamps)
        {
            stamped += await db.Journal.Where(row => row.Id == stamp.Id && row.Sequence == null).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Sequence, stamp.Sequence).SetProperty(row => row.SealedTime, sealedTime).SetProperty(row => row.Hash, stamp.Hash),
                cancellationToken);
        }

        return stamped;
    }

    private sealed record Stamp(long Id, long Sequence, byte[] Hash);
}

using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Writes many rows of the journal in one statement, within the open transaction: half of what an import, or a group of lines, writes is its journal.</summary>
internal static class JournalInsert
{
    // Below it the rows go the common way, with the entities that they are about.
    private const int Fewest = 8;

    /// <summary>Says whether these rows are to be written so.</summary>
    public static bool Takes(JournaledDbContext db, List<JournalRow> rows) => rows.Count >= Fewest && db.Database.IsNpgsql() && db.Database.CurrentTransaction is not null;

    /// <summary>Writes the rows in their order.</summary>
    public static Task WriteAsync(JournaledDbContext db, List<JournalRow> rows, CancellationToken cancellationToken) => db.InsertManyAsync<JournalRow>(
        [
            (nameof(JournalRow.MessageId), rows.ConvertAll(row => row.MessageId)),
            (nameof(JournalRow.Resource), rows.ConvertAll(row => row.Resource)),
            (nameof(JournalRow.Version), rows.ConvertAll(row => row.Version)),
            (nameof(JournalRow.Kind), rows.ConvertAll(row => row.Kind)),
            (nameof(JournalRow.EventType), rows.ConvertAll(row => row.EventType)),
            (nameof(JournalRow.Actor), rows.ConvertAll(row => row.Actor)),
            (nameof(JournalRow.Reason), rows.ConvertAll(row => row.Reason)),
            (nameof(JournalRow.Time), rows.ConvertAll(row => row.Time)),
            (nameof(JournalRow.Body), rows.ConvertAll(row => row.Body)),
        ],
        conflict: "",
        cancellationToken);
}

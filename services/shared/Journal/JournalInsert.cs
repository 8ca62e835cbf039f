using Microsoft.EntityFrameworkCore;
using Npgsql;
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
    public static Task WriteAsync(JournaledDbContext db, List<JournalRow> rows, CancellationToken cancellationToken)
    {
        var names = TableNames.Of<JournalRow>(db);
        string[] properties =
        [
            nameof(JournalRow.MessageId), nameof(JournalRow.Resource), nameof(JournalRow.Version), nameof(JournalRow.Kind), nameof(JournalRow.EventType), nameof(JournalRow.Actor),
            nameof(JournalRow.Reason), nameof(JournalRow.Time), nameof(JournalRow.Body),
        ];
        var columns = string.Join(", ", properties.Select(names.Column));
        var insert = $"""
            INSERT INTO {names.Table} ({columns})
            SELECT {columns} FROM unnest(@ids, @resources, @versions, @kinds, @events, @actors, @reasons, @times, @bodies) WITH ORDINALITY AS row ({columns}, place) ORDER BY place
            """;
        return db.Database.ExecuteSqlRawAsync(
            insert,
            [
                new NpgsqlParameter("ids", rows.ConvertAll(row => row.MessageId)), new NpgsqlParameter("resources", rows.ConvertAll(row => row.Resource)),
                new NpgsqlParameter("versions", rows.ConvertAll(row => row.Version)), new NpgsqlParameter("kinds", rows.ConvertAll(row => row.Kind)),
                new NpgsqlParameter("events", rows.ConvertAll(row => row.EventType)), new NpgsqlParameter("actors", rows.ConvertAll(row => row.Actor)),
                new NpgsqlParameter("reasons", rows.ConvertAll(row => row.Reason)), new NpgsqlParameter("times", rows.ConvertAll(row => row.Time)),
                new NpgsqlParameter("bodies", rows.ConvertAll(row => row.Body)),
            ],
            cancellationToken);
    }
}

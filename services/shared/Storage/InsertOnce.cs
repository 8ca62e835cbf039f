using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Storage;

/// <summary>Inserts a row unless its key is taken.</summary>
public static class InsertOnce
{
    /// <summary>
    /// Inserts the values in the open transaction; false when the key is taken. Waits for a transaction that is inserting it right now, and inserts when that one fails. An insert that
    /// EF tracks would fail the whole transaction on PostgreSQL when the key is taken; this one does nothing then.
    /// </summary>
    public static async Task<bool> TryInsertAsync<TEntity>(this JournaledDbContext db, (string Property, object Value)[] values, CancellationToken cancellationToken)
        where TEntity : class
    {
        var names = TableNames.Of<TEntity>(db);
        var columns = string.Join(", ", values.Select(value => names.Column(value.Property)));
        var places = string.Join(", ", values.Select((_, index) => $"{{{index}}}"));
        var insert = $"INSERT INTO {names.Table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(insert, values.Select(value => value.Value), cancellationToken) == 1;
    }

    /// <summary>The same for many rows in one statement; gives the keys that were not taken. The caller orders the rows by their key, or two that insert the same would wait for each other.</summary>
    internal static async Task<IReadOnlyCollection<string>> TryInsertAsync<TEntity>(
        this JournaledDbContext db, IReadOnlyList<string> properties, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
        where TEntity : class
    {
        var names = TableNames.Of<TEntity>(db);
        var columns = string.Join(", ", properties.Select(names.Column));
        var places = rows.Select((row, index) => $"({string.Join(", ", row.Select((_, column) => $"{{{(index * row.Length) + column}}}"))})");
        var key = names.Column(names.Entity.FindPrimaryKey()!.Properties.Single());
        var insert = $"INSERT INTO {names.Table} ({columns}) VALUES {string.Join(", ", places)} ON CONFLICT DO NOTHING RETURNING {key} AS \"Value\"";
        return await db.Database.SqlQueryRaw<string>(insert, [.. rows.SelectMany(row => row)]).ToListAsync(cancellationToken);
    }
}

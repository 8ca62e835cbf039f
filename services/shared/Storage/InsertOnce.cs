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
}

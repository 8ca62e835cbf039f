using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Renovation.Shared.Storage;

/// <summary>Inserts a row unless its key is taken.</summary>
internal static class InsertOnce
{
    /// <summary>
    /// Inserts the values in the open transaction; false when the key is taken. Waits for a transaction that is inserting it right now, and inserts when that one fails. An insert that
    /// EF tracks would fail the whole transaction on PostgreSQL when the key is taken; this one does nothing then.
    /// </summary>
    public static async Task<bool> TryInsertAsync<TEntity>(this JournaledDbContext db, (string Property, object Value)[] values, CancellationToken cancellationToken)
        where TEntity : class
    {
        var entity = db.Model.FindEntityType(typeof(TEntity))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = string.Join(", ", values.Select(value => $"\"{entity.FindProperty(value.Property)!.GetColumnName(table)}\""));
        var places = string.Join(", ", values.Select((_, index) => $"{{{index}}}"));
        var insert = $"INSERT INTO \"{table.Name}\" ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(insert, values.Select(value => value.Value), cancellationToken) == 1;
    }
}

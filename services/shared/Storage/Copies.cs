using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Renovation.Shared.Storage;

/// <summary>A fact that another service owns, as its last event told it.</summary>
public interface ICopy
{
    /// <summary>Version of the owner's resource; what is not newer is ignored.</summary>
    long Version { get; }
}

/// <summary>Stores copies of what other services own.</summary>
public static class Copies
{
    /// <summary>
    /// Stores a copy; false when the one stored is not older. One statement, so that of two events handled at once the newer one wins whatever their order;
    /// the row stays locked until the transaction ends.
    /// </summary>
    public static async Task<bool> TakeAsync<TCopy>(this JournaledDbContext db, TCopy copy, CancellationToken cancellationToken)
        where TCopy : class, ICopy
    {
        var entity = db.Model.FindEntityType(typeof(TCopy))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var properties = entity.GetProperties().ToList();
        string Quoted(IProperty property) => $"\"{property.GetColumnName(table)}\"";
        var version = Quoted(entity.FindProperty(nameof(ICopy.Version))!);
        var sets = properties.Where(property => !property.IsPrimaryKey()).Select(property => $"{Quoted(property)} = excluded.{Quoted(property)}");
        var sql = $"""
            INSERT INTO "{table.Name}" ({string.Join(", ", properties.Select(Quoted))}) VALUES ({string.Join(", ", properties.Select((_, index) => $"@p{index}"))})
            ON CONFLICT ({string.Join(", ", entity.FindPrimaryKey()!.Properties.Select(Quoted))}) DO UPDATE SET {string.Join(", ", sets)}
            WHERE "{table.Name}".{version} < excluded.{version}
            """;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        DbParameter[] parameters = [.. properties.Select((property, index) =>
            property.GetRelationalTypeMapping().CreateParameter(command, $"@p{index}", property.GetGetter().GetClrValue(copy), property.IsNullable))];
        return await db.Database.ExecuteSqlRawAsync(sql, parameters, cancellationToken) == 1;
    }
}

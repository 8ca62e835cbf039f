using System.Data.Common;
using Microsoft.EntityFrameworkCore;

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
        var names = TableNames.Of<TCopy>(db);
        var properties = names.Entity.GetProperties().ToList();
        var version = names.Column(nameof(ICopy.Version));
        var sets = properties.Where(property => !property.IsPrimaryKey()).Select(property => $"{names.Column(property)} = excluded.{names.Column(property)}");
        var sql = $"""
            INSERT INTO {names.Table} ({string.Join(", ", properties.Select(names.Column))}) VALUES ({string.Join(", ", properties.Select((_, index) => $"@p{index}"))})
            ON CONFLICT ({string.Join(", ", names.Entity.FindPrimaryKey()!.Properties.Select(names.Column))}) DO UPDATE SET {string.Join(", ", sets)}
            WHERE {names.Table}.{version} < excluded.{version}
            """;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        DbParameter[] parameters = [.. properties.Select((property, index) =>
            property.GetRelationalTypeMapping().CreateParameter(command, $"@p{index}", property.GetGetter().GetClrValue(copy), property.IsNullable))];
        return await db.Database.ExecuteSqlRawAsync(sql, parameters, cancellationToken) == 1;
    }
}

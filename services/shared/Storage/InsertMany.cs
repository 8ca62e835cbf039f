using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Renovation.Shared.Storage;

/// <summary>Inserts many rows with one statement on PostgreSQL, without tracking them: what is written with every change is written often.</summary>
internal static class InsertMany
{
    /// <summary>Inserts rows in their order; gives how many.</summary>
    /// <param name="db">The database; PostgreSQL.</param>
    /// <param name="columns">The properties that are written, each with a list of its values in the order of the rows.</param>
    /// <param name="conflict">What becomes of a row whose key is taken, e.g. <c>ON CONFLICT DO NOTHING</c>; empty: it fails.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<int> InsertManyAsync<TEntity>(this JournaledDbContext db, IReadOnlyList<(string Property, object Values)> columns, string conflict, CancellationToken cancellationToken)
        where TEntity : class
    {
        var names = TableNames.Of<TEntity>(db);
        var written = string.Join(", ", columns.Select(column => names.Column(column.Property)));
        var arrays = string.Join(", ", columns.Select(column => $"@{column.Property}"));
        var insert = $"INSERT INTO {names.Table} ({written}) SELECT {written} FROM unnest({arrays}) WITH ORDINALITY AS row ({written}, place) ORDER BY place {conflict}";
        return db.Database.ExecuteSqlRawAsync(insert, columns.Select(column => new NpgsqlParameter(column.Property, column.Values)), cancellationToken);
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Renovation.Shared.Storage;

/// <summary>Makes queries lock what they read, which EF cannot write.</summary>
public static class LockingReads
{
    /// <summary>
    /// Locks the rows of a query of one table against other writers until the transaction ends, and gives them as the writers before left them. Needs an open transaction. On SQLite the
    /// transaction holds the whole file already.
    /// </summary>
    public static IQueryable<TEntity> Locked<TEntity>(this IQueryable<TEntity> query, JournaledDbContext db)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A row lock needs a transaction.");
        return db.Database.IsNpgsql() ? query.TagWith(LockingReader.Tag) : query;
    }
}

/// <summary>Adds the lock to the queries that ask for it.</summary>
internal sealed class LockingReader : DbCommandInterceptor
{
    public const string Tag = "locks";

    public static readonly LockingReader Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Lock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    private static void Lock(DbCommand command)
    {
        if (command.CommandText.StartsWith($"-- {Tag}", StringComparison.Ordinal))
            command.CommandText += " FOR UPDATE";
    }
}

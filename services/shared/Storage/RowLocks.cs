using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Storage;

/// <summary>Transactions and row locks for invariants that span several rows.</summary>
public static class RowLocks
{
    /// <summary>
    /// Runs <paramref name="work"/> in the open transaction, or in one of its own that is committed when it returns. On SQLite the transaction holds the whole
    /// file for writing from its first moment.
    /// </summary>
    public static async Task<T> InTransactionAsync<T>(this JournaledDbContext db, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
            return await work();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work();
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>
    /// Locks the rows of a query of one table against other writers until the transaction ends, and gives them as the writers before left them. Needs an open transaction. On SQLite the
    /// transaction holds the whole file already.
    /// </summary>
    public static IQueryable<TEntity> Locked<TEntity>(this IQueryable<TEntity> query, JournaledDbContext db)
    {
        RequireTransaction(db);
        return db.Database.IsNpgsql() ? query.TagWith(LockingReader.Tag) : query;
    }

    /// <summary>
    /// Locks a row that is not read itself, or need not exist; false when there is none. What it guards is read after it, not before. Needs an open transaction. On SQLite the transaction
    /// holds the file already, so that only the row's existence is asked.
    /// </summary>
    public static async Task<bool> LockRowAsync<TEntity>(this JournaledDbContext db, object key, CancellationToken cancellationToken)
        where TEntity : class
    {
        RequireTransaction(db);
        var names = TableNames.Of<TEntity>(db);
        var column = names.Column(names.Entity.FindPrimaryKey()!.Properties.Single());
        var suffix = db.Database.IsNpgsql() ? " FOR UPDATE" : "";
        var select = $"SELECT 1 AS \"Value\" FROM {names.Table} WHERE {column} = {{0}}{suffix}";
        var found = await db.Database.SqlQueryRaw<int>(select, key).ToListAsync(cancellationToken);
        return found.Count > 0;
    }

    private static void RequireTransaction(JournaledDbContext db)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A row lock needs a transaction.");
    }
}

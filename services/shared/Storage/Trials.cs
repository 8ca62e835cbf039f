namespace Renovation.Shared.Storage;

/// <summary>Runs work for real or for trial.</summary>
public static class Trials
{
    /// <summary>Runs the work in a transaction; a trial answers the same and is rolled back.</summary>
    public static async Task<T> TryOrDoAsync<T>(this JournaledDbContext db, bool trial, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!trial)
            return await db.InTransactionAsync(work, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return await work();
    }
}

using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>Runs imports for real or for trial.</summary>
internal static class Trials
{
    /// <summary>Runs the work in a transaction; a trial answers the same and is rolled back.</summary>
    public static async Task<T> TryOrDoAsync<T>(this CatalogDbContext db, bool trial, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!trial)
            return await db.InTransactionAsync(work, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return await work();
    }
}

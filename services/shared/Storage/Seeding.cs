using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Storage;

/// <summary>Enters what a database begins with.</summary>
public static class Seeding
{
    // Any number will do, as long as every replica uses the same.
    private const long LockKey = 7203743;

    /// <summary>Seeds in one transaction unless it is there already; replicas that start together wait for each other, so that one of them does it.</summary>
    public static Task SeedAsync(this JournaledDbContext db, Func<Task<bool>> isThere, Func<Task> seed, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            if (db.Database.IsNpgsql())
                await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock({0})", [LockKey], cancellationToken);
            if (await isThere())
                return false;
            await seed();
            return true;
        },
        cancellationToken);
}

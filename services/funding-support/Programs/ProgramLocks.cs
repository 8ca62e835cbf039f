using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Programs;

/// <summary>Locks programs: always the first lock of a transaction that moves money, so that two of them cannot wait for each other.</summary>
internal static class ProgramLocks
{
    /// <summary>Locks a program until the transaction ends, and reads it.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task<FundingProgram> LockAsync(FundingDbContext db, string id, CancellationToken cancellationToken) =>
        await db.Programs.Where(program => program.Id == id).Locked(db).SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound($"programs/{id}");
}

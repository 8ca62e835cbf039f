using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Awards;

/// <summary>Locks awards with the programs that pay them: programs first, each in the order of ids, so that two that move money cannot wait for each other.</summary>
internal static class AwardLocks
{
    /// <summary>Locks one award until the transaction ends.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task<(Award Award, FundingProgram Program)> LockAsync(FundingDbContext db, string id, CancellationToken cancellationToken) =>
        (await LockAsync(db, [id], cancellationToken))[id];

    /// <summary>Locks awards until the transaction ends.</summary>
    /// <exception cref="DomainException">NOT_FOUND, for the first that there is not.</exception>
    public static async Task<IReadOnlyDictionary<string, (Award Award, FundingProgram Program)>> LockAsync(FundingDbContext db, string[] ids, CancellationToken cancellationToken)
    {
        var known = await db.Awards.AsNoTracking().Where(award => EF.Parameter(ids).Contains(award.Id)).Select(award => new { award.Id, award.Program }).ToDictionaryAsync(award => award.Id, StringComparer.Ordinal, cancellationToken);
        if (Array.Find(ids, id => !known.ContainsKey(id)) is { } unknown)
            throw DomainException.NotFound($"awards/{unknown}");
        var programs = new Dictionary<string, FundingProgram>(StringComparer.Ordinal);
        foreach (var program in known.Values.Select(award => award.Program).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            programs[program] = await ProgramLocks.LockAsync(db, program, cancellationToken);
        var awards = await db.Awards.Where(award => EF.Parameter(ids).Contains(award.Id)).OrderBy(award => award.Id).Locked(db).ToListAsync(cancellationToken);
        return awards.ToDictionary(award => award.Id, award => (award, programs[award.Program]), StringComparer.Ordinal);
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Programs;

/// <summary>Queries of programs.</summary>
internal static class ProgramQueries
{
    /// <summary>Reads a program, to be shown or asked.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task<FundingProgram> ReadProgramAsync(this FundingDbContext db, string id, CancellationToken cancellationToken) =>
        await db.Programs.AsNoTracking().SingleOrDefaultAsync(program => program.Id == id, cancellationToken) ?? throw DomainException.NotFound($"programs/{id}");
}

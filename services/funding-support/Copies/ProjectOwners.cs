using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Tells who owns a project and which unit answers for it.</summary>
internal static class ProjectOwners
{
    /// <summary>Finds a project by what was heard of it last: the project itself, or else its entry in the latest plan; null when nothing was.</summary>
    public static async Task<Applicant?> FindAsync(FundingDbContext db, string id, CancellationToken cancellationToken) =>
        await db.Projects.Where(project => project.Id == id).Select(project => new Applicant(project.Id, project.Title, project.Enterprise, project.Unit)).SingleOrDefaultAsync(cancellationToken)
        ?? await db.PlanEntries.Where(entry => entry.Project == id).OrderByDescending(entry => entry.Year)
            .Select(entry => new Applicant(entry.Project, entry.Title, entry.Enterprise, entry.Unit)).FirstOrDefaultAsync(cancellationToken);
}

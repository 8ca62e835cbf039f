using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Reads projects.</summary>
internal static class ProjectQueries
{
    /// <summary>Finds a project, to be changed or shown.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static async Task<Project> FindProjectAsync(this CatalogDbContext db, string id, CancellationToken cancellationToken) =>
        await db.Projects.SingleOrDefaultAsync(project => project.Id == id, cancellationToken) ?? throw DomainException.NotFound($"projects/{id}");

    /// <summary>Gives the query of one page and one row more; each filter has an index that carries the key of the order.</summary>
    public static IQueryable<Project> Page(CatalogDbContext db, V1.ListProjectsRequest request, UnitFilter filter, Page<string> page)
    {
        var projects = db.Projects.AsNoTracking();
        if (filter.Units is { } units)
            projects = projects.Where(project => units.Contains(project.Unit));
        if (filter.Enterprise is { } own)
            projects = projects.Where(project => project.Enterprise == own);
        if (request.Enterprise.Length > 0)
            projects = projects.Where(project => project.Enterprise == request.Enterprise);
        if (request.Stage != V1.Project.Types.Stage.Unspecified)
            projects = projects.Where(project => project.Stage == (Stage)request.Stage);
        if (request.Membership != V1.Project.Types.Membership.Unspecified)
            projects = projects.Where(project => project.Membership == (Membership)request.Membership);
        if (request.IndustryCode.Length > 0)
            projects = projects.Where(project => project.Facts.IndustryCode.StartsWith(request.IndustryCode));
        if (request.ChangedSince?.ToDateTime() is { } since)
            projects = projects.Where(project => project.UpdateTime >= since);
        if (page.HasAfter)
            projects = projects.Where(project => string.Compare(project.Id, page.After) > 0);
        return projects.OrderBy(project => project.Id).Take(page.Size + 1);
    }
}

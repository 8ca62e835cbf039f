using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Reads projects.</summary>
internal static class ProjectQueries
{
    /// <summary>Finds a project, to be changed or shown.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static Task<Project> FindProjectAsync(this CatalogDbContext db, string id, CancellationToken cancellationToken) => db.Projects.FindProjectAsync(id, cancellationToken);

    /// <summary>Finds a project among some.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static async Task<Project> FindProjectAsync(this IQueryable<Project> projects, string id, CancellationToken cancellationToken) =>
        await projects.SingleOrDefaultAsync(project => project.Id == id, cancellationToken) ?? throw DomainException.NotFound($"projects/{id}");

    /// <summary>Gives the projects that the caller may see and the filter leaves.</summary>
    public static IQueryable<Project> ProjectsOf(this CatalogDbContext db, ProjectFilter filter, UnitFilter scope)
    {
        var projects = ProjectSearch.HavingAll(db, filter.Words).AsNoTracking();
        if (scope.Units is { } units)
            projects = units.Count == 1 ? OfUnit(projects, units[0]) : projects.Where(project => units.Contains(project.Unit));
        if (scope.Enterprise is { } own)
            projects = projects.Where(project => project.Enterprise == own);
        if (filter.Enterprise.Length > 0)
            projects = projects.Where(project => project.Enterprise == filter.Enterprise);
        if (filter.Stage is { } stage)
            projects = projects.Where(project => project.Stage == stage);
        if (filter.Membership is { } membership)
            projects = projects.Where(project => project.Membership == membership);
        if (filter.IndustryCode.Length > 0)
            projects = projects.Where(project => project.Facts.IndustryCode.StartsWith(filter.IndustryCode));
        if (filter.ChangedSince is { } since)
            projects = projects.Where(project => project.UpdateTime >= since);
        if (filter.LeastInvestmentYuan > 0)
            projects = projects.Where(project => project.Facts.TotalInvestmentYuan >= filter.LeastInvestmentYuan);
        if (filter.MostInvestmentYuan is { } most)
            projects = projects.Where(project => project.Facts.TotalInvestmentYuan <= most);
        if (filter.MissingProcedures != 0)
            projects = projects.Where(project => (project.MissingProcedures & filter.MissingProcedures) != 0);
        if (filter.PlanYear is { } year)
            projects = projects.Where(project => db.PlanEntries.Any(entry => entry.Year == year && entry.Project == project.Id && (filter.Nature == null || entry.Attributes.Nature == filter.Nature)));
        if (filter.WithdrawalProposed)
            projects = projects.Where(project => project.WithdrawalProposalDate != null);
        return projects;
    }

    /// <summary>Gives the query of one page and one row more; each order has an index that ends in the id.</summary>
    public static IQueryable<Project> Page(IQueryable<Project> projects, ProjectOrder order, Page<ProjectPlace> page)
    {
        var after = page.HasAfter ? page.After : null;
        var ordered = (order.Key, order.Descending) switch
        {
            (ProjectOrderKey.TotalInvestmentYuan, false) => AfterInvestment(projects, after, descending: false).OrderBy(project => project.Facts.TotalInvestmentYuan).ThenBy(project => project.Id),
            (ProjectOrderKey.TotalInvestmentYuan, true) => AfterInvestment(projects, after, descending: true).OrderByDescending(project => project.Facts.TotalInvestmentYuan).ThenByDescending(project => project.Id),
            (ProjectOrderKey.UpdateTime, false) => AfterUpdate(projects, after, descending: false).OrderBy(project => project.UpdateTime).ThenBy(project => project.Id),
            (ProjectOrderKey.UpdateTime, true) => AfterUpdate(projects, after, descending: true).OrderByDescending(project => project.UpdateTime).ThenByDescending(project => project.Id),
            (_, false) => AfterId(projects, after, descending: false).OrderBy(project => project.Id),
            (_, true) => AfterId(projects, after, descending: true).OrderByDescending(project => project.Id),
        };
        return ordered.Take(page.Size + 1);
    }

    // An equality leaves the order of the index behind it in place, a list of one does not.
    private static IQueryable<Project> OfUnit(IQueryable<Project> projects, string unit) => projects.Where(project => project.Unit == unit);

    // The first comparison bounds the scan of the index, the second leaves out equals that were shown.
    private static IQueryable<Project> AfterInvestment(IQueryable<Project> projects, ProjectPlace? place, bool descending)
    {
        if (place is not { Value: var yuan, Id: var id })
            return projects;
        return descending
            ? projects.Where(project => project.Facts.TotalInvestmentYuan <= yuan && (project.Facts.TotalInvestmentYuan < yuan || string.Compare(project.Id, id) < 0))
            : projects.Where(project => project.Facts.TotalInvestmentYuan >= yuan && (project.Facts.TotalInvestmentYuan > yuan || string.Compare(project.Id, id) > 0));
    }

    private static IQueryable<Project> AfterUpdate(IQueryable<Project> projects, ProjectPlace? place, bool descending)
    {
        if (place is null)
            return projects;
        var (time, id) = (new DateTime(Math.Clamp(place.Value, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc), place.Id);
        return descending
            ? projects.Where(project => project.UpdateTime <= time && (project.UpdateTime < time || string.Compare(project.Id, id) < 0))
            : projects.Where(project => project.UpdateTime >= time && (project.UpdateTime > time || string.Compare(project.Id, id) > 0));
    }

    private static IQueryable<Project> AfterId(IQueryable<Project> projects, ProjectPlace? place, bool descending)
    {
        if (place is not { Id: var id })
            return projects;
        return descending ? projects.Where(project => string.Compare(project.Id, id) < 0) : projects.Where(project => string.Compare(project.Id, id) > 0);
    }
}

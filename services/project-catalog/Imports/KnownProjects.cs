using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>What the library knows of the projects of a workbook before the import.</summary>
internal sealed record KnownProject(string Id, string Unit, Membership Membership);

/// <summary>Matches rows with the library, by owner and title.</summary>
internal static class KnownProjects
{
    /// <summary>Loads the keys of all projects of the owners in one query.</summary>
    public static async Task<Dictionary<ProjectKey, KnownProject>> LoadAsync(CatalogDbContext db, IReadOnlyList<ProjectRow> rows, CancellationToken cancellationToken)
    {
        var owners = rows.Select(row => row.Uscc).Distinct(StringComparer.Ordinal).ToArray();
        var known = await db.Projects.AsNoTracking().Where(project => EF.Parameter(owners).Contains(project.Enterprise))
            .Select(project => new { project.Enterprise, project.TitleKey, project.Id, project.Unit, project.Membership }).ToListAsync(cancellationToken);
        return known.ToDictionary(project => new ProjectKey(project.Enterprise, project.TitleKey), project => new KnownProject(project.Id, project.Unit, project.Membership));
    }

    /// <summary>Notes rows that would move a project to another unit.</summary>
    public static void CheckUnits(IReadOnlyList<ProjectRow> rows, Dictionary<ProjectKey, KnownProject> known)
    {
        foreach (var row in rows.Where(row => row.Unit.Length > 0))
        {
            if (known.GetValueOrDefault(row.Key) is { } project && project.Unit != row.Unit)
                row.Cells.Error(ProjectColumns.Unit, "OTHER_UNIT", new LocalText($"项目已属于单位 {project.Unit}。", $"The project belongs to unit {project.Unit}."));
        }
    }
}

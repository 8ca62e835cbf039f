using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Fills in what searches and filters look at in rows that an older build wrote.</summary>
internal static class ProjectIndexing
{
    private const int ChunkSize = 500;

    /// <summary>Looks for rows without it; a row that another process fills in at the same time gets the same.</summary>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CatalogDbContext>();
        while (true)
        {
            var chunk = await db.Projects.AsNoTracking().Where(project => project.Search == "").OrderBy(project => project.Id).Take(ChunkSize).ToListAsync(cancellationToken);
            foreach (var project in chunk)
            {
                project.Index();

                // What follows from the resource is no change of it: neither version nor journal.
                await db.Projects.Where(row => row.Id == project.Id && row.Search == "").ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.Search, project.Search).SetProperty(one => one.MissingProcedures, project.MissingProcedures), cancellationToken);
            }

            if (chunk.Count < ChunkSize)
                return;
        }
    }
}

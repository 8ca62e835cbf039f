using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Annotating;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Imports 附件1 into the draft of a year.</summary>
internal sealed class PlanWorkbook(CatalogDbContext db, ProjectImport import)
{
    private static readonly UnitFilter Everything = new(null, null);

    /// <summary>Imports all rows or none, in the open transaction; makes the plan when the year has none.</summary>
    /// <param name="reading">What was read by <see cref="PlanLayout.Table"/>.</param>
    public async Task<V1.ImportPlanResponse> ImportAsync(int year, TableReading reading, CancellationToken cancellationToken)
    {
        await import.LockAsync(cancellationToken);
        var exists = await db.LockRowAsync<Plan>(year, cancellationToken);
        if (exists)
            (await db.FindPlanAsync(year, cancellationToken)).RequireDraft();
        var edition = ProjectMapping.EditionOn(new DateOnly(year, 1, 1));
        var (rows, known) = await RowsAsync(reading, edition, cancellationToken);
        reading.Errors.ThrowIfAny();
        var outcome = await import.ApplyAsync(rows, known, Everything, admit: true, edition, cancellationToken);
        var answer = await PlaceAsync(exists ? await db.FindPlanAsync(year, cancellationToken) : db.Plans.Add(Plan.Create(year, "")).Entity, rows, outcome.ProjectIds, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        (answer.RowCount, answer.ProjectsCreatedCount, answer.ProjectsMatchedCount, answer.EnterprisesCreatedCount) =
            (rows.Count, outcome.Created, rows.Count - outcome.Created, outcome.EnterprisesCreated);
        return answer;
    }

    /// <summary>Gives the file back with every wrong cell marked and commented; changes nothing.</summary>
    public async Task<byte[]> AnnotateAsync(int year, ReadOnlyMemory<byte> file, TableMapping mapping, Language language, CancellationToken cancellationToken)
    {
        var reading = TableReader.Read(file, PlanLayout.Table, mapping, cancellationToken);
        await RowsAsync(reading, ProjectMapping.EditionOn(new DateOnly(year, 1, 1)), cancellationToken);
        return WorkbookAnnotator.Annotate(file, PlanLayout.Table, reading.Errors, language);
    }

    private async Task<(List<ProjectRow> Rows, Dictionary<ProjectKey, KnownProject> Known)> RowsAsync(TableReading reading, string edition, CancellationToken cancellationToken)
    {
        var rows = ProjectRows.Read(reading, await UnitNames.LoadAsync(db, cancellationToken), Everything, edition, isLibrary: false);
        var known = await KnownProjects.LoadAsync(db, rows, cancellationToken);
        KnownProjects.CheckUnits(rows, known);
        Check(rows, known);
        return (rows, known);
    }

    private static void Check(List<ProjectRow> rows, Dictionary<ProjectKey, KnownProject> known)
    {
        foreach (var row in rows)
        {
            ProjectRows.Note(row.Cells, PlanLayout.Attributes(row.Cells).Validate);
            if (known.GetValueOrDefault(row.Key)?.Membership == Membership.Withdrawn)
                row.Cells.Error(ProjectColumns.Title, "PROJECT_WITHDRAWN", new LocalText("项目已出库，不能列入计划。", "The project was withdrawn from the library."));
        }
    }

    // The entries become those of the workbook, in its order.
    private async Task<V1.ImportPlanResponse> PlaceAsync(Plan plan, List<ProjectRow> rows, List<string> projects, CancellationToken cancellationToken)
    {
        var wanted = rows.Select((row, index) => (projects[index], PlanLayout.Attributes(row.Cells))).ToList();
        var changes = await PlanEntries.ReplaceAsync(db, plan, wanted, cancellationToken);
        return new V1.ImportPlanResponse { EntriesCreatedCount = changes.Created, EntriesUpdatedCount = changes.Updated, EntriesRemovedCount = changes.Removed };
    }
}

using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Annotating;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Imports the library workbook (技术改造项目库).</summary>
internal sealed class LibraryWorkbook(CatalogDbContext db, ProjectImport import, BusinessClock clock)
{
    /// <summary>The columns.</summary>
    public static TableLayout Layout { get; } =
        new TableLayout("项目库", [.. ProjectColumns.Identity, ProjectColumns.Months.Filled().AnyOrder(), .. ProjectColumns.Money, .. ProjectColumns.Standing]).OnSheet("项目库");

    /// <summary>Imports all rows or none, in the open transaction.</summary>
    /// <param name="reading">What was read by <see cref="Layout"/>.</param>
    /// <param name="scope">Units of which the caller may bring projects.</param>
    /// <param name="admit">Whether candidates are admitted at once.</param>
    public async Task<V1.ImportProjectsResponse> ImportAsync(TableReading reading, UnitFilter scope, bool admit, CancellationToken cancellationToken)
    {
        await import.LockAsync(cancellationToken);
        var edition = ProjectMapping.EditionOn(clock.Today());
        var (rows, known) = await RowsAsync(reading, scope, edition, cancellationToken);
        reading.Errors.ThrowIfAny();
        var outcome = await import.ApplyAsync(rows, known, scope, admit, edition, cancellationToken);
        return new V1.ImportProjectsResponse
        {
            RowCount = rows.Count,
            CreatedCount = outcome.Created,
            UpdatedCount = outcome.Updated,
            UnchangedCount = outcome.Unchanged,
            EnterprisesCreatedCount = outcome.EnterprisesCreated,
        };
    }

    /// <summary>Gives the file back with every wrong cell marked and commented; changes nothing.</summary>
    /// <param name="scope">Units of which the caller may bring projects.</param>
    public async Task<byte[]> AnnotateAsync(ReadOnlyMemory<byte> file, TableMapping mapping, UnitFilter scope, Language language, CancellationToken cancellationToken)
    {
        var reading = TableReader.Read(file, Layout, mapping, cancellationToken);
        await RowsAsync(reading, scope, ProjectMapping.EditionOn(clock.Today()), cancellationToken);
        return WorkbookAnnotator.Annotate(file, Layout, reading.Errors, language);
    }

    private async Task<(List<ProjectRow> Rows, Dictionary<ProjectKey, KnownProject> Known)> RowsAsync(TableReading reading, UnitFilter scope, string edition, CancellationToken cancellationToken)
    {
        var rows = ProjectRows.Read(reading, await UnitNames.LoadAsync(db, cancellationToken), scope, edition, isLibrary: true);
        var known = await KnownProjects.LoadAsync(db, rows, cancellationToken);
        KnownProjects.CheckUnits(rows, known);
        return (rows, known);
    }
}

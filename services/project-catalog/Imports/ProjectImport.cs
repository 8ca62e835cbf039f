using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.ProjectCatalog.Units;
using Renovation.Shared.Identity;
using Renovation.Shared.Operations;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>What an import did with projects and enterprises.</summary>
internal sealed class ImportOutcome
{
    public int Created { get; set; }

    public int Updated { get; set; }

    public int Unchanged { get; set; }

    public int EnterprisesCreated { get; set; }

    /// <summary>Ids of the projects, in the order of the rows.</summary>
    public List<string> ProjectIds { get; } = [];
}

/// <summary>Brings enterprises and projects to what checked rows say, in the open transaction. Saves in chunks, so that a workbook of any length needs little memory.</summary>
internal sealed class ProjectImport(CatalogDbContext db, CallContext call, BusinessClock clock, OperationProgress progress, TimeProvider time)
{
    private const int ChunkSize = 1000;

    /// <summary>Makes imports take turns, so that two of the same workbook do not add the same projects.</summary>
    public async Task LockAsync(CancellationToken cancellationToken)
    {
        if (await db.Units.Where(unit => unit.Parent == null).MinAsync(unit => unit.Code, cancellationToken) is { } root)
            await db.LockRowAsync<Unit>(root, cancellationToken);
    }

    /// <summary>Applies rows that have no error.</summary>
    /// <param name="scope">Units whose enterprises the caller may change.</param>
    /// <param name="admit">Whether candidates are admitted at once.</param>
    /// <param name="edition">Edition of the industry classification for new projects.</param>
    public async Task<ImportOutcome> ApplyAsync(
        IReadOnlyList<ProjectRow> rows, Dictionary<ProjectKey, KnownProject> known, UnitFilter scope, bool admit, string edition, CancellationToken cancellationToken)
    {
        var outcome = new ImportOutcome();
        var ids = new OrderedIds(time.GetUtcNow());
        var detects = db.ChangeTracker.AutoDetectChangesEnabled;

        // Changes are looked for once a save; looking for them with every entity that is added would take the square of the time.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var chunk in rows.Chunk(ChunkSize))
            {
                await ApplyAsync(chunk, known, new Step(outcome, ids, scope.Units?.ToHashSet(StringComparer.Ordinal), admit, edition), cancellationToken);
                db.ChangeTracker.AutoDetectChangesEnabled = true;
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                db.ChangeTracker.Clear();
                progress.Report(outcome.ProjectIds.Count, rows.Count);
            }
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }

        return outcome;
    }

    private async Task ApplyAsync(ProjectRow[] rows, Dictionary<ProjectKey, KnownProject> known, Step step, CancellationToken cancellationToken)
    {
        var owners = rows.Select(row => row.Uscc).Distinct(StringComparer.Ordinal).ToArray();
        var enterprises = await db.Enterprises.Where(enterprise => EF.Parameter(owners).Contains(enterprise.Uscc)).ToDictionaryAsync(enterprise => enterprise.Uscc, StringComparer.Ordinal, cancellationToken);

        // All projects of the owners, because those that the workbook does not name follow a new title of their owner as well.
        var projects = (await db.Projects.Where(project => EF.Parameter(owners).Contains(project.Enterprise)).ToListAsync(cancellationToken)).ToLookup(project => project.Enterprise, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var enterprise = Own(row, enterprises, projects, step);
            var match = known.GetValueOrDefault(row.Key);
            var project = match is null ? null : projects[row.Uscc].Single(one => one.Id == match.Id);
            step.Outcome.ProjectIds.Add(Library(row, project, enterprise, step).Id);
        }
    }

    private Enterprise Own(ProjectRow row, Dictionary<string, Enterprise> enterprises, ILookup<string, Project> projects, Step step)
    {
        if (!enterprises.TryGetValue(row.Uscc, out var enterprise))
        {
            enterprise = Enterprise.Create(row.Uscc, row.EnterpriseTitle, row.Unit, row.Standing(DirectoryStanding.Unknown), clock.Today());
            enterprises.Add(row.Uscc, enterprise);
            db.Enterprises.Add(enterprise);
            step.Outcome.EnterprisesCreated++;
        }
        else if (step.Units?.Contains(enterprise.Unit) != false)
        {
            enterprise.Update(row.EnterpriseTitle, enterprise.Unit, row.Standing(enterprise.Standing), clock.Today());
            foreach (var project in projects[row.Uscc])
                project.Follow(enterprise.AsOwner());
        }

        return enterprise;
    }

    private Project Library(ProjectRow row, Project? project, Enterprise enterprise, Step step)
    {
        var isNew = project is null;
        var changed = false;
        if (project is null)
        {
            project = Project.Create(step.Ids.Next(), enterprise.AsOwner(), row.Unit, row.Facts(null, step.Edition));
            db.Projects.Add(project);
        }
        else
        {
            changed = project.Update(row.Facts(project.Facts, step.Edition));
        }

        changed |= StateNumber(row, project, ProjectColumns.Filing, ProcedureKind.Filing);
        changed |= StateNumber(row, project, ProjectColumns.Eia, ProcedureKind.Eia);
        if (step.Admit && project.Membership == Membership.Candidate)
        {
            project.Admit(clock.Today(), call.Caller.Subject, "", clock.Today());
            changed = true;
        }

        step.Outcome.Created += isNew ? 1 : 0;
        step.Outcome.Updated += !isNew && changed ? 1 : 0;
        step.Outcome.Unchanged += !isNew && !changed ? 1 : 0;
        return project;
    }

    private static bool StateNumber(ProjectRow row, Project project, string column, ProcedureKind kind) =>
        row.Cells.Text(column) is { Length: > 0 } number && project.StateProcedureNumber(kind, number);

    private sealed record Step(ImportOutcome Outcome, OrderedIds Ids, HashSet<string>? Units, bool Admit, string Edition);
}

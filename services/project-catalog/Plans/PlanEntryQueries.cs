using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>An entry with its project: as frozen once the plan is issued, as it is now while the plan is a draft.</summary>
internal sealed class EntryRow
{
    public required PlanEntry Entry { get; init; }

    public required int Year { get; init; }

    public required int Position { get; init; }

    public required string ProjectTitle { get; init; }

    public required string Enterprise { get; init; }

    public required string EnterpriseTitle { get; init; }

    public required bool EnterpriseListed { get; init; }

    public required string Unit { get; init; }

    public required string IndustryCode { get; init; }

    public required long TotalInvestmentYuan { get; init; }

    public required DateOnly? StartMonth { get; init; }

    public required DateOnly? EndMonth { get; init; }

    public EntryFacts Facts => new(ProjectTitle, Enterprise, EnterpriseTitle, EnterpriseListed, Unit, IndustryCode, TotalInvestmentYuan, StartMonth, EndMonth);
}

/// <summary>A project as a draft shows it.</summary>
internal sealed record LiveProject(string Project, EntryFacts Facts);

/// <summary>Reads plans and their entries.</summary>
internal static class PlanEntryQueries
{
    /// <summary>Finds a plan.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static Task<Plan> FindPlanAsync(this CatalogDbContext db, int year, CancellationToken cancellationToken) => db.Plans.FindPlanAsync(year, cancellationToken);

    /// <summary>Finds a plan among others.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static async Task<Plan> FindPlanAsync(this IQueryable<Plan> plans, int year, CancellationToken cancellationToken) =>
        await plans.SingleOrDefaultAsync(plan => plan.Year == year, cancellationToken) ?? throw DomainException.NotFound($"plans/{year}");

    /// <summary>Finds a revision of a plan.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static async Task<PlanRevision> FindRevisionAsync(this CatalogDbContext db, Plan plan, int number, CancellationToken cancellationToken) =>
        await db.PlanRevisions.AsNoTracking().SingleOrDefaultAsync(revision => revision.Year == plan.Year && revision.Number == number, cancellationToken)
        ?? throw DomainException.NotFound($"{plan.ResourceName}/revisions/{number}");

    /// <summary>Gives the entries of a plan, as far as the caller may see them.</summary>
    public static IQueryable<EntryRow> EntriesOf(this CatalogDbContext db, Plan plan, UnitFilter filter)
    {
        var rows = plan.State == PlanState.Draft ? Live(db) : Frozen(db);
        rows = rows.Where(row => row.Year == plan.Year);
        if (filter.Units is { } units)
            rows = rows.Where(row => units.Contains(row.Unit));
        if (filter.Enterprise is { } own)
            rows = rows.Where(row => row.Enterprise == own);
        return rows;
    }

    /// <summary>Says whether the caller may see an entry.</summary>
    public static bool Shows(this UnitFilter filter, V1.PlanEntry entry) =>
        filter.Units?.Contains(entry.Unit, StringComparer.Ordinal) != false && (filter.Enterprise is null || filter.Enterprise == entry.Enterprise);

    /// <summary>Gives projects as a draft shows them.</summary>
    public static IQueryable<LiveProject> LiveFacts(this CatalogDbContext db, string[] ids) =>
        from project in db.Projects.AsNoTracking()
        join enterprise in db.Enterprises on project.Enterprise equals enterprise.Uscc
        where EF.Parameter(ids).Contains(project.Id)
        select new LiveProject(
            project.Id,
            new EntryFacts(
                project.Facts.Title, project.Enterprise, project.EnterpriseTitle, enterprise.Standing.State == DirectoryState.Listed, project.Unit,
                project.Facts.IndustryCode, project.Facts.TotalInvestmentYuan, project.Facts.StartMonth, project.Facts.EndMonth));

    private static IQueryable<EntryRow> Live(CatalogDbContext db) =>
        from entry in db.PlanEntries.AsNoTracking()
        join project in db.Projects on entry.Project equals project.Id
        join enterprise in db.Enterprises on project.Enterprise equals enterprise.Uscc
        select new EntryRow
        {
            Entry = entry,
            Year = entry.Year,
            Position = entry.Position,
            ProjectTitle = project.Facts.Title,
            Enterprise = project.Enterprise,
            EnterpriseTitle = project.EnterpriseTitle,
            EnterpriseListed = enterprise.Standing.State == DirectoryState.Listed,
            Unit = project.Unit,
            IndustryCode = project.Facts.IndustryCode,
            TotalInvestmentYuan = project.Facts.TotalInvestmentYuan,
            StartMonth = project.Facts.StartMonth,
            EndMonth = project.Facts.EndMonth,
        };

    private static IQueryable<EntryRow> Frozen(CatalogDbContext db) =>
        db.PlanEntries.AsNoTracking().Select(entry => new EntryRow
        {
            Entry = entry,
            Year = entry.Year,
            Position = entry.Position,
            ProjectTitle = entry.Facts.ProjectTitle,
            Enterprise = entry.Facts.Enterprise,
            EnterpriseTitle = entry.Facts.EnterpriseTitle,
            EnterpriseListed = entry.Facts.EnterpriseListed,
            Unit = entry.Facts.Unit,
            IndustryCode = entry.Facts.IndustryCode,
            TotalInvestmentYuan = entry.Facts.TotalInvestmentYuan,
            StartMonth = entry.Facts.StartMonth,
            EndMonth = entry.Facts.EndMonth,
        });
}

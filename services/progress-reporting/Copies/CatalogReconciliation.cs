using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Clients;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Copies;

/// <summary>Compares the copies of what the catalog owns with the catalog, and repairs them.</summary>
internal sealed class CatalogReconciliation(ProgressDbContext db, PlanCopies copies, CatalogFeed catalog)
{
    /// <summary>Compares all kinds.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">Busy, <c>CATALOG_UNAVAILABLE</c>: the catalog is down or too slow.</exception>
    public async Task<ReconcileCopiesResponse> RunAsync(bool repair, CancellationToken cancellationToken) => new()
    {
        Drifts =
        {
            await db.ReconcileAsync("units", catalog.UnitsAsync(cancellationToken).Select(unit => CatalogFacts.UnitOf(unit, Etags.VersionOf(unit.Etag))), copy => copy.Code, repair, cancellationToken),
            await db.ReconcileAsync("projects", catalog.ProjectsAsync(cancellationToken).Select(project => CatalogFacts.ProjectOf(project, Etags.VersionOf(project.Etag))), copy => copy.Id, repair, cancellationToken),
            await CopyReconciliation.ReconcileEachAsync(
                "plans", catalog.PlansAsync(cancellationToken).Select(async (Plan plan, CancellationToken stop) => (plan, await StateAsync(plan, stop))), plan => plan.Name, repair ? plan => RepairAsync(plan, cancellationToken) : null,
                () => db.Plans.LongCountAsync(cancellationToken), cancellationToken),
        },
    };

    private async Task<CopyState> StateAsync(Plan plan, CancellationToken cancellationToken)
    {
        var stored = await db.Plans.AsNoTracking().SingleOrDefaultAsync(copy => copy.Year == plan.Year, cancellationToken);
        if (stored is null)
            return CopyState.Missing;
        if (stored.Revision != plan.Revision)
            return CopyState.Outdated;
        if (stored.GrowthTargetBp != plan.GrowthTargetBp)
            return CopyState.Different;
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == plan.Year).ToListAsync(cancellationToken);
        return entries.Select(FactsOf).ToHashSet().SetEquals(plan.Entries.Select(entry => FactsOf(CatalogFacts.EntryOf(plan.Year, entry)))) ? CopyState.Same : CopyState.Different;
    }

    private static (string, int, string, string, string, string, (bool, bool, bool), (long, long, long)) FactsOf(PlanEntryCopy entry) =>
    (
        entry.Project, entry.Position, entry.Unit, entry.Title, entry.Enterprise, entry.EnterpriseTitle,
        (entry.NewStart, entry.Preliminary, entry.CompletesInYear), (entry.TotalYuan, entry.PlannedYuan, entry.OpeningYuan));

    // The guard against older events lets the plan pass once the one stored counts for nothing.
    private Task RepairAsync(Plan plan, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            await db.Plans.Where(copy => copy.Year == plan.Year).ExecuteUpdateAsync(set => set.SetProperty(copy => copy.Version, -1L), cancellationToken);
            await copies.TakeAsync(plan, Etags.VersionOf(plan.Etag), plan.UpdateTime?.ToDateTime(), cancellationToken);
            return true;
        },
        cancellationToken);
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Clients;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Compares the copies of what the catalog owns with the catalog, and repairs them.</summary>
internal sealed class CatalogReconciliation(FundingDbContext db, CatalogFeed catalog)
{
    /// <summary>Compares all kinds.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">Busy, <c>CATALOG_UNAVAILABLE</c>: the catalog is down or too slow.</exception>
    public async Task<CopyDrift[]> RunAsync(bool repair, CancellationToken cancellationToken) =>
        [
            await db.ReconcileAsync("units", catalog.UnitsAsync(cancellationToken).Select(unit => CatalogFacts.UnitOf(unit, Etags.VersionOf(unit.Etag))), copy => copy.Code, repair, cancellationToken),
            await db.ReconcileAsync("enterprises", catalog.EnterprisesAsync(cancellationToken).Select(enterprise => CatalogFacts.EnterpriseOf(enterprise, Etags.VersionOf(enterprise.Etag))), copy => copy.Uscc, repair, cancellationToken),
            await db.ReconcileAsync("projects", catalog.ProjectsAsync(cancellationToken).Select(project => CatalogFacts.ProjectOf(project, Etags.VersionOf(project.Etag))), copy => copy.Id, repair, cancellationToken),
            await CopyReconciliation.ReconcileEachAsync(
                "plans", catalog.PlansAsync(cancellationToken).Select(async (Plan plan, CancellationToken stop) => (plan, await StateAsync(plan, stop))), plan => plan.Name, repair ? plan => RepairAsync(plan, cancellationToken) : null,
                () => db.Set<PlanCopy>().LongCountAsync(cancellationToken), cancellationToken),
        ];

    private async Task<CopyState> StateAsync(Plan plan, CancellationToken cancellationToken)
    {
        var stored = await db.Set<PlanCopy>().AsNoTracking().SingleOrDefaultAsync(copy => copy.Year == plan.Year, cancellationToken);
        if (stored is null)
            return CopyState.Missing;
        if (stored.DocumentNumber != plan.DocumentNumber)
            return CopyState.Outdated;
        var entries = await db.PlanEntries.AsNoTracking().Where(entry => entry.Year == plan.Year).Select(entry => entry.Project).ToListAsync(cancellationToken);
        return entries.ToHashSet(StringComparer.Ordinal).SetEquals(plan.Entries.Select(entry => entry.Project)) ? CopyState.Same : CopyState.Different;
    }

    // The guard against older events lets the plan pass once the one stored counts for nothing.
    private Task RepairAsync(Plan plan, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            await db.Set<PlanCopy>().Where(copy => copy.Year == plan.Year).ExecuteUpdateAsync(set => set.SetProperty(copy => copy.Version, -1L), cancellationToken);
            await PlanCopies.TakeAsync(db, plan, Etags.VersionOf(plan.Etag), cancellationToken);
            return true;
        },
        cancellationToken);
}

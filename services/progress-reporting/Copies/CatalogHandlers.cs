using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Copies;

/// <summary>Keeps the units.</summary>
internal sealed class UnitChangedHandler(ProgressDbContext db) : IEventHandler<UnitChanged>
{
    public Task HandleAsync(UnitChanged message, CancellationToken cancellationToken) =>
        db.TakeAsync(CatalogFacts.UnitOf(message.Unit, message.Version), cancellationToken);
}

/// <summary>Keeps the projects.</summary>
internal sealed class ProjectChangedHandler(ProgressDbContext db) : IEventHandler<ProjectChanged>
{
    public Task HandleAsync(ProjectChanged message, CancellationToken cancellationToken) =>
        db.TakeAsync(CatalogFacts.ProjectOf(message.Project, message.Version), cancellationToken);
}

/// <summary>Keeps the plan of a year as it was issued.</summary>
internal sealed class PlanIssuedHandler(ProgressDbContext db) : IEventHandler<PlanIssued>
{
    public Task HandleAsync(PlanIssued message, CancellationToken cancellationToken) => PlanCopies.TakeAsync(db, message.Plan, message.Version, cancellationToken);
}

/// <summary>Keeps the plan of a year as it was adjusted. Periods that are open keep the lines with which they were opened.</summary>
internal sealed class PlanAdjustedHandler(ProgressDbContext db) : IEventHandler<PlanAdjusted>
{
    public Task HandleAsync(PlanAdjusted message, CancellationToken cancellationToken) => PlanCopies.TakeAsync(db, message.Plan, message.Version, cancellationToken);
}

/// <summary>Stores the plan of a year with its entries.</summary>
internal static class PlanCopies
{
    /// <summary>Takes the plan unless a newer one is stored; every event carries all entries.</summary>
    public static async Task TakeAsync(ProgressDbContext db, Plan plan, long version, CancellationToken cancellationToken)
    {
        if (!await db.TakeAsync(CatalogFacts.PlanOf(plan, version), cancellationToken))
            return;
        await db.PlanEntries.Where(entry => entry.Year == plan.Year).ExecuteDeleteAsync(cancellationToken);
        db.PlanEntries.AddRange(plan.Entries.Select(entry => CatalogFacts.EntryOf(plan.Year, entry)));
        await db.SaveChangesAsync(cancellationToken);
    }
}

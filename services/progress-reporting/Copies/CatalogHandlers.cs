using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Overviews;
using Renovation.ProgressReporting.Periods;
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
internal sealed class PlanIssuedHandler(PlanCopies copies) : IEventHandler<PlanIssued>
{
    public Task HandleAsync(PlanIssued message, CancellationToken cancellationToken) => copies.TakeAsync(message.Plan, message.Version, message.EventTime?.ToDateTime(), cancellationToken);
}

/// <summary>Keeps the plan of a year as it was adjusted.</summary>
internal sealed class PlanAdjustedHandler(PlanCopies copies) : IEventHandler<PlanAdjusted>
{
    public Task HandleAsync(PlanAdjusted message, CancellationToken cancellationToken) => copies.TakeAsync(message.Plan, message.Version, message.EventTime?.ToDateTime(), cancellationToken);
}

/// <summary>Stores the plan of a year with its entries, and what is derived from them.</summary>
internal sealed class PlanCopies(ProgressDbContext db, OverviewUpkeep overviews, PlanFollowing periods, TimeProvider time)
{
    /// <summary>Takes the plan unless a newer one is stored; every event carries all entries.</summary>
    /// <param name="from">Since when the plan is so; null for now.</param>
    public async Task TakeAsync(Plan plan, long version, DateTime? from, CancellationToken cancellationToken)
    {
        var copy = CatalogFacts.PlanOf(plan, version);
        if (!await db.TakeAsync(copy, cancellationToken))
            return;
        List<PlanEntryCopy> entries = [.. plan.Entries.Select(entry => CatalogFacts.EntryOf(plan.Year, entry))];
        await db.PlanEntries.Where(entry => entry.Year == plan.Year).ExecuteDeleteAsync(cancellationToken);
        await db.PlanRevisions.Where(one => one.Year == plan.Year && one.Revision == plan.Revision).ExecuteDeleteAsync(cancellationToken);
        db.PlanEntries.AddRange(entries);
        db.PlanRevisions.Add(PlanRevisionCopy.Of(copy, entries, from ?? Instants.Now(time)));
        await db.SaveChangesAsync(cancellationToken);
        await overviews.RenewAsync(plan.Year, cancellationToken);
        await periods.FollowAsync(plan.Year, entries, cancellationToken);
    }
}

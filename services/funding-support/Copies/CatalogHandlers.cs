using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Keeps the units.</summary>
internal sealed class UnitChangedHandler(FundingDbContext db) : IEventHandler<UnitChanged>
{
    public Task HandleAsync(UnitChanged message, CancellationToken cancellationToken) =>
        db.TakeAsync(CatalogFacts.UnitOf(message.Unit, message.Version), cancellationToken);
}

/// <summary>Keeps the enterprises.</summary>
internal sealed class EnterpriseChangedHandler(FundingDbContext db) : IEventHandler<EnterpriseChanged>
{
    public Task HandleAsync(EnterpriseChanged message, CancellationToken cancellationToken) =>
        db.TakeAsync(CatalogFacts.EnterpriseOf(message.Enterprise, message.Version), cancellationToken);
}

/// <summary>Keeps the projects.</summary>
internal sealed class ProjectChangedHandler(FundingDbContext db) : IEventHandler<ProjectChanged>
{
    public Task HandleAsync(ProjectChanged message, CancellationToken cancellationToken) =>
        db.TakeAsync(CatalogFacts.ProjectOf(message.Project, message.Version), cancellationToken);
}

/// <summary>Keeps which projects are in the plan of a year when it was issued.</summary>
internal sealed class PlanIssuedHandler(FundingDbContext db) : IEventHandler<PlanIssued>
{
    public Task HandleAsync(PlanIssued message, CancellationToken cancellationToken) => PlanCopies.TakeAsync(db, message.Plan, message.Version, cancellationToken);
}

/// <summary>Keeps which projects are in the plan of a year after it was adjusted.</summary>
internal sealed class PlanAdjustedHandler(FundingDbContext db) : IEventHandler<PlanAdjusted>
{
    public Task HandleAsync(PlanAdjusted message, CancellationToken cancellationToken) => PlanCopies.TakeAsync(db, message.Plan, message.Version, cancellationToken);
}

/// <summary>Stores which projects are in the plan of a year.</summary>
internal static class PlanCopies
{
    /// <summary>Takes the plan unless a newer one is stored; every event carries all entries.</summary>
    public static async Task TakeAsync(FundingDbContext db, Plan plan, long version, CancellationToken cancellationToken)
    {
        if (!await db.TakeAsync(new PlanCopy { Year = plan.Year, DocumentNumber = plan.DocumentNumber, UpdateTime = plan.UpdateTime?.ToDateTime(), Version = version }, cancellationToken))
            return;
        await db.PlanEntries.Where(entry => entry.Year == plan.Year).ExecuteDeleteAsync(cancellationToken);
        db.PlanEntries.AddRange(plan.Entries.Select(entry => CatalogFacts.EntryOf(plan.Year, entry)));
        await db.SaveChangesAsync(cancellationToken);
    }
}

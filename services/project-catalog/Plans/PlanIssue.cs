using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Issues plans.</summary>
internal static class PlanIssue
{
    /// <summary>Freezes the entries as revision 1 and saves everything, in the open transaction that holds the plan.</summary>
    public static async Task IssueAsync(CatalogDbContext db, Plan plan, string documentNumber, DateOnly? issueDate, string issuer, TimeProvider time, CancellationToken cancellationToken)
    {
        var entries = await db.PlanEntries.Where(entry => entry.Year == plan.Year).OrderBy(entry => entry.Position).ToListAsync(cancellationToken);
        var rows = await db.EntriesOf(plan, new UnitFilter(null, null)).ToListAsync(cancellationToken);
        var facts = rows.ToDictionary(row => row.Entry.Project, row => row.Facts, StringComparer.Ordinal);
        for (var index = 0; index < entries.Count; index++)
            entries[index].Freeze(facts[entries[index].Project], index + 1);

        // Saved before the plan, whose event and revision carry the entries with their final versions.
        await db.SaveChangesAsync(cancellationToken);
        plan.Issue(documentNumber, issueDate, issuer, entries);
        await PlanRevisions.RecordAsync(db, plan, [], entries.Select(entry => entry.Facts.Unit), Instants.Now(time), cancellationToken);
    }
}

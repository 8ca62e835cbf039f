using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Issues plans.</summary>
internal static class PlanIssue
{
    /// <summary>Freezes the entries as revision 1 and saves everything, in the open transaction that holds the plan.</summary>
    public static async Task IssueAsync(CatalogDbContext db, Plan plan, string documentNumber, DateOnly? issueDate, TimeProvider time, CancellationToken cancellationToken)
    {
        var entries = await db.PlanEntries.Where(entry => entry.Year == plan.Year).OrderBy(entry => entry.Position).ToListAsync(cancellationToken);
        var rows = await db.EntriesOf(plan, new UnitFilter(null, null)).ToListAsync(cancellationToken);
        var facts = rows.ToDictionary(row => row.Entry.Project, row => row.Facts, StringComparer.Ordinal);
        for (var index = 0; index < entries.Count; index++)
            entries[index].Freeze(facts[entries[index].Project], index + 1);

        // Saved before the plan, whose event and revision carry the entries with their final versions.
        await db.SaveChangesAsync(cancellationToken);
        plan.Issue(documentNumber, issueDate, entries);
        db.PlanRevisions.Add(RevisionOf(plan, time.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static PlanRevision RevisionOf(Plan plan, DateTime now)
    {
        var revision = new Protos.Catalog.V1.PlanRevision { Entries = { plan.FrozenEntries.Select(entry => PlanEntryMapping.ToProto(entry, entry.Facts)) } };
        return new PlanRevision
        {
            Year = plan.Year,
            Number = plan.Revision,
            DocumentNumber = plan.DocumentNumber,
            IssueDate = plan.IssueDate!.Value,
            CreateTime = now,
            Body = JsonFormatter.Default.Format(revision),
        };
    }
}

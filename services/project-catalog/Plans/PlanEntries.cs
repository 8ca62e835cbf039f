using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>How the entries of a draft changed.</summary>
internal sealed record EntryChanges(int Created, int Updated, int Removed);

/// <summary>Writes all entries of a draft at once.</summary>
internal static class PlanEntries
{
    /// <summary>Makes the entries of a draft these, in their order; the caller holds the plan and saves.</summary>
    public static async Task<EntryChanges> ReplaceAsync(CatalogDbContext db, Plan plan, IReadOnlyList<(string Project, YearAttributes Attributes)> wanted, CancellationToken cancellationToken)
    {
        var ids = wanted.Select(entry => entry.Project).ToArray();
        var facts = await db.LiveFacts(ids).ToDictionaryAsync(one => one.Project, one => one.Facts, StringComparer.Ordinal, cancellationToken);
        var entries = await db.PlanEntries.Where(entry => entry.Year == plan.Year).ToDictionaryAsync(entry => entry.Project, StringComparer.Ordinal, cancellationToken);
        var (created, updated) = (0, 0);
        for (var index = 0; index < wanted.Count; index++)
        {
            var (project, attributes) = wanted[index];
            if (!entries.Remove(project, out var entry))
            {
                db.PlanEntries.Add(PlanEntry.Create(plan.Year, project, index + 1, attributes, facts[project]));
                created++;
            }
            else if (entry.Update(attributes, index + 1, facts[project]))
            {
                updated++;
            }
        }

        foreach (var entry in entries.Values)
        {
            entry.TakeOut();
            db.PlanEntries.Remove(entry);
        }

        if (created + updated + entries.Count > 0)
            plan.NoteEntries(wanted.Count);
        return new EntryChanges(created, updated, entries.Count);
    }
}

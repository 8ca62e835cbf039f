using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Records revisions, in the open transaction that holds the plan.</summary>
internal static class PlanRevisions
{
    /// <summary>Records the plan as it was just frozen, and asks units for their acknowledgement; saves everything.</summary>
    /// <param name="adjustments">What changed since the revision before.</param>
    /// <param name="units">Units whose list changed.</param>
    public static async Task RecordAsync(
        CatalogDbContext db, Plan plan, IEnumerable<V1.PlanAdjustment> adjustments, IEnumerable<string> units, DateTime now, CancellationToken cancellationToken)
    {
        var body = new V1.PlanRevision { Entries = { plan.FrozenEntries.Select(entry => PlanEntryMapping.ToProto(entry, entry.Facts)) }, Adjustments = { adjustments } };
        db.PlanRevisions.Add(new PlanRevision
        {
            Year = plan.Year,
            Number = plan.Revision,
            DocumentNumber = plan.DocumentNumber,
            IssueDate = plan.IssueDate!.Value,
            Issuer = plan.Issuer,
            CreateTime = now,
            Body = JsonFormatter.Default.Format(body),
        });
        var asked = await db.Acknowledgements.Where(one => one.Year == plan.Year).ToDictionaryAsync(one => one.Unit, StringComparer.Ordinal, cancellationToken);
        foreach (var unit in units.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (asked.TryGetValue(unit, out var one))
                one.AskAgain(plan.Revision);
            else
                db.Acknowledgements.Add(Acknowledgement.Ask(plan.Year, unit, plan.Revision));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

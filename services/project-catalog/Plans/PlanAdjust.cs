using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Adjusts issued plans: all adjustments of a document or none.</summary>
internal sealed class PlanAdjust(CatalogDbContext db, CallContext call, TimeProvider time)
{
    private const int Most = 1000;

    /// <summary>Makes the next revision and saves everything, in the open transaction that holds the plan.</summary>
    /// <exception cref="DomainException">PLAN_NOT_ISSUED, PLAN_EMPTY; Invalid: names every adjustment that cannot be made, and what is wrong with the document.</exception>
    public async Task AdjustAsync(Plan plan, V1.AdjustPlanRequest request, CancellationToken cancellationToken)
    {
        plan.RequireIssued();
        var number = request.DocumentNumber.Trim();
        if (await db.PlanRevisions.AnyAsync(revision => revision.Year == plan.Year && revision.DocumentNumber == number, cancellationToken))
            throw DomainException.Invalid("document_number", "DOCUMENT_USED", new LocalText($"文号 {number} 已用于本计划。", $"A revision of the plan has the number {number} already."));
        if (request.Adjustments.Count is 0 or > Most)
            throw DomainException.Invalid("adjustments", "COUNT", new LocalText($"一次须调整 1–{Most} 个项目。", $"A revision has 1–{Most} adjustments."));
        var entries = await db.PlanEntries.Where(entry => entry.Year == plan.Year).OrderBy(entry => entry.Position).ThenBy(entry => entry.Project).ToListAsync(cancellationToken);
        var step = new Step(plan.Year, entries, await LibraryAsync(request, cancellationToken));
        for (var index = 0; index < request.Adjustments.Count; index++)
            step.Check(request.Adjustments[index], $"adjustments[{index}]");
        step.Validation.ThrowIfAny();
        foreach (var adjustment in request.Adjustments)
            Apply(adjustment, step);

        // Saved before the plan, whose event and revision carry the entries with their final versions.
        await db.SaveChangesAsync(cancellationToken);
        plan.Adjust(number, CalendarText.ReadDay(request.IssueDate, "issue_date"), call.Caller.Unit, [.. step.Entries.Values.OrderBy(entry => entry.Position).ThenBy(entry => entry.Project, StringComparer.Ordinal)]);
        foreach (var made in step.Made.Where(made => made.Kind != V1.PlanAdjustment.Types.Kind.Removed))
            made.Entry = PlanEntryMapping.ToProto(step.Entries[made.Project], step.Entries[made.Project].Facts);
        await PlanRevisions.RecordAsync(db, plan, step.Made, step.Units, Instants.Now(time), cancellationToken);
    }

    private async Task<Dictionary<string, Known>> LibraryAsync(V1.AdjustPlanRequest request, CancellationToken cancellationToken)
    {
        var ids = request.Adjustments.Select(adjustment => adjustment.Project).Distinct(StringComparer.Ordinal).ToArray();
        var members = await db.Projects.AsNoTracking().Where(project => EF.Parameter(ids).Contains(project.Id)).Select(project => new { project.Id, project.Membership }).ToListAsync(cancellationToken);
        var facts = await db.LiveFacts(ids).ToDictionaryAsync(project => project.Project, project => project.Facts, StringComparer.Ordinal, cancellationToken);
        return members.ToDictionary(project => project.Id, project => new Known(facts[project.Id], project.Membership == Membership.Admitted), StringComparer.Ordinal);
    }

    private void Apply(V1.PlanAdjustment adjustment, Step step)
    {
        var (id, reason) = (adjustment.Project, adjustment.Reason.Trim());
        var made = new V1.PlanAdjustment { Kind = adjustment.Kind, Project = id, Reason = reason };
        step.Made.Add(made);
        switch (adjustment.Kind)
        {
            case V1.PlanAdjustment.Types.Kind.Added:
                var added = PlanEntry.Create(step.Year, id, step.NextPosition(), PlanEntryMapping.ToAttributes(adjustment.Entry), step.Library[id].Facts, reason);
                db.PlanEntries.Add(added);
                step.Entries.Add(id, added);
                step.Units.Add(added.Facts.Unit);
                break;
            case V1.PlanAdjustment.Types.Kind.Removed:
                var removed = step.Entries[id];
                made.Entry = PlanEntryMapping.ToProto(removed, removed.Facts);
                removed.TakeOut(reason);
                db.PlanEntries.Remove(removed);
                step.Entries.Remove(id);
                step.Units.Add(removed.Facts.Unit);
                break;
            default:
                var changed = step.Entries[id];
                step.Units.Add(changed.Facts.Unit);
                changed.Adjust(PlanEntryMapping.ToAttributes(adjustment.Entry), step.Library[id].Facts, reason);
                step.Units.Add(changed.Facts.Unit);
                break;
        }
    }

    /// <summary>A project as the library has it now.</summary>
    private sealed record Known(EntryFacts Facts, bool Admitted);

    /// <summary>One adjustment of a plan on its way.</summary>
    private sealed class Step(int year, List<PlanEntry> entries, Dictionary<string, Known> library)
    {
        private readonly HashSet<string> _named = new(StringComparer.Ordinal);
        private int _last = entries.Count == 0 ? 0 : entries[^1].Position;

        public int Year { get; } = year;

        public Dictionary<string, PlanEntry> Entries { get; } = entries.ToDictionary(entry => entry.Project, StringComparer.Ordinal);

        public Dictionary<string, Known> Library { get; } = library;

        public Validation Validation { get; } = new();

        public List<V1.PlanAdjustment> Made { get; } = [];

        public HashSet<string> Units { get; } = new(StringComparer.Ordinal);

        public int NextPosition() => ++_last;

        public void Check(V1.PlanAdjustment adjustment, string field)
        {
            var (id, kind) = (adjustment.Project, adjustment.Kind);
            var (known, inPlan) = (Library.GetValueOrDefault(id), Entries.ContainsKey(id));
            Validation.Check(_named.Add(id), $"{field}.project", "DUPLICATE", new LocalText("同一文件中项目重复。", "The document names the project twice."));
            Validation.Check(adjustment.Reason.Trim().Length is >= 1 and <= 500, $"{field}.reason", "LENGTH", new LocalText("须填 1–500 字的调整原因。", "A reason of 1–500 characters is required."));
            if (known is null)
            {
                Validation.Add(new FieldError($"{field}.project", "UNKNOWN_PROJECT", new LocalText($"没有项目 {id}。", $"There is no project {id}.")));
                return;
            }

            switch (kind)
            {
                case V1.PlanAdjustment.Types.Kind.Added:
                    Validation.Check(!inPlan, $"{field}.project", "ENTRY_EXISTS", new LocalText("项目已列入该计划。", "The project is in the plan already."));
                    Validation.Check(known.Admitted, $"{field}.project", "PROJECT_NOT_ADMITTED", new LocalText("项目不在库，不能列入计划。", "The project is not in the library."));
                    break;
                case V1.PlanAdjustment.Types.Kind.Removed or V1.PlanAdjustment.Types.Kind.Changed:
                    Validation.Check(inPlan, $"{field}.project", "NOT_IN_PLAN", new LocalText("项目不在该计划中。", "The project is not in the plan."));
                    break;
                default:
                    Validation.Add(new FieldError($"{field}.kind", "REQUIRED", new LocalText("须填调整类型。", "The kind is required.")));
                    return;
            }

            if (kind != V1.PlanAdjustment.Types.Kind.Removed)
                CheckEntry(adjustment.Entry, field);
        }

        private void CheckEntry(V1.PlanEntry? entry, string field)
        {
            if (entry is null)
            {
                Validation.Add(new FieldError($"{field}.entry", "REQUIRED", new LocalText("须填年度计划内容。", "The year attributes are required.")));
                return;
            }

            var attributes = new Validation();
            PlanEntryMapping.ToAttributes(entry).Validate(attributes);
            foreach (var error in attributes.Errors)
                Validation.Add(error with { Field = $"{field}.{error.Field}" });
        }
    }
}

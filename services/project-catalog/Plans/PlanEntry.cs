using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>A project in a plan with its year attributes (计划项目).</summary>
internal sealed class PlanEntry : Aggregate
{
    // For storage, which fills in the rest.
    private PlanEntry(int year, string project, int position)
    {
        Year = year;
        Project = project;
        Position = position;
        Attributes = null!;
        Facts = null!;
    }

    public int Year { get; }

    /// <summary>Id of the project.</summary>
    public string Project { get; }

    public int Position { get; private set; }

    public YearAttributes Attributes { get; private set; }

    /// <summary>The project as it was when the entry was last written; while the plan is a draft, readers look at the project itself.</summary>
    public EntryFacts Facts { get; private set; }

    public override string ResourceName => $"plans/{Year}/entries/{Project}";

    /// <summary>Puts a project into a plan.</summary>
    /// <param name="reason">Reason of the adjustment that adds it to an issued plan, empty in a draft.</param>
    public static PlanEntry Create(int year, string project, int position, YearAttributes attributes, EntryFacts facts, string reason = "")
    {
        Validated(attributes);
        var entry = new PlanEntry(year, project, position) { Attributes = attributes, Facts = facts };
        entry.Changed("CREATED", reason);
        return entry;
    }

    /// <summary>Takes over the attributes and the project as it is now, in the revision of an issued plan.</summary>
    public void Adjust(YearAttributes attributes, EntryFacts facts, string reason)
    {
        Validated(attributes);
        (Attributes, Facts) = (attributes, facts);
        Changed("ADJUSTED", reason);
    }

    /// <summary>Changes attributes and place; says whether anything differs.</summary>
    public bool Update(YearAttributes attributes, int position, EntryFacts facts)
    {
        Validated(attributes);
        if (Attributes == attributes && Position == position)
            return false;
        (Attributes, Position, Facts) = (attributes, position, facts);
        Changed("UPDATED");
        return true;
    }

    /// <summary>Keeps the project as it is at issue, and the final place in the list.</summary>
    public void Freeze(EntryFacts facts, int position)
    {
        if (Facts == facts && Position == position)
            return;
        (Facts, Position) = (facts, position);
        Changed("FROZEN");
    }

    /// <summary>Notes that the entry is taken out.</summary>
    public void TakeOut(string reason = "") => Changed("DELETED", reason);

    private static void Validated(YearAttributes attributes)
    {
        var validation = new Validation();
        attributes.Validate(validation);
        validation.ThrowIfAny();
    }
}

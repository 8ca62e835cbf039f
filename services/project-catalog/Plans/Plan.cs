using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Where a plan stands.</summary>
internal enum PlanState
{
    Draft = 1,
    Issued = 2,
    Closed = 3,
}

/// <summary>The key projects of one year (年度计划). Its entries are resources of their own, but change only while it is a draft and under the lock of its row.</summary>
internal sealed class Plan : Aggregate
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    private Plan(int year, string title) => (Year, Title) = (year, title);

    public int Year { get; }

    public string Title { get; private set; }

    public PlanState State { get; private set; } = PlanState.Draft;

    public string DocumentNumber { get; private set; } = "";

    public DateOnly? IssueDate { get; private set; }

    /// <summary>Latest revision, 0 while a draft.</summary>
    public int Revision { get; private set; }

    public int EntryCount { get; private set; }

    /// <summary>The entries as they are being frozen; empty unless the plan was issued since it was read.</summary>
    public IReadOnlyList<PlanEntry> FrozenEntries { get; private set; } = [];

    public override string ResourceName => $"plans/{Year}";

    /// <summary>Makes an empty draft.</summary>
    /// <param name="title">Title of the document; empty for the usual one.</param>
    public static Plan Create(int year, string title)
    {
        var validation = new Validation();
        validation.Check(year is >= FirstYear and <= LastYear, "plan.year", "OUT_OF_RANGE", new LocalText($"年度须在 {FirstYear}–{LastYear} 之间。", $"The year is {FirstYear}–{LastYear}."));
        validation.Check(title.Length <= 200, "plan.title", "LENGTH", new LocalText("计划名称不超过 200 字。", "The title has at most 200 characters."));
        validation.ThrowIfAny();
        var plan = new Plan(year, title.Length > 0 ? title : $"{year}年技术改造重点项目计划");
        plan.Changed("CREATED");
        return plan;
    }

    /// <summary>Notes that entries were added, changed or taken out.</summary>
    public void NoteEntries(int count)
    {
        RequireDraft();
        EntryCount = count;
        Changed("ENTRIES_CHANGED");
    }

    /// <summary>Issues the draft as a numbered document with these entries.</summary>
    public void Issue(string documentNumber, DateOnly? issueDate, IReadOnlyList<PlanEntry> entries)
    {
        RequireDraft();
        var validation = new Validation();
        validation.Check(documentNumber.Length is >= 1 and <= 100, "document_number", "LENGTH", new LocalText("文号须为 1–100 字。", "The document number has 1–100 characters."));
        validation.Check(issueDate is not null, "issue_date", "REQUIRED", new LocalText("须填发文日期。", "The document has a date."));
        validation.ThrowIfAny();
        if (entries.Count == 0)
            throw DomainException.WrongState("PLAN_EMPTY", ResourceName, new LocalText("计划没有项目，不能下达。", "A plan without entries cannot be issued."));
        (State, DocumentNumber, IssueDate, Revision, EntryCount, FrozenEntries) = (PlanState.Issued, documentNumber, issueDate, 1, entries.Count, entries);
        Changed("ISSUED", documentNumber);
    }

    /// <summary>Refuses unless the plan is a draft.</summary>
    public void RequireDraft()
    {
        if (State != PlanState.Draft)
            throw DomainException.WrongState("PLAN_NOT_DRAFT", ResourceName, new LocalText("计划已下达，项目不能再改动。", "The plan was issued; its entries no longer change."));
    }
}

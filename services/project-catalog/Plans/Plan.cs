using Renovation.ProjectCatalog.Library;
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

    /// <summary>Growth of the statistical renovation investment of the city that goes with the plan, in basis points; 0 when none is set.</summary>
    public int GrowthTargetBp { get; private set; }

    /// <summary>Code of the unit that issued the last revision, empty while a draft.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The entries as they are being frozen; empty unless the plan was issued or adjusted since it was read.</summary>
    public IReadOnlyList<PlanEntry> FrozenEntries { get; private set; } = [];

    /// <summary>What happened since the plan was read, null when nothing that others are told.</summary>
    public PlanNews? News { get; private set; }

    public override string ResourceName => $"plans/{Year}";

    /// <summary>Makes an empty draft.</summary>
    /// <param name="title">Title of the document; empty for the usual one.</param>
    /// <param name="growthTargetBp">Growth target of the city in basis points, 0 when none is set.</param>
    public static Plan Create(int year, string title, int growthTargetBp = 0)
    {
        var validation = new Validation();
        validation.Check(year is >= FirstYear and <= LastYear, "plan.year", "OUT_OF_RANGE", new LocalText($"年度须在 {FirstYear}–{LastYear} 之间。", $"The year is {FirstYear}–{LastYear}."));
        Validate(validation, title, growthTargetBp);
        var plan = new Plan(year, title.Length > 0 ? title : $"{year}年技术改造重点项目计划") { GrowthTargetBp = growthTargetBp };
        plan.Changed("CREATED");
        return plan;
    }

    /// <summary>Changes title and growth target; says whether anything differs.</summary>
    /// <exception cref="DomainException">PLAN_CLOSED; LENGTH, OUT_OF_RANGE.</exception>
    public bool Update(string title, int growthTargetBp)
    {
        if (State == PlanState.Closed)
            throw DomainException.WrongState("PLAN_CLOSED", ResourceName, new LocalText("计划已结束。", "The plan is closed."));
        var validation = new Validation();
        validation.Check(title.Length > 0, "plan.title", "LENGTH", new LocalText("须填计划名称。", "The title is required."));
        Validate(validation, title, growthTargetBp);
        if ((Title, GrowthTargetBp) == (title, growthTargetBp))
            return false;
        (Title, GrowthTargetBp) = (title, growthTargetBp);
        Changed("UPDATED");
        return true;
    }

    /// <summary>Notes that entries were added, changed or taken out.</summary>
    public void NoteEntries(int count)
    {
        RequireDraft();
        EntryCount = count;
        Changed("ENTRIES_CHANGED");
    }

    /// <summary>Issues the draft as a numbered document with these entries.</summary>
    public void Issue(string documentNumber, DateOnly? issueDate, string issuer, IReadOnlyList<PlanEntry> entries)
    {
        RequireDraft();
        RequireDocument(documentNumber, issueDate);
        if (entries.Count == 0)
            throw DomainException.WrongState("PLAN_EMPTY", ResourceName, new LocalText("计划没有项目，不能下达。", "A plan without entries cannot be issued."));
        State = PlanState.Issued;
        Freeze(documentNumber, issueDate, issuer, entries);
        News = PlanNews.Issued;
        Changed("ISSUED", documentNumber);
    }

    /// <summary>Makes the next revision, with these entries.</summary>
    /// <exception cref="DomainException">PLAN_NOT_ISSUED, PLAN_EMPTY; LENGTH, REQUIRED or BEFORE_REVISION of number and date.</exception>
    public void Adjust(string documentNumber, DateOnly? issueDate, string issuer, IReadOnlyList<PlanEntry> entries)
    {
        RequireIssued();
        RequireDocument(documentNumber, issueDate);
        if (issueDate < IssueDate)
            throw DomainException.Invalid("issue_date", "BEFORE_REVISION", new LocalText($"发文日期早于上次 {IssueDate:yyyy-MM-dd}。", $"The day is before the last revision of {IssueDate:yyyy-MM-dd}."));
        if (entries.Count == 0)
            throw DomainException.WrongState("PLAN_EMPTY", ResourceName, new LocalText("调整后计划没有项目。", "The adjustment would leave the plan without entries."));
        Freeze(documentNumber, issueDate, issuer, entries);
        News = PlanNews.Adjusted;
        Changed("ADJUSTED", documentNumber);
    }

    /// <summary>Ends the plan.</summary>
    /// <exception cref="DomainException">PLAN_NOT_ISSUED; LENGTH of the reason.</exception>
    public void Close(string reason)
    {
        RequireIssued();
        Reasons.Limit(reason);
        State = PlanState.Closed;
        News = PlanNews.Closed;
        Changed("CLOSED", reason);
    }

    /// <summary>Refuses unless the plan is issued and not closed.</summary>
    /// <exception cref="DomainException">PLAN_NOT_ISSUED.</exception>
    public void RequireIssued()
    {
        if (State != PlanState.Issued)
        {
            throw DomainException.WrongState(
                "PLAN_NOT_ISSUED", ResourceName, State == PlanState.Draft ? new LocalText("计划尚未下达。", "The plan is not issued yet.") : new LocalText("计划已结束。", "The plan is closed."));
        }
    }

    /// <summary>Refuses unless the plan is a draft.</summary>
    public void RequireDraft()
    {
        if (State != PlanState.Draft)
            throw DomainException.WrongState("PLAN_NOT_DRAFT", ResourceName, new LocalText("计划已下达，项目不能再改动。", "The plan was issued; its entries no longer change."));
    }

    private void Freeze(string documentNumber, DateOnly? issueDate, string issuer, IReadOnlyList<PlanEntry> entries) =>
        (DocumentNumber, IssueDate, Issuer, Revision, EntryCount, FrozenEntries) = (documentNumber, issueDate, issuer, Revision + 1, entries.Count, entries);

    private static void Validate(Validation validation, string title, int growthTargetBp)
    {
        validation.Check(title.Length <= 200, "plan.title", "LENGTH", new LocalText("计划名称不超过 200 字。", "The title has at most 200 characters."));
        validation.Check(growthTargetBp is >= -10_000 and <= 100_000, "plan.growth_target_bp", "OUT_OF_RANGE", new LocalText("增速目标须在 -100% 至 1000% 之间。", "The growth target is -10000 to 100000 basis points."));
        validation.ThrowIfAny();
    }

    private static void RequireDocument(string documentNumber, DateOnly? issueDate)
    {
        var validation = new Validation();
        validation.Check(documentNumber.Length is >= 1 and <= 100, "document_number", "LENGTH", new LocalText("文号须为 1–100 字。", "The document number has 1–100 characters."));
        validation.Check(issueDate is not null, "issue_date", "REQUIRED", new LocalText("须填发文日期。", "The document has a date."));
        validation.ThrowIfAny();
    }
}

/// <summary>What others are told of a plan.</summary>
internal enum PlanNews
{
    Issued = 1,
    Adjusted = 2,
    Closed = 3,
}

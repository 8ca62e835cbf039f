using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Life of a project (生命周期).</summary>
internal enum Stage
{
    Reserve = 1,
    Preliminary = 2,
    UnderConstruction = 3,
    Completed = 4,
    InProduction = 5,
    AtCapacity = 6,
    Suspended = 7,
    Terminated = 8,
}

/// <summary>Membership in the library, apart from the stage.</summary>
internal enum Membership
{
    Candidate = 1,
    Admitted = 2,
    Withdrawn = 3,
}

/// <summary>A renovation project of one enterprise (技改项目).</summary>
internal sealed class Project : Aggregate
{
    private List<MembershipInterval> _memberships = [];
    private List<Procedure> _procedures = [];

    // For storage, which fills in the rest.
    private Project(string id, string enterprise, string enterpriseTitle, string unit, string titleKey)
    {
        Id = id;
        Enterprise = enterprise;
        EnterpriseTitle = enterpriseTitle;
        Unit = unit;
        TitleKey = titleKey;
        Facts = null!;
    }

    public string Id { get; }

    public string Enterprise { get; }

    /// <summary>Title of the owner; follows its renaming, so that every reader of the project has it.</summary>
    public string EnterpriseTitle { get; private set; }

    public string Unit { get; private set; }

    public ProjectFacts Facts { get; private set; }

    /// <summary>The title with width and spaces folded: one enterprise has one project of a key.</summary>
    public string TitleKey { get; private set; }

    public Stage Stage { get; private set; } = Stage.Reserve;

    public Membership Membership { get; private set; } = Membership.Candidate;

    public DateOnly? ActualStartDate { get; private set; }

    public DateOnly? ActualCompletionDate { get; private set; }

    public DateOnly? ActualProductionDate { get; private set; }

    /// <summary>Period of the last return that was followed, e.g. <c>2017Q2</c>; empty before the first.</summary>
    public string ReportedPeriod { get; private set; } = "";

    /// <summary>Version of that return.</summary>
    public long ReportedVersion { get; private set; }

    public IReadOnlyList<MembershipInterval> Memberships => _memberships;

    public IReadOnlyList<Procedure> Procedures => _procedures;

    public override string ResourceName => $"projects/{Id}";

    public static Project Create(string id, string enterprise, string enterpriseTitle, string unit, ProjectFacts facts)
    {
        Validated(facts);
        var project = new Project(id, enterprise, enterpriseTitle, unit, TextFolding.Key(facts.Title)) { Facts = facts };
        project._procedures.AddRange(Enum.GetValues<ProcedureKind>().Select(kind => new Procedure(kind)));
        project.Changed("CREATED");
        return project;
    }

    /// <summary>Changes the facts; says whether anything differs.</summary>
    public bool Update(ProjectFacts facts)
    {
        Validated(facts);
        if (Facts == facts)
            return false;
        Facts = facts;
        TitleKey = TextFolding.Key(facts.Title);
        Changed("UPDATED");
        return true;
    }

    /// <summary>Follows the renaming of its owner; says whether anything differs.</summary>
    public bool RenameEnterprise(string title)
    {
        if (EnterpriseTitle == title)
            return false;
        EnterpriseTitle = title;
        Changed("ENTERPRISE_RENAMED");
        return true;
    }

    public void Admit(DateOnly date, string approver, DateOnly today)
    {
        if (Membership == Membership.Admitted)
            throw DomainException.WrongState("ALREADY_ADMITTED", ResourceName, new LocalText("项目已在库。", "The project is in the library."));
        NotInFuture(date, today, "admit_date");
        if (_memberships.LastOrDefault()?.WithdrawDate is { } left && date < left)
            throw DomainException.Invalid("admit_date", "BEFORE_WITHDRAWAL", new LocalText($"入库日期早于上次出库日期 {left:yyyy-MM-dd}。", $"The day is before the last withdrawal on {left:yyyy-MM-dd}."));
        _memberships.Add(new MembershipInterval(date, approver));
        Changed(Membership == Membership.Withdrawn ? "READMITTED" : "ADMITTED");
        Membership = Membership.Admitted;
    }

    public void Withdraw(DateOnly date, WithdrawalReason reason, string note, DateOnly today)
    {
        if (Membership == Membership.Withdrawn)
            throw DomainException.WrongState("ALREADY_WITHDRAWN", ResourceName, new LocalText("项目已出库。", "The project is withdrawn."));
        var validation = new Validation();
        validation.Check(reason != WithdrawalReason.None, "reason", "REQUIRED", new LocalText("须填出库原因。", "A withdrawal has a reason."));
        validation.Check(reason != WithdrawalReason.Other || note.Length > 0, "note", "REQUIRED", new LocalText("原因为其他时须填说明。", "The reason OTHER needs a note."));
        validation.Check(note.Length <= 500, "note", "LENGTH", new LocalText("说明不超过 500 字。", "The note has at most 500 characters."));
        validation.ThrowIfAny();
        NotInFuture(date, today, "withdraw_date");
        if (_memberships.LastOrDefault() is { WithdrawDate: null } stay)
        {
            if (date < stay.AdmitDate)
                throw DomainException.Invalid("withdraw_date", "BEFORE_ADMISSION", new LocalText($"出库日期早于入库日期 {stay.AdmitDate:yyyy-MM-dd}。", $"The day is before the admission on {stay.AdmitDate:yyyy-MM-dd}."));
            stay.End(date, reason, note);
        }

        Membership = Membership.Withdrawn;
        Changed("WITHDRAWN", note.Length > 0 ? note : reason.ToString());
    }

    public bool SetProcedure(ProcedureKind kind, ProcedureState state, string documentNumber, string authority, DateOnly? documentDate, DateOnly today) =>
        Noted(Of(kind).Set(state, documentNumber, authority, documentDate, today));

    public bool StateProcedureNumber(ProcedureKind kind, string documentNumber) => Noted(Of(kind).StateNumber(documentNumber));

    /// <summary>Takes over what an accepted return says; says whether it was newer than what the project has followed.</summary>
    /// <remarks>Stage follows the dates. A suspended or terminated project keeps its stage until a person changes it.</remarks>
    /// <param name="line">What the line of the project says.</param>
    /// <param name="period">Period of the return, e.g. <c>2017Q2</c>.</param>
    /// <param name="version">Version of the return.</param>
    public bool FollowReturn(ReportedLine line, string period, long version)
    {
        var order = string.CompareOrdinal(period, ReportedPeriod);
        if (order < 0 || (order == 0 && version <= ReportedVersion))
            return false;
        (ReportedPeriod, ReportedVersion) = (period, version);
        if (Stage is not (Stage.Suspended or Stage.Terminated))
            Stage = StageOf(line);
        (ActualStartDate, ActualCompletionDate, ActualProductionDate) = (line.Start, line.Completion, line.Production);
        Changed("REPORTED", period);
        return true;
    }

    // Production may begin in part before completion: the furthest thing reported counts.
    private Stage StageOf(ReportedLine line)
    {
        if (line.AtCapacity)
            return Stage.AtCapacity;
        if (line.Production is not null)
            return Stage.InProduction;
        if (line.Completion is not null)
            return Stage.Completed;
        if (line.Start is not null)
            return Stage.UnderConstruction;
        return Stage is Stage.Reserve ? Stage.Reserve : Stage.Preliminary;
    }

    private Procedure Of(ProcedureKind kind) => _procedures.Single(procedure => procedure.Kind == kind);

    private bool Noted(bool changed)
    {
        if (changed)
            Changed("PROCEDURE_UPDATED");
        return changed;
    }

    private static void Validated(ProjectFacts facts)
    {
        var validation = new Validation();
        facts.Validate(validation);
        validation.ThrowIfAny();
    }

    private static void NotInFuture(DateOnly date, DateOnly today, string field)
    {
        if (date > today)
            throw DomainException.Invalid(field, "IN_FUTURE", new LocalText("日期不得晚于今天。", "The day is not in the future."));
    }
}

/// <summary>What an accepted return says of a project.</summary>
/// <param name="Start">Actual start, null when not started.</param>
/// <param name="Completion">Actual completion, null when not completed.</param>
/// <param name="Production">First day of production, null when not producing.</param>
/// <param name="AtCapacity">Whether it produces at capacity.</param>
internal sealed record ReportedLine(DateOnly? Start, DateOnly? Completion, DateOnly? Production, bool AtCapacity);

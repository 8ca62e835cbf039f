using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Where a problem comes from, when it does not come from a person directly.</summary>
/// <param name="ReturnLine">Name of the line of the return that names it, or empty.</param>
/// <param name="Visit">Name of the visit whose finding opens it, or empty.</param>
internal readonly record struct ProblemSource(string ReturnLine, string Visit);

/// <summary>A problem that a project has run into: with one owner at one level, until a day.</summary>
internal sealed class Problem : Aggregate
{
    private Problem(string id) => Id = id;

    public string Id { get; }

    public string Project { get; private set; } = "";

    public string ProjectTitle { get; private set; } = "";

    /// <summary>Unit of the project when the problem was raised.</summary>
    public string Unit { get; private set; } = "";

    public string Enterprise { get; private set; } = "";

    public string IndustryCode { get; private set; } = "";

    public ProblemCategory Category { get; private set; }

    public string Text { get; private set; } = "";

    public ProblemLevel AskedLevel { get; private set; }

    public ProblemLevel Level { get; private set; }

    /// <summary>Code of the unit that it is with.</summary>
    public string Owner { get; private set; } = "";

    public ProblemState State { get; private set; }

    public DateOnly RaiseDate { get; private set; }

    /// <summary>Last day of the clock of its level; null when it is not open.</summary>
    public DateOnly? DueDate { get; private set; }

    public DateOnly? ResolveDate { get; private set; }

    public string Result { get; private set; } = "";

    /// <summary>Day on which it first reached the government.</summary>
    public DateOnly? GovernmentDate { get; private set; }

    /// <summary>Line of the return that named it last; empty when none did.</summary>
    public string ReturnLine { get; private set; } = "";

    /// <summary>Visit whose finding opened it; empty when none did.</summary>
    public string Visit { get; private set; } = "";

    public IReadOnlyList<ProblemAction> Actions { get; private set; } = [];

    public override string ResourceName => NameOf(Id);

    public static string NameOf(string id) => $"problems/{id}";

    /// <summary>Raises a problem: with the unit of the project, or with the bureau when a level above the unit is asked for.</summary>
    public static Problem Raise(string id, ProblemProject project, ProblemCategory category, string text, ProblemLevel asked, ProblemSource source, Moment moment, ProblemRules rules)
    {
        var problem = new Problem(id)
        {
            Project = project.Id,
            ProjectTitle = project.Title,
            Unit = project.Unit,
            Enterprise = project.Enterprise,
            IndustryCode = project.IndustryCode,
            Category = category,
            Text = text,
            AskedLevel = asked,
            State = ProblemState.Open,
            RaiseDate = moment.Today,
            ReturnLine = source.ReturnLine,
            Visit = source.Visit,
        };
        var (level, owner) = asked > ProblemLevel.District ? (ProblemLevel.Bureau, rules.Bureau) : (ProblemLevel.District, project.Unit);
        problem.Pass(level, owner, moment, rules);
        problem.Note(ProblemStep.Raised, text, moment);
        return problem;
    }

    /// <summary>Says whether the day of its clock is over.</summary>
    public bool IsOverdue(DateOnly today) => State == ProblemState.Open && DueDate < today;

    /// <summary>Corrects what it is; says whether anything differs.</summary>
    /// <exception cref="DomainException">PROBLEM_NOT_OPEN.</exception>
    public bool Correct(ProblemCategory category, string text, Moment moment)
    {
        RequireOpen();
        if (Category == category && Text == text)
            return false;
        (Category, Text) = (category, text);
        Note(ProblemStep.Corrected, text, moment);
        return true;
    }

    /// <summary>Takes up that a return names it: the same return says nothing new twice; whoever names a resolved one does not accept the result; whoever asks for help gets out of its unit.</summary>
    /// <exception cref="DomainException">PROBLEM_CLOSED.</exception>
    public void NameAgain(string returnLine, string text, ProblemLevel asked, Moment moment, ProblemRules rules)
    {
        if (ReturnLine == returnLine && Text == text)
            return;
        if (State != ProblemState.Open)
            HandBack(text, moment, rules);
        (ReturnLine, Text) = (returnLine, text);
        Note(ProblemStep.ReportedAgain, text, moment);
        if (asked > ProblemLevel.District && Level == ProblemLevel.District)
            Escalate(text, null, throughBureau: false, moment, rules);
    }

    /// <summary>Notes what was done.</summary>
    /// <exception cref="DomainException">PROBLEM_NOT_OPEN.</exception>
    public void Act(string note, Moment moment)
    {
        RequireOpen();
        Note(ProblemStep.Noted, note, moment);
    }

    /// <summary>Brings it one level up.</summary>
    /// <param name="department">Who has it at the level of the departments; needed for the step there.</param>
    /// <param name="throughBureau">Whether the bureau does it.</param>
    /// <exception cref="DomainException">PROBLEM_NOT_OPEN, HIGHEST_LEVEL, ONLY_THROUGH_BUREAU.</exception>
    public void Escalate(string reason, string? department, bool throughBureau, Moment moment, ProblemRules rules)
    {
        RequireOpen();
        var (level, owner) = Level switch
        {
            ProblemLevel.District => (ProblemLevel.Bureau, rules.Bureau),
            ProblemLevel.Bureau => (ProblemLevel.Departments, department ?? throw new ArgumentNullException(nameof(department))),
            ProblemLevel.Departments when throughBureau => (ProblemLevel.Government, rules.Government),
            ProblemLevel.Departments => throw DomainException.WrongState("ONLY_THROUGH_BUREAU", ResourceName, new LocalText("须经市工信部门提请市政府协调；请先退回。", "The government is reached through the bureau; hand it back first.")),
            _ => throw DomainException.WrongState("HIGHEST_LEVEL", ResourceName, new LocalText("已在市政府层面，不能再升级。", "It is with the government; there is no level above.")),
        };
        Pass(level, owner, moment, rules);
        Note(ProblemStep.Escalated, reason, moment);
    }

    /// <summary>Hands it back: an open one a level down, the government's to the bureau; a resolved one to whom it was with.</summary>
    /// <exception cref="DomainException">PROBLEM_CLOSED, LOWEST_LEVEL.</exception>
    public void HandBack(string reason, Moment moment, ProblemRules rules)
    {
        if (State == ProblemState.Closed)
            throw DomainException.WrongState("PROBLEM_CLOSED", ResourceName, new LocalText("问题已销号。", "The problem is closed."));
        if (State == ProblemState.Resolved)
        {
            (State, Result, ResolveDate) = (ProblemState.Open, "", null);
            Pass(Level, Owner, moment, rules);
            Note(ProblemStep.Rejected, reason, moment);
            return;
        }

        var (level, owner) = Level switch
        {
            ProblemLevel.Government or ProblemLevel.Departments => (ProblemLevel.Bureau, rules.Bureau),
            ProblemLevel.Bureau => (ProblemLevel.District, Unit),
            _ => throw DomainException.WrongState("LOWEST_LEVEL", ResourceName, new LocalText("已在区县层面，不能再退回。", "It is with its unit; there is no level below.")),
        };
        Pass(level, owner, moment, rules);
        Note(ProblemStep.HandedBack, reason, moment);
    }

    /// <summary>Resolves it; its unit is to confirm.</summary>
    /// <exception cref="DomainException">PROBLEM_NOT_OPEN.</exception>
    public void Resolve(string result, Moment moment)
    {
        RequireOpen();
        (State, Result, ResolveDate, DueDate) = (ProblemState.Resolved, result, moment.Today, null);
        Note(ProblemStep.Resolved, result, moment);
    }

    /// <summary>Confirms the result.</summary>
    /// <exception cref="DomainException">PROBLEM_NOT_RESOLVED.</exception>
    public void Close(string note, Moment moment)
    {
        if (State != ProblemState.Resolved)
            throw DomainException.WrongState("PROBLEM_NOT_RESOLVED", ResourceName, new LocalText("问题尚未解决或已销号，不能销号。", "The problem is not resolved, or closed already."));
        State = ProblemState.Closed;
        Note(ProblemStep.Closed, note, moment);
    }

    private void RequireOpen()
    {
        if (State != ProblemState.Open)
            throw DomainException.WrongState("PROBLEM_NOT_OPEN", ResourceName, new LocalText("问题已解决或已销号。", "The problem is resolved or closed."));
    }

    private void Pass(ProblemLevel level, string owner, Moment moment, ProblemRules rules)
    {
        (Level, Owner, DueDate) = (level, owner, moment.Today.AddDays(rules.DaysAt(level)));
        if (level == ProblemLevel.Government)
            GovernmentDate ??= moment.Today;
    }

    private void Note(ProblemStep step, string text, Moment moment)
    {
        Actions = [.. Actions, new ProblemAction(moment.Now, moment.Actor, step, text, Level, Owner)];
        Changed(KindOf(step), text);
    }

    private static string KindOf(ProblemStep step) => step switch
    {
        ProblemStep.ReportedAgain => "REPORTED_AGAIN",
        ProblemStep.HandedBack => "HANDED_BACK",
        _ => step.ToString().ToUpperInvariant(),
    };
}

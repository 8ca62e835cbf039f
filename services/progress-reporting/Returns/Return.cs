using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Periods;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Where a return stands.</summary>
internal enum ReturnState
{
    NotStarted = 1,
    Draft = 2,
    Submitted = 4,
    Returned = 5,
    Accepted = 6,
}

/// <summary>What a save tells the other services.</summary>
internal enum ReturnStep
{
    None,
    Submitted,
    HandedBack,
    Accepted,
}

/// <summary>A finding on a line of a return.</summary>
/// <param name="Line">The line.</param>
/// <param name="Finding">The finding.</param>
/// <param name="Explained">True when it is a warning whose line carries an explanation.</param>
internal sealed record ReturnFinding(ReturnLine Line, Finding Finding, bool Explained)
{
    /// <summary>True when the return cannot be submitted with it.</summary>
    public bool Blocks => Finding.Severity == Severity.Error || !Explained;
}

/// <summary>One unit's answer for one period (季报 / 投资进度表), with its lines: it changes as a whole.</summary>
internal sealed class Return : Aggregate
{
    private readonly List<ReturnLine> _lines = [];

    // For storage, which fills in the rest.
    private Return(string id, string period, string unit) => (Id, Period, Unit) = (id, period, unit);

    public string Id { get; }

    /// <summary>Period, <c>2017Q2</c>.</summary>
    public string Period { get; }

    /// <summary>Code of the reporting unit.</summary>
    public string Unit { get; }

    public ReturnState State { get; private set; } = ReturnState.NotStarted;

    public ReturnHead Head { get; private set; } = ReturnHead.Empty;

    public bool Nil { get; private set; }

    public DateTime? FirstSubmitTime { get; private set; }

    public DateTime? SubmitTime { get; private set; }

    public DateTime? AcceptTime { get; private set; }

    /// <summary>Whether the first submission was on time.</summary>
    public bool OnTime { get; private set; }

    /// <summary>Whether the city filled or filed it on behalf of the unit.</summary>
    public bool OnBehalf { get; private set; }

    /// <summary>What is to change, while returned.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; private set; } = [];

    public IReadOnlyList<ReturnLine> Lines => _lines;

    public override string ResourceName => NameOf(Period, Unit);

    /// <summary>What this save tells the other services.</summary>
    public ReturnStep Step { get; private set; }

    public Quarter Quarter => Periods.Quarter.Parse(Period) ?? throw new InvalidOperationException($"{Period} is no quarter.");

    /// <summary>True while the unit may change it.</summary>
    public bool IsWithUnit => State is ReturnState.NotStarted or ReturnState.Draft or ReturnState.Returned;

    public static string IdOf(string period, string unit) => $"{period}-{unit}";

    public static string NameOf(string period, string unit) => $"periods/{period}/returns/{unit}";

    public static Return Open(string period, string unit, IEnumerable<Prefilled> lines, DateTime now)
    {
        var opened = new Return(IdOf(period, unit), period, unit);
        opened._lines.AddRange(lines.OrderBy(line => line.Facts.Position).Select(line => ReturnLine.Of(opened.Id, line, now)));
        opened.Changed("OPENED");
        return opened;
    }

    /// <summary>Demands that the unit may change it.</summary>
    /// <exception cref="DomainException">NOT_WITH_UNIT.</exception>
    public void RequireWithUnit()
    {
        if (!IsWithUnit)
            throw DomainException.WrongState("NOT_WITH_UNIT", ResourceName, new LocalText("报表已上报或已审定，不能修改。", "The return is submitted or accepted: it is not with the unit."));
    }

    /// <summary>Gives the line of a project.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public ReturnLine LineOf(string project) => _lines.Find(line => line.Project == project) ?? throw DomainException.NotFound($"{ResourceName}/lines/{project}");

    /// <summary>Changes unit figures and names; says whether anything differs.</summary>
    /// <exception cref="DomainException">NOT_WITH_UNIT, CELL_LOCKED.</exception>
    public bool FillHead(ReturnHead head, bool onBehalf)
    {
        RequireWithUnit();
        var changed = head.DifferencesTo(Head);
        if (changed.Count == 0)
            return false;
        RequireUnlocked("", changed);
        Head = head;
        Filled("HEAD_UPDATED", onBehalf);
        return true;
    }

    /// <summary>Changes a line; says whether anything differs.</summary>
    /// <exception cref="DomainException">NotFound, NOT_WITH_UNIT, CELL_LOCKED.</exception>
    public bool FillLine(string project, LineEntry entry, bool onBehalf, DateTime now)
    {
        var line = LineOf(project);
        RequireWithUnit();
        var changed = entry.DifferencesTo(line.Entry);
        if (changed.Count == 0)
            return false;
        RequireUnlocked(project, changed);
        line.Fill(entry, now);
        Filled("LINES_UPDATED", onBehalf);
        return true;
    }

    /// <summary>Names the cells of <paramref name="changed"/> that may not change now; of the head when <paramref name="project"/> is empty.</summary>
    public IEnumerable<string> LockedOf(string project, IEnumerable<string> changed) =>
        State == ReturnState.Returned ? changed.Where(field => !Reasons.Any(reason => reason.Unlocks(project, field))) : [];

    /// <summary>Runs the checks, line by line.</summary>
    public IReadOnlyList<ReturnFinding> Check() =>
    [
        .. from line in _lines
           from finding in line.Check(Quarter)
           select new ReturnFinding(line, finding, finding.Severity == Severity.Warning && line.Entry.Explanation.Length > 0),
    ];

    /// <summary>Submits it.</summary>
    /// <param name="now">Instant of the submission (UTC).</param>
    /// <param name="lateFrom">First instant that is late (UTC).</param>
    /// <param name="onBehalf">Whether the city submits for the unit.</param>
    /// <exception cref="DomainException">NOT_WITH_UNIT; NIL_RETURN_EXPECTED without a project; Invalid with every finding that blocks.</exception>
    public void Submit(DateTime now, DateTime lateFrom, bool onBehalf)
    {
        RequireWithUnit();
        if (_lines.Count == 0)
            throw DomainException.WrongState("NIL_RETURN_EXPECTED", ResourceName, new LocalText("本单位没有计划项目，请作零报告。", "The unit has no project in the plan: file a nil return."));
        var blocking = Check().Where(finding => finding.Blocks).ToList();
        if (blocking.Count > 0)
            throw DomainException.Invalid([.. blocking.Select(ErrorOf)]);
        File(now, lateFrom, onBehalf, "SUBMITTED");
    }

    /// <summary>Files a nil return (零报告).</summary>
    /// <exception cref="DomainException">NOT_WITH_UNIT; HAS_PROJECTS when the unit has projects in the plan.</exception>
    public void FileNil(DateTime now, DateTime lateFrom, bool onBehalf)
    {
        RequireWithUnit();
        if (_lines.Count > 0)
            throw DomainException.WrongState("HAS_PROJECTS", ResourceName, new LocalText($"本单位有 {_lines.Count} 个计划项目，不能作零报告。", $"The unit has {_lines.Count} projects in the plan."));
        Nil = true;
        File(now, lateFrom, onBehalf, "NIL_FILED");
    }

    /// <summary>Hands it back with reasons; only the cells they name unlock.</summary>
    /// <exception cref="DomainException">NOT_SUBMITTED; Invalid: a reason is wrong, or there is none.</exception>
    public void HandBack(IReadOnlyList<ReturnReason> reasons)
    {
        RequireSubmitted();
        var validation = new Validation();
        validation.Check(reasons.Count > 0, "reasons", "REQUIRED", new LocalText("退回须说明原因。", "A return is handed back with a reason."));
        for (var index = 0; index < reasons.Count; index++)
            reasons[index].Validate($"reasons[{index}]", project => _lines.Exists(line => line.Project == project), validation);
        validation.ThrowIfAny();
        State = ReturnState.Returned;
        Reasons = reasons;
        Nil = false;
        Step = ReturnStep.HandedBack;
        Changed("RETURNED", string.Join("; ", reasons.Select(reason => reason.Note.Length > 0 ? $"{reason.Code}: {reason.Note}" : reason.Code)));
    }

    /// <summary>Accepts it.</summary>
    /// <exception cref="DomainException">NOT_SUBMITTED.</exception>
    public void Accept(DateTime now)
    {
        RequireSubmitted();
        State = ReturnState.Accepted;
        AcceptTime = now;
        Step = ReturnStep.Accepted;
        Changed("ACCEPTED");
    }

    /// <summary>
    /// Takes over accepted figures of earlier periods that came after it was opened; says whether anything differs. Nothing that the unit filled changes: the
    /// dates are taken over only while nobody has begun.
    /// </summary>
    public bool Rebase(Func<string, Earlier> earlier, DateTime now)
    {
        var changed = false;
        foreach (var line in _lines)
        {
            var (known, dates) = earlier(line.Project);
            changed |= line.Rebase(known, State == ReturnState.NotStarted && dates is not null ? dates : line.Entry, now);
        }

        if (changed)
            Changed("REBASED");
        return changed;
    }

    private void File(DateTime now, DateTime lateFrom, bool onBehalf, string kind)
    {
        if (FirstSubmitTime is null)
            (FirstSubmitTime, OnTime) = (now, now < lateFrom);
        SubmitTime = now;
        State = ReturnState.Submitted;
        Reasons = [];
        OnBehalf |= onBehalf;
        Step = ReturnStep.Submitted;
        Changed(kind);
    }

    private void Filled(string kind, bool onBehalf)
    {
        if (State == ReturnState.NotStarted)
            State = ReturnState.Draft;
        OnBehalf |= onBehalf;
        Changed(kind);
    }

    private void RequireSubmitted()
    {
        if (State != ReturnState.Submitted)
            throw DomainException.WrongState("NOT_SUBMITTED", ResourceName, new LocalText("报表未处于已上报状态。", "The return is not submitted."));
    }

    private void RequireUnlocked(string project, IReadOnlyList<string> changed)
    {
        var locked = LockedOf(project, changed).Select(field => new FieldError(
            project.Length == 0 ? field : $"lines/{project}/{field}", "CELL_LOCKED", new LocalText($"{field} 未被退回，不能修改。", $"{field} was not handed back."))).ToList();
        if (locked.Count > 0)
            throw DomainException.WrongState("CELL_LOCKED", ResourceName, new LocalText("只能修改被退回的单元格。", "Only the cells that were handed back may change."), locked);
    }

    private static FieldError ErrorOf(ReturnFinding found)
    {
        var (finding, facts) = (found.Finding, found.Line.Facts);
        return new FieldError($"lines/{found.Line.Project}/{finding.Field}", finding.Code, new LocalText($"{facts.Position} {facts.ProjectTitle}：{finding.Text.Zh}", $"{facts.Position} {facts.ProjectTitle}: {finding.Text.En}"));
    }
}

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
    Ready = 3,
    Submitted = 4,
    Returned = 5,
    Accepted = 6,
}

/// <summary>How returns are filed.</summary>
/// <param name="NeedsCertifier">Whether a second person of the unit certifies a return before it is submitted.</param>
/// <param name="Checks">How it is checked.</param>
internal sealed record FilingRules(bool NeedsCertifier, CheckSettings Checks);

/// <summary>What a save tells the other services.</summary>
internal enum ReturnStep
{
    None,
    Submitted,
    HandedBack,
    Accepted,
    Reopened,
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
    private const int LongestNote = 500;
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

    /// <summary>How often it was submitted.</summary>
    public int Submissions { get; private set; }

    /// <summary>SHA-256 of what was last submitted, lower-case hex; empty before.</summary>
    public string SubmittedSha256 { get; private set; } = "";

    /// <summary>The time that the city gave the unit beyond that of the period; null when it gave none.</summary>
    public Extension? Extension { get; private set; }

    /// <summary>What is to change, while returned.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; private set; } = [];

    public IReadOnlyList<ReturnLine> Lines => _lines;

    /// <summary>Projects that are to enter the library.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    public override string ResourceName => NameOf(Period, Unit);

    /// <summary>What this save tells the other services.</summary>
    public ReturnStep Step { get; private set; }

    /// <summary>The line that is all that this save changes; null when it changes more.</summary>
    public ReturnLine? ChangedLine { get; private set; }

    public Quarter Quarter => Periods.Quarter.Parse(Period) ?? throw new InvalidOperationException($"{Period} is no quarter.");

    /// <summary>True while the unit may change it.</summary>
    public bool IsWithUnit => State is ReturnState.NotStarted or ReturnState.Draft or ReturnState.Ready or ReturnState.Returned;

    /// <summary>Kind of the change of one line alone, on which nothing depends but the return itself.</summary>
    public const string LineUpdated = "LINE_UPDATED";

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

    /// <summary>Demands that the unit may still file it: the period is open, or the city gave it back or gave it more time.</summary>
    /// <exception cref="DomainException">PERIOD_CLOSED.</exception>
    public void RequireWindow(PeriodState period, DateTime now)
    {
        if (period == PeriodState.Closed && State != ReturnState.Returned && !(now < Extension?.LateFrom))
            throw DomainException.WrongState("PERIOD_CLOSED", ResourceName, new LocalText("报告期已关闭，如需补报请联系市级延期或代报。", "The period is closed: ask the city for more time, or to file on behalf."));
    }

    /// <summary>Gives the unit more time; a later extension replaces an earlier one.</summary>
    /// <exception cref="DomainException">ALREADY_FILED once it was submitted; Invalid: the day is not after that of the period, or there is no reason.</exception>
    public void Extend(Extension extension, DateOnly dueDate)
    {
        if (FirstSubmitTime is not null)
            throw DomainException.WrongState("ALREADY_FILED", ResourceName, new LocalText("报表已上报过，不能再延期。", "The return was submitted: its time cannot be extended any more."));
        var validation = new Validation();
        validation.Check(extension.DueDate > dueDate, "due_date", "NOT_LATER", new LocalText($"延期须晚于原截止日 {dueDate:yyyy-MM-dd}。", $"The day is after the due date {dueDate:yyyy-MM-dd}."));
        validation.Check(extension.Reason.Length is > 0 and <= Extension.LongestReason, "reason", "LENGTH", new LocalText($"须填延期原因，不超过 {Extension.LongestReason} 字。", $"A reason of 1 to {Extension.LongestReason} characters is needed."));
        validation.ThrowIfAny();
        Extension = extension;
        Changed("EXTENDED", extension.Reason);
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

    /// <summary>Changes the candidates; says whether anything differs. What became of one stays with it, unless it was refused and is stated otherwise now.</summary>
    /// <exception cref="DomainException">NOT_WITH_UNIT, CELL_LOCKED; Invalid, with everything that is wrong.</exception>
    public bool FillCandidates(IReadOnlyList<CandidateFacts> candidates, bool onBehalf)
    {
        RequireWithUnit();
        if (candidates.SequenceEqual(Candidates.Select(candidate => candidate.Facts)))
            return false;
        Candidate.Validate(candidates);
        RequireUnlocked("", [Candidate.Field]);
        var before = Candidates.ToDictionary(candidate => candidate.Facts.Key);
        Candidates = [.. candidates.Select(facts => Stated(facts, before.GetValueOrDefault(facts.Key)))];
        Filled("CANDIDATES_UPDATED", onBehalf);
        return true;
    }

    /// <summary>Notes what became of a candidate; says whether anything differs.</summary>
    public bool NoteOutcome(CandidateKey key, CandidateOutcome outcome, string project, string reason)
    {
        if (Candidates.FirstOrDefault(candidate => candidate.Facts.Key == key) is not { } known)
            return false;
        var considered = known with { Outcome = outcome, Project = project, Reason = reason };
        if (considered == known)
            return false;
        Candidates = [.. Candidates.Select(candidate => candidate == known ? considered : candidate)];
        Changed("CANDIDATE_CONSIDERED");
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
        var alone = TakesLinesAlone(onBehalf) && !HasChanges;
        Filled("LINES_UPDATED", onBehalf);
        ChangedLine = alone ? line : null;
        return true;
    }

    /// <summary>Says whether nothing of the return itself changes when a line does.</summary>
    public bool TakesLinesAlone(bool onBehalf) => State is ReturnState.Draft or ReturnState.Returned && (OnBehalf || !onBehalf);

    /// <summary>Names the cells of <paramref name="changed"/> that may not change now; of the head when <paramref name="project"/> is empty.</summary>
    public IEnumerable<string> LockedOf(string project, IEnumerable<string> changed) =>
        IsWithUnit && Reasons.Count > 0 ? changed.Where(field => !Reasons.Any(reason => reason.Unlocks(project, field))) : [];

    /// <summary>Runs the checks, line by line in the order of the plan; rules in shadow tell nothing.</summary>
    public IReadOnlyList<ReturnFinding> Check(CheckSettings settings) =>
    [
        .. from line in ReturnLine.InOrder(_lines)
           from finding in line.Check(Quarter, settings)
           where !settings.Shadow.Contains(finding.Code)
           select new ReturnFinding(line, finding, finding.Severity == Severity.Warning && line.Entry.Explanation.Length > 0),
    ];

    /// <summary>Submits it.</summary>
    /// <param name="now">Instant of the submission (UTC).</param>
    /// <param name="lateFrom">First instant that is late (UTC).</param>
    /// <param name="onBehalf">Whether the city submits for the unit; nobody of the unit needs to certify then.</param>
    /// <param name="rules">Whether a second person of the unit must certify before it counts as submitted, and how it is checked.</param>
    /// <exception cref="DomainException">NOT_WITH_UNIT; AWAITS_CERTIFIER; NIL_RETURN_EXPECTED without a project; Invalid with every finding that blocks.</exception>
    public void Submit(DateTime now, DateTime lateFrom, bool onBehalf, FilingRules rules)
    {
        RequireFillable();
        if (_lines.Count == 0)
            throw DomainException.WrongState("NIL_RETURN_EXPECTED", ResourceName, new LocalText("本单位没有计划项目，请作零报告。", "The unit has no project in the plan: file a nil return."));
        RequireSound(rules.Checks);
        FileOrAwait(now, lateFrom, onBehalf, rules, "SUBMITTED");
    }

    /// <summary>Files a nil return (零报告).</summary>
    /// <exception cref="DomainException">NOT_WITH_UNIT; AWAITS_CERTIFIER; HAS_PROJECTS when the unit has projects in the plan.</exception>
    public void FileNil(DateTime now, DateTime lateFrom, bool onBehalf, FilingRules rules)
    {
        RequireFillable();
        if (_lines.Count > 0)
            throw DomainException.WrongState("HAS_PROJECTS", ResourceName, new LocalText($"本单位有 {_lines.Count} 个计划项目，不能作零报告。", $"The unit has {_lines.Count} projects in the plan."));
        Nil = true;
        FileOrAwait(now, lateFrom, onBehalf, rules, "NIL_FILED");
    }

    /// <summary>Certifies what the reporter made ready: it is submitted with that.</summary>
    /// <exception cref="DomainException">NOT_READY; Invalid with every finding that blocks, when figures of earlier periods changed meanwhile.</exception>
    public void Certify(DateTime now, DateTime lateFrom, CheckSettings checks)
    {
        RequireReady();
        RequireSound(checks);
        File(now, lateFrom, onBehalf: false, checks, "CERTIFIED");
    }

    /// <summary>Gives what the reporter made ready back to the reporter.</summary>
    /// <exception cref="DomainException">NOT_READY; Invalid: there is no note, or it is too long.</exception>
    public void Decline(string note)
    {
        RequireReady();
        var validation = new Validation();
        validation.Check(note.Length is > 0 and <= LongestNote, "note", "LENGTH", new LocalText($"须填说明，不超过 {LongestNote} 字。", $"A note of 1 to {LongestNote} characters is needed."));
        validation.ThrowIfAny();
        (State, Nil) = (Working, false);
        Changed("DECLINED", note);
    }

    /// <summary>Says of one line that nothing happened in the quarter: its figures go on from what was accepted last. Says whether anything differs.</summary>
    /// <param name="progress">Physical progress as it was accepted last; null without one leaves what is filled.</param>
    /// <exception cref="DomainException">NotFound, NOT_WITH_UNIT, CELL_LOCKED.</exception>
    public bool FillUnchanged(string project, (string Text, int? Bp)? progress, bool onBehalf, DateTime now)
    {
        var line = LineOf(project);
        var yearToDate = line.Known.YearToDateYuan ?? 0;
        var entry = line.Entry with { Quarter = 0, YearToDate = yearToDate, Cumulative = line.Facts.OpeningYuan + yearToDate };
        return FillLine(project, progress is { } last ? entry with { PhysicalProgress = last.Text, PhysicalProgressBp = last.Bp } : entry, onBehalf, now);
    }

    /// <summary>Hands it back with reasons; only the cells they name unlock.</summary>
    /// <exception cref="DomainException">NOT_SUBMITTED; Invalid: a reason is wrong, or there is none.</exception>
    public void HandBack(IReadOnlyList<ReturnReason> reasons)
    {
        RequireSubmitted();
        var validation = new Validation();
        validation.Check(reasons.Count > 0, "reasons", "REQUIRED", new LocalText("退回须说明原因。", "A return is handed back with a reason."));
        Validate(reasons, validation);
        validation.ThrowIfAny();
        GiveBack(reasons);
        Step = ReturnStep.HandedBack;
        Changed("RETURNED", string.Join("; ", reasons.Select(reason => reason.Note.Length > 0 ? $"{reason.Code}: {reason.Note}" : reason.Code)));
    }

    /// <summary>Opens an accepted return again: what was accepted counts until it is accepted anew.</summary>
    /// <param name="reason">Why, 1 to 500 characters.</param>
    /// <param name="cells">Cells that unlock; none unlocks the whole return.</param>
    /// <exception cref="DomainException">NOT_ACCEPTED; Invalid: there is no reason, or a cell is wrong.</exception>
    public void Reopen(string reason, IReadOnlyList<ReturnReason> cells)
    {
        if (State != ReturnState.Accepted)
            throw DomainException.WrongState("NOT_ACCEPTED", ResourceName, new LocalText("报表未处于已审定状态。", "The return is not accepted."));
        var validation = new Validation();
        validation.Check(reason.Length is > 0 and <= LongestNote, "reason", "LENGTH", new LocalText($"须填重新打开的原因，不超过 {LongestNote} 字。", $"A reason of 1 to {LongestNote} characters is needed."));
        Validate(cells, validation);
        validation.ThrowIfAny();
        GiveBack(cells);
        Step = ReturnStep.Reopened;
        Changed("REOPENED", reason);
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

    /// <summary>Takes over an adjusted plan: lines come, go, and see what changed; what is filled in stays. Nobody certifies what he has not seen.</summary>
    /// <param name="lines">The lines of the plan as it is now.</param>
    public void FollowPlan(IReadOnlyCollection<Prefilled> lines, DateTime now)
    {
        var planned = lines.ToDictionary(line => line.Project, StringComparer.Ordinal);
        _lines.RemoveAll(line => !planned.ContainsKey(line.Project));
        foreach (var line in _lines)
            line.FollowPlan(planned[line.Project].Facts, now);
        var known = _lines.Select(line => line.Project).ToHashSet(StringComparer.Ordinal);
        _lines.AddRange(lines.Where(line => !known.Contains(line.Project)).OrderBy(line => line.Facts.Position).Select(line => ReturnLine.Of(Id, line, now)));
        if (State == ReturnState.Ready)
            (State, Nil) = (Working, false);
        Changed("PLAN_ADJUSTED");
    }

    /// <summary>Notes the hash of what was just submitted, for the receipt.</summary>
    public void NoteContent(string sha256) => SubmittedSha256 = sha256;

    private void File(DateTime now, DateTime lateFrom, bool onBehalf, CheckSettings checks, string kind)
    {
        foreach (var line in _lines)
            line.Keep(line.Check(Quarter, checks));
        if (FirstSubmitTime is null)
            (FirstSubmitTime, OnTime) = (now, now < lateFrom);
        SubmitTime = now;
        State = ReturnState.Submitted;
        Submissions++;
        Reasons = [];
        OnBehalf |= onBehalf;
        Step = ReturnStep.Submitted;
        Changed(kind);
    }

    protected override void Changed(string kind, string reason = "")
    {
        ChangedLine = null;
        base.Changed(kind, reason);
    }

    private void Filled(string kind, bool onBehalf)
    {
        if (State is ReturnState.NotStarted or ReturnState.Ready)
            (State, Nil) = (Working, false);
        OnBehalf |= onBehalf;
        Changed(kind);
    }

    private static Candidate Stated(CandidateFacts facts, Candidate? before) => before is null || (before.Outcome == CandidateOutcome.Refused && before.Facts != facts)
        ? new Candidate(facts, CandidateOutcome.None, "", "")
        : before with { Facts = facts };

    // Where it stands while the unit works on it.
    private ReturnState Working => Reasons.Count > 0 ? ReturnState.Returned : ReturnState.Draft;

    private void FileOrAwait(DateTime now, DateTime lateFrom, bool onBehalf, FilingRules rules, string kind)
    {
        if (!rules.NeedsCertifier || onBehalf)
        {
            File(now, lateFrom, onBehalf, rules.Checks, kind);
            return;
        }

        State = ReturnState.Ready;
        Changed("READY");
    }

    private void GiveBack(IReadOnlyList<ReturnReason> reasons)
    {
        Reasons = reasons;
        (State, Nil) = (ReturnState.Returned, false);
    }

    private void Validate(IReadOnlyList<ReturnReason> reasons, Validation validation)
    {
        for (var index = 0; index < reasons.Count; index++)
            reasons[index].Validate($"reasons[{index}]", project => _lines.Exists(line => line.Project == project), validation);
    }

    private void RequireSound(CheckSettings checks)
    {
        var blocking = Check(checks).Where(finding => finding.Blocks).ToList();
        if (blocking.Count > 0)
            throw DomainException.Invalid([.. blocking.Select(ErrorOf)]);
    }

    private void RequireFillable()
    {
        RequireWithUnit();
        if (State == ReturnState.Ready)
            throw DomainException.WrongState("AWAITS_CERTIFIER", ResourceName, new LocalText("报表已提交审签，待审签人确认。", "The return waits for its certifier."));
    }

    private void RequireReady()
    {
        if (State != ReturnState.Ready)
            throw DomainException.WrongState("NOT_READY", ResourceName, new LocalText("报表未处于待审签状态。", "The return does not wait for a certifier."));
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

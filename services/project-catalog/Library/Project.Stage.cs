using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Stage and actual dates: moved by accepted returns, or by a person.</summary>
internal sealed partial class Project
{
    public Stage Stage { get; private set; } = Stage.Reserve;

    /// <summary>Stage to which a suspended project goes back; null unless it is suspended.</summary>
    public Stage? StageBefore { get; private set; }

    public DateOnly? ActualStartDate { get; private set; }

    public DateOnly? ActualCompletionDate { get; private set; }

    public DateOnly? ActualProductionDate { get; private set; }

    /// <summary>Period of the last return that was followed, e.g. <c>2017Q2</c>; empty before the first.</summary>
    public string ReportedPeriod { get; private set; } = "";

    /// <summary>Version of that return.</summary>
    public long ReportedVersion { get; private set; }

    /// <summary>Moves to another stage by a person's decision.</summary>
    /// <param name="stage">The stage to move to.</param>
    /// <param name="date">Day on which it happened.</param>
    /// <param name="reason">Why, 1–500 characters.</param>
    /// <param name="allowMissing">Whether construction may begin although permit steps are missing.</param>
    /// <param name="today">Today in the city.</param>
    /// <exception cref="DomainException">PROJECT_WITHDRAWN, STAGE_NOT_REACHABLE, PROCEDURES_MISSING; IN_FUTURE, BEFORE_START of the day, REQUIRED, LENGTH of the reason.</exception>
    public void ChangeStage(Stage stage, DateOnly date, string reason, bool allowMissing, DateOnly today)
    {
        Reasons.Require(reason);
        Days.NotAfter(date, today, "date");
        if (Membership == Membership.Withdrawn)
            throw Left("项目已出库，不能变更阶段。", "The project was withdrawn from the library: its stage stays.");
        if (!StageRules.CanFollow(Stage, stage, StageBefore))
            throw DomainException.WrongState("STAGE_NOT_REACHABLE", ResourceName, StageRules.NotReachable(Stage, stage, StageBefore));
        if (stage == Stage.UnderConstruction && Stage != Stage.Suspended && !allowMissing)
            RequireProcedures();
        if (stage is Stage.Completed or Stage.InProduction && ActualStartDate is { } start && date < start)
            throw DomainException.Invalid("date", "BEFORE_START", new LocalText($"日期早于实际开工日期 {start:yyyy-MM-dd}。", $"The day is before the start on {start:yyyy-MM-dd}."));
        Enter(stage, date);
        Changed("STAGE_CHANGED", reason);
    }

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

    private void Enter(Stage stage, DateOnly date)
    {
        var resumes = Stage == Stage.Suspended && stage != Stage.Terminated;
        (StageBefore, Stage) = (stage == Stage.Suspended ? Stage : null, stage);
        if (resumes)
            return;
        switch (stage)
        {
            case Stage.UnderConstruction:
                ActualStartDate = date;
                break;
            case Stage.Completed:
                ActualCompletionDate = date;
                break;
            case Stage.InProduction:
                ActualProductionDate = date;
                break;
        }
    }

    private void RequireProcedures()
    {
        var missing = _procedures.Where(procedure => !procedure.Settled).ToList();
        if (missing.Count > 0)
        {
            throw DomainException.WrongState(
                "PROCEDURES_MISSING",
                ResourceName,
                new LocalText($"前期手续未办结（{missing.Count}项），不能开工。", $"{missing.Count} permit steps are not settled: construction cannot begin."),
                [.. missing.Select(procedure => new FieldError(ProcedureMapping.NameOf(this, procedure.Kind), "PROCEDURE_MISSING", ProcedureKinds.Text(procedure.Kind)))]);
        }
    }
}


/// <summary>What an accepted return says of a project.</summary>
/// <param name="Start">Actual start, null when not started.</param>
/// <param name="Completion">Actual completion, null when not completed.</param>
/// <param name="Production">First day of production, null when not producing.</param>
/// <param name="AtCapacity">Whether it produces at capacity.</param>
internal sealed record ReportedLine(DateOnly? Start, DateOnly? Completion, DateOnly? Production, bool AtCapacity);

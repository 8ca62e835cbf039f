using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>A day of a year of the plan, which tells what is late.</summary>
/// <param name="Today">The day.</param>
/// <param name="Year">Year of the plan.</param>
/// <param name="StartDeadline">Day by which its new starts have started.</param>
internal sealed record YearDay(DateOnly Today, int Year, DateOnly StartDeadline)
{
    public bool IsStartOver => Today > StartDeadline;

    public bool IsYearOver => Today > YearEnd;

    public DateOnly YearEnd => new(Year, 12, 31);
}

/// <summary>Maps figures and milestones to the contract.</summary>
internal static class OverviewMapping
{
    public static V1.PlanFigures ToProto(PlanFigures figures, YearDay day) => new()
    {
        Projects = figures.Projects,
        ReportedProjects = figures.Reported,
        TotalInvestmentYuan = figures.TotalYuan,
        PlannedInvestmentYuan = figures.PlannedYuan,
        OpeningInvestmentYuan = figures.OpeningYuan,
        YearToDateYuan = figures.YearToDateYuan,
        CumulativeYuan = figures.CumulativeYuan,
        YearPlanBp = (int)Math.Min(int.MaxValue, Ratio.BasisPoints(figures.YearToDateYuan, figures.PlannedYuan)),
        NewStarts = Starts(figures.Starts, figures.StartsDone, figures.StartsDoneLate, day),
        Preliminary = Starts(figures.Preliminary, figures.PreliminaryDone, figures.PreliminaryDoneLate, day),
        Completions = Completions(figures, day),
        InProduction = figures.InProduction,
        AtCapacity = figures.AtCapacity,
    };

    public static V1.Milestone ToProto(ProjectStanding standing, V1.Milestone.Types.Kind kind, IReadOnlyList<string> missing, YearDay day)
    {
        var state = StateOf(standing, kind, day);
        return new V1.Milestone
        {
            Project = standing.Project,
            ProjectTitle = standing.Title,
            EnterpriseTitle = standing.EnterpriseTitle,
            Unit = standing.Unit,
            Kind = kind,
            State = state,
            TargetDate = kind switch
            {
                V1.Milestone.Types.Kind.Start => CalendarText.Day(day.StartDeadline),
                V1.Milestone.Types.Kind.Completion => CalendarText.Day(day.YearEnd),
                _ => "",
            },
            ActualDate = CalendarText.Day(kind switch
            {
                V1.Milestone.Types.Kind.Start => standing.StartDate,
                V1.Milestone.Types.Kind.Completion => standing.CompletionDate,
                V1.Milestone.Types.Kind.Production => standing.ProductionDate,
                _ => null,
            }),
            ExpectedDate = kind == V1.Milestone.Types.Kind.Completion ? CalendarText.Day(standing.ExpectedCompletionDate) : "",
            Preliminary = standing.Preliminary,
            MissingProcedures = { kind == V1.Milestone.Types.Kind.Start && standing.Start == StartStanding.Open ? missing : [] },
            PlannedInvestmentYuan = standing.PlannedYuan,
            YearToDateYuan = standing.YearToDateYuan,
            Period = standing.Period.Length > 0 ? $"periods/{standing.Period}" : "",
        };
    }

    private static V1.Milestone.Types.State StateOf(ProjectStanding standing, V1.Milestone.Types.Kind kind, YearDay day) => kind switch
    {
        V1.Milestone.Types.Kind.Start => standing.Start switch
        {
            StartStanding.Done => V1.Milestone.Types.State.Done,
            StartStanding.DoneLate => V1.Milestone.Types.State.DoneLate,
            _ => day.IsStartOver ? V1.Milestone.Types.State.Overdue : V1.Milestone.Types.State.Pending,
        },
        V1.Milestone.Types.Kind.Completion => (standing.Completion, day.IsYearOver) switch
        {
            (CompletionStanding.Done, _) => V1.Milestone.Types.State.Done,
            (_, true) => V1.Milestone.Types.State.Overdue,
            (CompletionStanding.AtRisk, false) => V1.Milestone.Types.State.AtRisk,
            _ => V1.Milestone.Types.State.Pending,
        },
        V1.Milestone.Types.Kind.Production => standing.ProductionDate is null ? V1.Milestone.Types.State.Pending : V1.Milestone.Types.State.Done,
        _ => standing.AtCapacity ? V1.Milestone.Types.State.Done : V1.Milestone.Types.State.Pending,
    };

    private static V1.StartFigures Starts(int planned, int done, int late, YearDay day)
    {
        var left = planned - done - late;
        return new V1.StartFigures { Planned = planned, Done = done, DoneLate = late, Overdue = day.IsStartOver ? left : 0, Pending = day.IsStartOver ? 0 : left };
    }

    private static V1.CompletionFigures Completions(PlanFigures figures, YearDay day)
    {
        var left = figures.Completions - figures.CompletionsDone;
        return day.IsYearOver
            ? new V1.CompletionFigures { Planned = figures.Completions, Done = figures.CompletionsDone, Missed = left }
            : new V1.CompletionFigures { Planned = figures.Completions, Done = figures.CompletionsDone, AtRisk = figures.CompletionsAtRisk, Pending = left - figures.CompletionsAtRisk };
    }
}

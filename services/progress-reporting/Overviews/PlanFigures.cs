namespace Renovation.ProgressReporting.Overviews;

/// <summary>Sums over projects of a plan that hold whatever day it is. Amounts in yuan.</summary>
internal sealed record PlanFigures
{
    public static readonly PlanFigures None = new();

    public int Projects { get; init; }

    public int Reported { get; init; }

    public long TotalYuan { get; init; }

    public long PlannedYuan { get; init; }

    public long OpeningYuan { get; init; }

    public long YearToDateYuan { get; init; }

    public long CumulativeYuan { get; init; }

    /// <summary>New starts, the preliminary ones among them.</summary>
    public int Starts { get; init; }

    public int StartsDone { get; init; }

    public int StartsDoneLate { get; init; }

    public int Preliminary { get; init; }

    public int PreliminaryDone { get; init; }

    public int PreliminaryDoneLate { get; init; }

    public int Completions { get; init; }

    public int CompletionsDone { get; init; }

    public int CompletionsAtRisk { get; init; }

    public int InProduction { get; init; }

    public int AtCapacity { get; init; }

    /// <summary>Sums projects up.</summary>
    public static PlanFigures Of(IReadOnlyCollection<ProjectStanding> projects) => new()
    {
        Projects = projects.Count,
        Reported = projects.Count(project => project.Reported),
        TotalYuan = projects.Sum(project => project.TotalYuan),
        PlannedYuan = projects.Sum(project => project.PlannedYuan),
        OpeningYuan = projects.Sum(project => project.OpeningYuan),
        YearToDateYuan = projects.Sum(project => project.YearToDateYuan),
        CumulativeYuan = projects.Sum(project => project.CumulativeYuan),
        Starts = projects.Count(project => project.Start != StartStanding.None),
        StartsDone = projects.Count(project => project.Start == StartStanding.Done),
        StartsDoneLate = projects.Count(project => project.Start == StartStanding.DoneLate),
        Preliminary = projects.Count(project => project.Preliminary && project.Start != StartStanding.None),
        PreliminaryDone = projects.Count(project => project.Preliminary && project.Start == StartStanding.Done),
        PreliminaryDoneLate = projects.Count(project => project.Preliminary && project.Start == StartStanding.DoneLate),
        Completions = projects.Count(project => project.Completion != CompletionStanding.None),
        CompletionsDone = projects.Count(project => project.Completion == CompletionStanding.Done),
        CompletionsAtRisk = projects.Count(project => project.Completion == CompletionStanding.AtRisk),
        InProduction = projects.Count(project => project.ProductionDate is not null),
        AtCapacity = projects.Count(project => project.AtCapacity),
    };
}

/// <summary>The figures of the projects of a reporting unit in the plan of a year, kept beside the projects.</summary>
internal sealed class UnitStanding
{
    public required int Year { get; init; }

    public required string Unit { get; init; }

    /// <summary>Start deadline by which they were derived.</summary>
    public required DateOnly StartDeadline { get; set; }

    public required PlanFigures Figures { get; set; }
}

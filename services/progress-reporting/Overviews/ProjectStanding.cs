using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Periods;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>How a project of the plan of a year stands by what was accepted last. Derived from the plan and the accepted figures alone, and kept so that figures need not be computed from all of them.</summary>
internal sealed record ProjectStanding
{
    public required int Year { get; init; }

    public required string Project { get; init; }

    /// <summary>Place in the plan, from 1.</summary>
    public required int Position { get; init; }

    public required string Unit { get; init; }

    public required string Title { get; init; }

    public required string EnterpriseTitle { get; init; }

    public required bool Preliminary { get; init; }

    public required long TotalYuan { get; init; }

    public required long PlannedYuan { get; init; }

    public required long OpeningYuan { get; init; }

    /// <summary>Period of the figures; empty when nothing was accepted.</summary>
    public required string Period { get; init; }

    /// <summary>Whether that period is of this year.</summary>
    public required bool Reported { get; init; }

    /// <summary>Year-to-date in yuan; 0 when nothing of this year was accepted.</summary>
    public required long YearToDateYuan { get; init; }

    /// <summary>Cumulative amount in yuan; the opening balance when nothing of this year was accepted.</summary>
    public required long CumulativeYuan { get; init; }

    public required DateOnly? StartDate { get; init; }

    public required DateOnly? CompletionDate { get; init; }

    public required DateOnly? ExpectedCompletionDate { get; init; }

    public required DateOnly? ProductionDate { get; init; }

    public required bool AtCapacity { get; init; }

    public required StartStanding Start { get; init; }

    public required CompletionStanding Completion { get; init; }

    /// <summary>Derives it. A pure function.</summary>
    /// <param name="last">What was accepted last up to the end of the year; null when nothing was.</param>
    /// <param name="startDeadline">Day by which a new start of the year has started.</param>
    public static ProjectStanding Of(PlanEntryCopy entry, Investment? last, DateOnly startDeadline)
    {
        var ofYear = last is not null && Quarter.Parse(last.Period)?.Year == entry.Year;
        return new ProjectStanding
        {
            Year = entry.Year,
            Project = entry.Project,
            Position = entry.Position,
            Unit = entry.Unit,
            Title = entry.Title,
            EnterpriseTitle = entry.EnterpriseTitle,
            Preliminary = entry.Preliminary,
            TotalYuan = entry.TotalYuan,
            PlannedYuan = entry.PlannedYuan,
            OpeningYuan = entry.OpeningYuan,
            Period = last?.Period ?? "",
            Reported = ofYear,
            YearToDateYuan = ofYear ? last!.YearToDateYuan : 0,
            CumulativeYuan = ofYear ? last!.CumulativeYuan : entry.OpeningYuan,
            StartDate = last?.StartDate,
            CompletionDate = last?.CompletionDate,
            ExpectedCompletionDate = last?.ExpectedCompletionDate,
            ProductionDate = last?.ProductionDate,
            AtCapacity = last?.AtCapacity ?? false,
            Start = StartOf(entry, last, startDeadline),
            Completion = CompletionOf(entry, last, ofYear),
        };
    }

    private static StartStanding StartOf(PlanEntryCopy entry, Investment? last, DateOnly startDeadline)
    {
        if (!entry.NewStart)
            return StartStanding.None;
        if (last?.StartDate is not { } start)
            return StartStanding.Open;
        return start <= startDeadline ? StartStanding.Done : StartStanding.DoneLate;
    }

    private static CompletionStanding CompletionOf(PlanEntryCopy entry, Investment? last, bool ofYear)
    {
        if (!entry.CompletesInYear)
            return CompletionStanding.None;
        if (last?.CompletionDate is not null)
            return CompletionStanding.Done;

        // Figures of another year say nothing of the pace of this one.
        return ofYear && LineRules.IsCompletionAtRisk(FactsOf(last!), BaselineOf(entry, last!)) ? CompletionStanding.AtRisk : CompletionStanding.Open;
    }

    private static LineFacts FactsOf(Investment last) => new() { YearToDate = last.YearToDateYuan, Cumulative = last.CumulativeYuan, ExpectedCompletion = last.ExpectedCompletionDate };

    private static LineBaseline BaselineOf(PlanEntryCopy entry, Investment last) => new()
    {
        Period = Quarter.Parse(last.Period)!.Value,
        CompletesInYear = true,
        Total = entry.TotalYuan,
        PlannedOfYear = entry.PlannedYuan,
        Opening = entry.OpeningYuan,
    };
}

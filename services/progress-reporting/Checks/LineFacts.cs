using Renovation.ProgressReporting.Periods;

namespace Renovation.ProgressReporting.Checks;

/// <summary>What a unit reports on one project. Amounts in yuan; null when not filled.</summary>
internal sealed record LineFacts
{
    public long? Quarter { get; init; }

    public long? YearToDate { get; init; }

    public long? Cumulative { get; init; }

    /// <summary>Physical progress in basis points, 0–10000.</summary>
    public int? PhysicalProgressBp { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Completion { get; init; }

    public DateOnly? ExpectedCompletion { get; init; }

    public DateOnly? Production { get; init; }

    public bool AtCapacity { get; init; }

    public bool HasProblem { get; init; }

    public bool HasProblemCategory { get; init; }

    public bool HasExplanation { get; init; }

    public bool HasCorrectionReason { get; init; }
}

/// <summary>What is known of the project already. Amounts in yuan.</summary>
internal sealed record LineBaseline
{
    public required Quarter Period { get; init; }

    public required long Total { get; init; }

    public required long PlannedOfYear { get; init; }

    /// <summary>至上年底累计.</summary>
    public required long Opening { get; init; }

    /// <summary>Whether the plan of the year has it as a new start (新开工).</summary>
    public bool NewStart { get; init; }

    /// <summary>Whether the plan of the year has it completing in the year (年内竣工).</summary>
    public bool CompletesInYear { get; init; }

    /// <summary>Day by which a new start has started.</summary>
    public DateOnly StartDeadline { get; init; } = DateOnly.MaxValue;

    /// <summary>Year-to-date in the last accepted return of the same year; null without one.</summary>
    public long? LastYearToDate { get; init; }

    /// <summary>Quarter amount in the accepted return of the quarter before, of whichever year; null without one.</summary>
    public long? LastQuarter { get; init; }
}

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

    /// <summary>Year-to-date in the last accepted return of the same year; null without one.</summary>
    public long? LastYearToDate { get; init; }

    /// <summary>Quarter amount in the accepted return of the quarter before, of whichever year; null without one.</summary>
    public long? LastQuarter { get; init; }
}

/// <summary>Whether a finding blocks.</summary>
internal enum Severity
{
    /// <summary>E: blocks submission.</summary>
    Error,

    /// <summary>W: passes once the line carries an explanation.</summary>
    Warning,
}

/// <summary>What a check found on a line.</summary>
/// <param name="Code">Code of the check.</param>
/// <param name="Severity">Whether it blocks.</param>
/// <param name="Field">Field of the line, by its name in the contract.</param>
/// <param name="Text">The finding for people.</param>
internal sealed record Finding(string Code, Severity Severity, string Field, Renovation.Shared.Errors.LocalText Text);

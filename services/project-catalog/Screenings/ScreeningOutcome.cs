namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Why a project is in a proposal or not.</summary>
internal enum ReasonCode
{
    /// <summary>A person wants it.</summary>
    PinnedIn,

    /// <summary>A person does not want it.</summary>
    PinnedOut,

    /// <summary>Its stage is not among those asked for.</summary>
    StageNotWanted,

    /// <summary>It is smaller than asked for.</summary>
    BelowMinInvestment,

    /// <summary>A required permit step is missing.</summary>
    ProceduresMissing,

    /// <summary>Chosen for its score.</summary>
    HighScore,

    /// <summary>Chosen before a higher score because its unit needs it for its minimum.</summary>
    UnitMinimum,

    /// <summary>Chosen before a higher score because it completes in the year.</summary>
    CompletesShare,

    /// <summary>Not chosen: its score is below that of every project that was chosen for its score.</summary>
    Outscored,

    /// <summary>Not chosen although its score would do: its unit is at its maximum.</summary>
    UnitFull,

    /// <summary>Not chosen although its score would do: minimums of units, the share that completes, or pinned projects took the place.</summary>
    Yielded,
}

/// <summary>A reason with the number that it rests on.</summary>
/// <param name="Code">Which.</param>
/// <param name="Fact">Set of permit steps, yuan, the lowest score that was chosen, or the bound of the unit; 0 when there is none.</param>
internal sealed record ScreeningReason(ReasonCode Code, long Fact = 0);

/// <summary>What was decided of a candidate.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Score">Its score.</param>
/// <param name="Chosen">Whether it is proposed.</param>
/// <param name="Reasons">Why, at least one.</param>
internal sealed record ScreeningDecision(ScreeningCandidate Candidate, ScreeningScore Score, bool Chosen, IReadOnlyList<ScreeningReason> Reasons);

/// <summary>Kinds of what a proposal must satisfy.</summary>
internal enum ConstraintKind
{
    Count,
    UnitMinimum,
    UnitMaximum,
    CompletesShare,
    PinnedIn,
}

/// <summary>Something that a proposal must satisfy.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Unit">Code of the unit that it is about, empty for none.</param>
/// <param name="Bound">The number that it asks for, or allows.</param>
/// <param name="Available">How many candidates there are for it.</param>
internal sealed record ScreeningConstraint(ConstraintKind Kind, string Unit, int Bound, int Available);

/// <summary>The outcome of a screening: decisions on all candidates by id, or the constraints that cannot be met together, of which none can be left out.</summary>
/// <param name="Decisions">Decisions, empty when there is no answer.</param>
/// <param name="Conflict">Constraints in each other's way, empty when there is an answer.</param>
internal sealed record ScreeningOutcome(IReadOnlyList<ScreeningDecision> Decisions, IReadOnlyList<ScreeningConstraint> Conflict);

namespace Renovation.FundingSupport.Recommendations;

/// <summary>What a program decided on a project that was recommended to it.</summary>
internal enum RecommendationOutcome
{
    Open = 0,
    Approved = 1,
    Rejected = 2,
}

/// <summary>A project in its place in a recommendation.</summary>
internal sealed record RecommendedProject
{
    /// <summary>Place, from 1.</summary>
    public required int Rank { get; init; }

    public required string Project { get; init; }

    public required string ProjectTitle { get; init; }

    public required string Enterprise { get; init; }

    public required string EnterpriseTitle { get; init; }

    public required string Unit { get; init; }

    public required string UnitTitle { get; init; }

    /// <summary>Whether the program prefers it: it is in the plan.</summary>
    public required bool Preferred { get; init; }

    /// <summary>Mean score of the experts in its last application that has one, 0 without.</summary>
    public required int Score { get; init; }

    public required long BaseYuan { get; init; }

    public required long ProposedYuan { get; init; }

    public RecommendationOutcome Outcome { get; init; }

    /// <summary>Given by the program, 0 unless approved.</summary>
    public long OutcomeYuan { get; init; }

    public string OutcomeNote { get; init; } = "";

    public DateOnly? OutcomeDate { get; init; }
}

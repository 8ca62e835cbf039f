namespace Renovation.FundingSupport.Applications;

/// <summary>Who reviews.</summary>
internal enum ReviewStep
{
    District = 1,
    Expert = 2,
}

/// <summary>One review of an application.</summary>
internal sealed class Review(int number, ReviewStep step, string reviewer, bool passed, string note, DateTime reviewTime)
{
    /// <summary>Number in the application, from 1.</summary>
    public int Number { get; } = number;

    public ReviewStep Step { get; } = step;

    public string Reviewer { get; } = reviewer;

    /// <summary>Whether support is recommended.</summary>
    public bool Passed { get; } = passed;

    public string Note { get; } = note;

    public DateTime ReviewTime { get; } = reviewTime;

    /// <summary>0–100; null at the district, and with a conflict of interest.</summary>
    public int? Score { get; init; }

    /// <summary>Proposed by an expert who recommends support, else 0.</summary>
    public long ProposedYuan { get; init; }

    /// <summary>Conflict of interest that the expert declared, empty for none.</summary>
    public string Conflict { get; init; } = "";

    /// <summary>Whether it is the opinion of an expert that counts.</summary>
    public bool CountsAsExpert => Step == ReviewStep.Expert && Conflict.Length == 0;
}

namespace Renovation.FundingSupport.Applications;

/// <summary>Who reviews.</summary>
internal enum ReviewStep
{
    District = 1,
    Expert = 2,
}

/// <summary>One review of an application.</summary>
internal sealed class Review(ReviewStep step, string reviewer, bool passed, string note, DateTime reviewTime)
{
    public ReviewStep Step { get; } = step;

    public string Reviewer { get; } = reviewer;

    /// <summary>Whether support is recommended.</summary>
    public bool Passed { get; } = passed;

    public string Note { get; } = note;

    public DateTime ReviewTime { get; } = reviewTime;
}

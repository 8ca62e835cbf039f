using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>What an expert says of an application.</summary>
/// <param name="Expert">Who it is.</param>
/// <param name="Passed">Whether support is recommended.</param>
/// <param name="Score">0–100.</param>
/// <param name="ProposedYuan">Amount proposed; counts when support is recommended.</param>
/// <param name="Conflict">Conflict of interest, empty for none; with one nothing else counts.</param>
/// <param name="Note">In words.</param>
internal sealed record ExpertOpinion(string Expert, bool Passed, int? Score, long ProposedYuan, string Conflict, string Note)
{
    /// <summary>Makes the review of it.</summary>
    /// <param name="mostYuan">What the rules give on the base of the application.</param>
    /// <exception cref="DomainException">The field that is missing or out of range.</exception>
    public Review ToReview(int number, long mostYuan, DateTime now)
    {
        if (Conflict.Length > 0)
            return new Review(number, ReviewStep.Expert, Expert, passed: false, Note, now) { Conflict = Conflict };
        if (Score is null)
            throw DomainException.Invalid("score", "REQUIRED", new LocalText("专家须评分。", "An expert scores."));
        if (Score is < 0 or > 100)
            throw DomainException.Invalid("score", "OUT_OF_RANGE", new LocalText("评分须在 0–100 之间。", "A score is 0–100."));
        if (Passed)
            Amounts.Check(ProposedYuan, mostYuan, "proposed_yuan");
        return new Review(number, ReviewStep.Expert, Expert, Passed, Note, now) { Score = Score, ProposedYuan = Passed ? ProposedYuan : 0 };
    }
}

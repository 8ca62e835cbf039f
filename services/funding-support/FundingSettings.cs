using Renovation.FundingSupport.Holdings;
using Renovation.Shared.Hosting;

namespace Renovation.FundingSupport;

/// <summary>Settings of funding support.</summary>
/// <param name="PublicityDays">How many days publicity lasts before an application may be approved: <c>Funding:PublicityDays</c>, 1–366, default 7.</param>
/// <param name="ExpertReviews">How many experts review an application, those with a conflict of interest not counted: <c>Funding:ExpertReviews</c>, 1–15, default 1.</param>
/// <param name="Holdings">What the terms of equity may be at most: <c>Funding:HoldingMonths</c>, 1–600, default 84, and <c>Funding:HoldingReturnBp</c>, 1–10000, default 5000.</param>
internal sealed record FundingSettings(int PublicityDays, int ExpertReviews, HoldingLimits Holdings)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is none.</exception>
    public static FundingSettings Read(IConfiguration configuration) => new(
        configuration.ReadNumber("Funding:PublicityDays", 1, 366, 7),
        configuration.ReadNumber("Funding:ExpertReviews", 1, 15, 1),
        new HoldingLimits(configuration.ReadNumber("Funding:HoldingMonths", 1, 600, 84), configuration.ReadNumber("Funding:HoldingReturnBp", 1, 10_000, 5_000)));
}

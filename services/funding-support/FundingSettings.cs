using Renovation.Shared.Hosting;

namespace Renovation.FundingSupport;

/// <summary>Settings of funding support.</summary>
/// <param name="PublicityDays">How many days publicity lasts before an application may be approved: <c>Funding:PublicityDays</c>, 1–366, default 7.</param>
internal sealed record FundingSettings(int PublicityDays)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is none.</exception>
    public static FundingSettings Read(IConfiguration configuration) => new(configuration.ReadNumber("Funding:PublicityDays", 1, 366, 7));
}

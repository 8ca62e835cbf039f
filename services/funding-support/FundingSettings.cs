using System.Globalization;

namespace Renovation.FundingSupport;

/// <summary>Settings of funding support.</summary>
/// <param name="PublicityDays">How many days publicity lasts before an application may be approved: <c>Funding:PublicityDays</c>, 1–366, default 7.</param>
internal sealed record FundingSettings(int PublicityDays)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is none.</exception>
    public static FundingSettings Read(IConfiguration configuration) => configuration["Funding:PublicityDays"] switch
    {
        null or "" => new FundingSettings(7),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 366 => new FundingSettings(days),
        var text => throw new InvalidOperationException($"The setting Funding:PublicityDays is a number of days from 1 to 366, not {text}."),
    };
}

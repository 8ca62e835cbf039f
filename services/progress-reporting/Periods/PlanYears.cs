using System.Globalization;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Reads the years in names of resources, e.g. <c>targets/2017</c>.</summary>
internal static class PlanYears
{
    private const int First = 2000;
    private const int Last = 2100;

    /// <summary>Gives the year in a name.</summary>
    /// <exception cref="DomainException">INVALID_NAME, INVALID_YEAR.</exception>
    public static int Read(string name, string field, string collection) =>
        ResourceNames.Ids(name, field, collection)[0] is { Length: 4 } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= First and <= Last
            ? year
            : throw DomainException.Invalid(field, "INVALID_YEAR", new LocalText($"年份为 {First} 至 {Last}。", $"A year is {First} to {Last}."));
}

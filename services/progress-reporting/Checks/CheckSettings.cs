using System.Globalization;

namespace Renovation.ProgressReporting.Checks;

/// <summary>Settings of the checks.</summary>
/// <param name="StartDeadline">Day of the year by which a new start has started (<c>Reporting:StartDeadline</c>, <c>MM-DD</c>, default 30 June by the notice of the reference city).</param>
/// <param name="Shadow">Codes of rules that are counted and never shown (<c>Reporting:ShadowRules</c>, separated by commas, default none).</param>
internal sealed record CheckSettings((int Month, int Day) StartDeadline, IReadOnlySet<string> Shadow)
{
    private static readonly (int, int) June30 = (6, 30);

    /// <summary>The settings without any set.</summary>
    public static readonly CheckSettings Default = new(June30, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">There is no such day or no such rule.</exception>
    public static CheckSettings Read(IConfiguration configuration)
    {
        var deadline = Default.StartDeadline;
        if (configuration["Reporting:StartDeadline"] is { Length: > 0 } text)
        {
            // Read in a year that has no 29 February, so that there is such a day every year.
            deadline = DateOnly.TryParseExact($"2017-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? (day.Month, day.Day)
                : throw new InvalidOperationException($"The setting Reporting:StartDeadline is a day of the year such as 06-30, not {text}.");
        }

        var shadow = (configuration["Reporting:ShadowRules"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        var unknown = shadow.Where(code => !LineRules.All.Any(rule => rule.Code == code)).Order(StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? new CheckSettings(deadline, shadow)
            : throw new InvalidOperationException($"The setting Reporting:ShadowRules names rules that there are not: {string.Join(", ", unknown)}.");
    }

    /// <summary>Gives the deadline in a year.</summary>
    public DateOnly StartDeadlineIn(int year) => new(year, StartDeadline.Month, StartDeadline.Day);
}

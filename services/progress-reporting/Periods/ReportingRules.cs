using System.Globalization;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Settings of the calendar of returns.</summary>
/// <param name="DueDay">Last day of the month after the quarter on which a return is on time, 1–28 (<c>Reporting:DueDay</c>, default 5).</param>
/// <param name="OpensByItself">Whether periods open by calendar (<c>Reporting:OpensByItself</c>, default true).</param>
internal sealed record ReportingRules(int DueDay, bool OpensByItself)
{
    private const int DefaultDueDay = 5;
    private const int LatestDueDay = 28;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    public static ReportingRules Read(IConfiguration configuration)
    {
        var dueDay = configuration["Reporting:DueDay"] is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= LatestDueDay
                ? day
                : throw new InvalidOperationException($"The setting Reporting:DueDay is a day from 1 to {LatestDueDay}, not {text}.")
            : DefaultDueDay;
        return new ReportingRules(dueDay, !string.Equals(configuration["Reporting:OpensByItself"], bool.FalseString, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Globalization;
using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Returns;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Settings of the calendar of returns.</summary>
/// <param name="DueDay">Last day of the month after the quarter on which a return is on time, 1–28 (<c>Reporting:DueDay</c>, default 5).</param>
/// <param name="ShiftsToWorkday">Whether a due date that is not worked moves to the next working day (<c>Reporting:ShiftToWorkday</c>, default false).</param>
/// <param name="Filing">How returns are filed; whether a second person certifies is <c>Reporting:NeedsCertifier</c>, default false.</param>
/// <param name="OpensByItself">Whether periods open and close by calendar (<c>Reporting:OpensByItself</c>, default true).</param>
/// <param name="Calendar">Working days (<c>Reporting:CalendarFile</c>, default the built-in ones of 2016 to 2026).</param>
internal sealed record ReportingRules(int DueDay, bool ShiftsToWorkday, FilingRules Filing, bool OpensByItself, WorkdayCalendar Calendar)
{
    private const int DefaultDueDay = 5;
    private const int LatestDueDay = 28;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range, or the calendar cannot be read.</exception>
    public static ReportingRules Read(IConfiguration configuration)
    {
        var dueDay = configuration["Reporting:DueDay"] is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= LatestDueDay
                ? day
                : throw new InvalidOperationException($"The setting Reporting:DueDay is a day from 1 to {LatestDueDay}, not {text}.")
            : DefaultDueDay;
        var calendar = configuration["Reporting:CalendarFile"] is { Length: > 0 } path ? WorkdayCalendar.Load(path) : WorkdayCalendar.BuiltIn();
        return new ReportingRules(dueDay, Flag(configuration, "Reporting:ShiftToWorkday", false), new FilingRules(Flag(configuration, "Reporting:NeedsCertifier", false), CheckSettings.Read(configuration)), Flag(configuration, "Reporting:OpensByItself", true), calendar);
    }

    private static bool Flag(IConfiguration configuration, string name, bool unset) => configuration[name] is { Length: > 0 } text
        ? bool.TryParse(text, out var value) ? value : throw new InvalidOperationException($"The setting {name} is true or false, not {text}.")
        : unset;
}

using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Hosting;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Settings of the calendar of returns.</summary>
/// <param name="DueDay">Last day of the month after the quarter on which a return is on time, 1–28 (<c>Reporting:DueDay</c>, default 5).</param>
/// <param name="ShiftsToWorkday">Whether a due date that is not worked moves to the next working day (<c>Reporting:ShiftToWorkday</c>, default false).</param>
/// <param name="Filing">How returns are filed; whether a second person certifies is <c>Reporting:NeedsCertifier</c>, default false.</param>
/// <param name="OpensByItself">Whether periods open and close by calendar (<c>Reporting:OpensByItself</c>, default true).</param>
/// <param name="MissingPeriods">In how many consecutive periods a project is missing before its withdrawal is proposed, 1–8, 0 for never (<c>Reporting:MissingPeriods</c>, default 2).</param>
/// <param name="Calendar">Working days (<c>Reporting:CalendarFile</c>, default the built-in ones of 2016 to 2026).</param>
internal sealed record ReportingRules(int DueDay, bool ShiftsToWorkday, FilingRules Filing, bool OpensByItself, int MissingPeriods, WorkdayCalendar Calendar)
{
    private const int DefaultDueDay = 5;
    private const int LatestDueDay = 28;
    private const int DefaultMissing = 2;
    private const int MostMissing = 8;

    /// <summary>Gives the day of a year by which new starts have started.</summary>
    public DateOnly StartDeadlineIn(int year) => Filing.Checks.StartDeadlineIn(year);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range, or the calendar cannot be read.</exception>
    public static ReportingRules Read(IConfiguration configuration)
    {
        var dueDay = configuration.ReadNumber("Reporting:DueDay", 1, LatestDueDay, DefaultDueDay);
        var missing = configuration.ReadNumber("Reporting:MissingPeriods", 0, MostMissing, DefaultMissing);
        var calendar = configuration["Reporting:CalendarFile"] is { Length: > 0 } path ? WorkdayCalendar.Load(path) : WorkdayCalendar.BuiltIn();
        return new ReportingRules(dueDay, configuration.ReadFlag("Reporting:ShiftToWorkday", false), new FilingRules(configuration.ReadFlag("Reporting:NeedsCertifier", false), CheckSettings.Read(configuration)), configuration.ReadFlag("Reporting:OpensByItself", true), missing, calendar);
    }
}

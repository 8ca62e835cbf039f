using System.Globalization;
using Renovation.Shared.Errors;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Periods;

/// <summary>A step on the way to a due time.</summary>
/// <param name="Code">What the step is about, UPPER_SNAKE.</param>
/// <param name="Text">The step for people.</param>
internal sealed record DueStep(string Code, LocalText Text);

/// <summary>Until when a return is on time, and why. A pure function of the quarter and the rules.</summary>
/// <param name="DueDate">Last day on which it is on time.</param>
/// <param name="LateFrom">First instant that is late (UTC).</param>
/// <param name="Steps">How that comes about.</param>
internal sealed record DueTime(DateOnly DueDate, DateTime LateFrom, IReadOnlyList<DueStep> Steps)
{
    private const string WeekdaysZh = "日一二三四五六";

    /// <summary>Gives the due time of a quarter by the rules as they are.</summary>
    public static DueTime Of(Quarter quarter, ReportingRules rules, TimeZoneInfo zone)
    {
        var wanted = quarter.DueDate(rules.DueDay);
        List<DueStep> steps =
        [
            new("QUARTER_END", new LocalText($"{quarter.Title}于 {Day(quarter.LastDay)} 结束。", $"{quarter} ends on {Day(quarter.LastDay)}.")),
            new("WINDOW_OPENS", new LocalText($"自 {Day(quarter.OpensOn)} 起可以上报。", $"Returns can be filed from {Day(quarter.OpensOn)}.")),
            new("DUE_DAY", new LocalText($"须于次月 {rules.DueDay} 日（含当日）前上报，即 {Named(wanted).Zh}。", $"They are due by day {rules.DueDay} of the next month, inclusive: {Named(wanted).En}.")),
        ];
        var due = Settle(wanted, rules, steps);
        var late = LateFromOf(due, zone);
        steps.Add(LateStep(due, zone));
        return new DueTime(due, late, steps);
    }

    /// <summary>Gives the first instant after a day in the time zone of the city (UTC).</summary>
    public static DateTime LateFromOf(DateOnly due, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(due.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), zone);

    /// <summary>Says when it is late.</summary>
    public static DueStep LateStep(DateOnly due, TimeZoneInfo zone) =>
        new("LATE_FROM", new LocalText($"自 {Day(due.AddDays(1))} 00:00（{CalendarZone.TitleOf(zone).Zh}）起为逾期。", $"A return is late from {Day(due.AddDays(1))} 00:00 ({CalendarZone.TitleOf(zone).En})."));

    private static DateOnly Settle(DateOnly wanted, ReportingRules rules, List<DueStep> steps)
    {
        var nature = rules.Calendar.Of(wanted);
        if (!nature.IsKnown)
        {
            steps.Add(new("CALENDAR_UNKNOWN", new LocalText(
                $"工作日历（版本 {rules.Calendar.Version}）没有 {wanted.Year} 年的节假日，只按周末判断。",
                $"The calendar of working days (version {rules.Calendar.Version}) has no holidays of {wanted.Year}: only weekends count.")));
        }

        if (nature.IsWorked)
        {
            steps.Add(new("WORKDAY", nature.Occasion is { } made
                ? new LocalText($"当日为{made}调休上班日。", $"That day is worked, made up for {made}.")
                : new LocalText("当日为工作日。", "That day is a working day.")));
            return wanted;
        }

        var why = nature.Occasion is { } holiday ? new LocalText($"当日为{holiday}假期", $"That day is off for {holiday}") : new LocalText("当日为周末", "That day is on a weekend");
        if (!rules.ShiftsToWorkday)
        {
            steps.Add(new("NOT_SHIFTED", new LocalText($"{why.Zh}；未启用顺延，截止日不变。", $"{why.En}; due dates are not shifted, it stays.")));
            return wanted;
        }

        var shifted = rules.Calendar.WorkdayFrom(wanted);
        steps.Add(new("SHIFTED", new LocalText(
            $"{why.Zh}，按工作日历（版本 {rules.Calendar.Version}）顺延至下一个工作日 {Named(shifted).Zh}。",
            $"{why.En}: by the calendar of working days (version {rules.Calendar.Version}) it is shifted to the next working day, {Named(shifted).En}.")));
        return shifted;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static LocalText Named(DateOnly day) => new($"{Day(day)}（星期{WeekdaysZh[(int)day.DayOfWeek]}）", $"{Day(day)} ({day.DayOfWeek})");
}

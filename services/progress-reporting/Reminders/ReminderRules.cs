using System.Globalization;
using Renovation.Shared.Hosting;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Settings of the reminders.</summary>
/// <param name="Days">
/// Days at which a return that is owed is reminded of: below zero before its due date, from zero on after the day of the due date is over (<c>Reporting:Reminders</c>, default
/// <c>-5,-1,0,3</c>, <c>none</c> for no reminders); ascending.
/// </param>
/// <param name="RemindsByItself">Whether reminders are made by calendar (<c>Reporting:RemindsByItself</c>, default true).</param>
internal sealed record ReminderRules(IReadOnlyList<int> Days, bool RemindsByItself)
{
    private const string Default = "-5,-1,0,3";
    private const int Farthest = 90;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    public static ReminderRules Read(IConfiguration configuration)
    {
        var text = configuration["Reporting:Reminders"] is { Length: > 0 } set ? set : Default;
        var days = text == "none" ? [] : text.Split(',', StringSplitOptions.TrimEntries).Select(day => DayOf(day, text)).ToList();
        if (days.Distinct().Count() != days.Count)
            throw Invalid(text);
        return new ReminderRules([.. days.Order()], configuration.ReadFlag("Reporting:RemindsByItself", true));
    }

    /// <summary>Gives the latest of the days that was reached; null before the first.</summary>
    public int? ReachedOn(DateOnly today, DateOnly due)
    {
        int? reached = null;
        foreach (var days in Days.TakeWhile(days => today >= From(due, days)))
            reached = days;
        return reached;
    }

    /// <summary>Gives the first day of a reminder.</summary>
    public static DateOnly From(DateOnly due, int days) => due.AddDays(days < 0 ? days : days + 1);

    private static int DayOf(string day, string text) =>
        int.TryParse(day, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) && Math.Abs((long)days) <= Farthest ? days : throw Invalid(text);

    private static InvalidOperationException Invalid(string text) =>
        new($"The setting Reporting:Reminders is a list of different days from -{Farthest} to {Farthest} such as {Default}, or none, not {text}.");
}

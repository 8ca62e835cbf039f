namespace Renovation.Shared.Domain;

/// <summary>Turns instants into calendar days and back, in the time zone of the calendar rules.</summary>
public static class CalendarDays
{
    /// <summary>Gives the day on which <paramref name="instant"/> (UTC) falls in <paramref name="zone"/>.</summary>
    public static DateOnly ToLocalDate(this DateTime instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), zone));

    /// <summary>Gives the instant (UTC) at which <paramref name="day"/> begins in <paramref name="zone"/>.</summary>
    public static DateTime StartOfDay(this DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);

        // A day that begins with a daylight saving gap (Shanghai knew them until 1991) has no midnight: it begins where the gap ends.
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return TimeZoneInfo.ConvertTimeToUtc(midnight, zone);
    }
}

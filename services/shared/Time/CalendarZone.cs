using Microsoft.Extensions.Configuration;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Time;

/// <summary>The time zone of the calendar rules.</summary>
public static class CalendarZone
{
    private const string Shanghai = "Asia/Shanghai";

    /// <summary>Reads <c>Calendar:TimeZone</c>, default Asia/Shanghai.</summary>
    /// <exception cref="InvalidOperationException">The system knows no such zone.</exception>
    public static TimeZoneInfo Read(IConfiguration configuration) => Find(configuration["Calendar:TimeZone"] is { Length: > 0 } id ? id : Shanghai);

    /// <summary>Names a zone as people do; its id when it has no such name here.</summary>
    public static LocalText TitleOf(TimeZoneInfo zone) => zone.Id == Shanghai ? new LocalText("北京时间", "Beijing time") : new LocalText(zone.Id, zone.Id);

    /// <summary>Finds a zone. Asia/Shanghai is known even on a system without time zone data, then as UTC+8 without its daylight saving before 1992.</summary>
    /// <exception cref="InvalidOperationException">The system knows no such zone.</exception>
    public static TimeZoneInfo Find(string id)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        if (id == Shanghai)
            return TimeZoneInfo.CreateCustomTimeZone(Shanghai, TimeSpan.FromHours(8), Shanghai, Shanghai);
        throw new InvalidOperationException($"Calendar:TimeZone: the system knows no time zone {id}.");
    }
}

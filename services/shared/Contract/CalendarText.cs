using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Contract;

/// <summary>Reads and writes calendar days (<c>YYYY-MM-DD</c>) and instants; an empty text is no day.</summary>
public static class CalendarText
{
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly DateOnly Earliest = new(1950, 1, 1);
    private static readonly DateOnly Latest = new(2099, 12, 31);

    /// <summary>Writes a day, empty for null.</summary>
    public static string Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads a day of 1950–2099; null when the text is empty or no such day.</summary>
    public static DateOnly? TryDay(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Earliest && day <= Latest ? day : null;

    /// <summary>Reads a day of 1950–2099; notes INVALID_DATE and gives null when there is no such day.</summary>
    public static DateOnly? ReadDay(string text, string field, Validation validation)
    {
        var day = TryDay(text);
        validation.Check(text.Length == 0 || day is not null, field, "INVALID_DATE", new LocalText("日期不存在、格式不是 YYYY-MM-DD 或不在 1950–2099 年内。", "There is no such day of 1950–2099; the form is YYYY-MM-DD."));
        return day;
    }

    /// <summary>Writes an instant (UTC), null for null.</summary>
    public static Timestamp? Instant(DateTime? utc) => utc is { } instant ? Timestamp.FromDateTime(DateTime.SpecifyKind(instant, DateTimeKind.Utc)) : null;
}

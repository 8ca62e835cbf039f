using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Contract;

/// <summary>Reads and writes calendar days (<c>YYYY-MM-DD</c>), months (<c>YYYY-MM</c>) and instants; an empty text is none.</summary>
public static class CalendarText
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";
    private static readonly LocalText NoDay = new("日期不存在、格式不是 YYYY-MM-DD 或不在 1950–2099 年内。", "There is no such day of 1950–2099; the form is YYYY-MM-DD.");
    private static readonly DateOnly Earliest = new(1950, 1, 1);
    private static readonly DateOnly Latest = new(2099, 12, 31);

    /// <summary>Writes a day, empty for null.</summary>
    public static string Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Writes a month by a day of it, empty for null.</summary>
    public static string Month(DateOnly? month) => month?.ToString(MonthFormat, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads a day of 1950–2099; null when the text is empty or no such day.</summary>
    public static DateOnly? TryDay(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Earliest && day <= Latest ? day : null;

    /// <summary>Reads a day of 1950–2099; notes INVALID_DATE and gives null when there is no such day.</summary>
    public static DateOnly? ReadDay(string text, string field, Validation validation)
    {
        var day = TryDay(text);
        validation.Check(text.Length == 0 || day is not null, field, "INVALID_DATE", NoDay);
        return day;
    }

    /// <summary>Reads a day of 1950–2099; null when the text is empty.</summary>
    /// <exception cref="DomainException">INVALID_DATE: there is no such day.</exception>
    public static DateOnly? ReadDay(string text, string field) => text.Length == 0 ? null : TryDay(text) ?? throw DomainException.Invalid(field, "INVALID_DATE", NoDay);

    /// <summary>Reads a month of 1950–2099 as the first day of it; notes INVALID_MONTH and gives null when there is no such month.</summary>
    public static DateOnly? ReadMonth(string text, string field, Validation validation)
    {
        var month = TryDay(text + "-01");
        validation.Check(text.Length == 0 || month is not null, field, "INVALID_MONTH", new LocalText("年月不存在、格式不是 YYYY-MM 或不在 1950–2099 年内。", "There is no such month of 1950–2099; the form is YYYY-MM."));
        return month;
    }

    /// <summary>Writes an instant (UTC), null for null.</summary>
    public static Timestamp? Instant(DateTime? utc) => utc is { } instant ? Timestamp.FromDateTime(DateTime.SpecifyKind(instant, DateTimeKind.Utc)) : null;
}

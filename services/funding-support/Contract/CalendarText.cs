using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Contract;

/// <summary>Reads and writes calendar days (<c>YYYY-MM-DD</c>) and instants; an empty text is no day.</summary>
internal static class CalendarText
{
    private const string DayFormat = "yyyy-MM-dd";

    public static string Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads a day.</summary>
    /// <exception cref="DomainException">INVALID_DATE: there is no such day.</exception>
    public static DateOnly? ReadDay(string text, string field)
    {
        if (text.Length == 0)
            return null;
        return DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw DomainException.Invalid(field, "INVALID_DATE", new LocalText("日期不存在或格式不是 YYYY-MM-DD。", "There is no such day; the form is YYYY-MM-DD."));
    }

    /// <summary>Gives an instant (UTC).</summary>
    public static Timestamp Instant(DateTime utc) => Timestamp.FromDateTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}

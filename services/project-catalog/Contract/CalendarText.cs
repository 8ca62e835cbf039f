using System.Globalization;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Contract;

/// <summary>Reads and writes calendar days (<c>YYYY-MM-DD</c>) and months (<c>YYYY-MM</c>); an empty text is none.</summary>
internal static class CalendarText
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";

    public static string Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "";

    public static string Month(DateOnly? month) => month?.ToString(MonthFormat, CultureInfo.InvariantCulture) ?? "";

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

    /// <summary>Reads a month as the first day of it; notes an error and gives null when there is no such month.</summary>
    public static DateOnly? ReadMonth(string text, string field, Validation validation)
    {
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text + "-01", DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return month;
        validation.Add(new FieldError(field, "INVALID_MONTH", new LocalText("年月不存在或格式不是 YYYY-MM。", "There is no such month; the form is YYYY-MM.")));
        return null;
    }
}

using System.Text.RegularExpressions;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads days: Excel serials, <c>2017-06-30</c>, <c>2017/6/30</c>, <c>2017.6.30</c>, <c>2017年6月30日</c>, <c>20170630</c>.</summary>
internal static partial class DateCell
{
    private const int FirstYear = 1949;
    private const int LastYear = 2099;

    // 1950-01-01 and 2099-12-31. Formats of Chinese Excel (27 to 36, 50 to 58) have no text in the file, so that their days arrive as numbers.
    private const int FirstSerial = 18_264;
    private const int LastSerial = 73_050;

    private static readonly DateOnly Origin = new(1899, 12, 30);

    public static CellOutcome Parse(in RawCell cell) => Read(cell) is { } day ? CellOutcome.Of(day) : Invalid(cell);

    /// <summary>Returns the day of a serial number; null when it is not one of a plausible day.</summary>
    public static DateOnly? FromSerial(double number) =>
        number >= FirstSerial && number < LastSerial + 1 ? Origin.AddDays((int)Math.Floor(number)) : null;

    /// <summary>Returns the day; null when there is no such day.</summary>
    public static DateOnly? Make(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    /// <summary>Returns the year of two or four digits; two digits are of this century, as in <c>17.06</c>.</summary>
    public static int Year(string digits) => digits.Length == 2 ? 2000 + Digits.Number(digits) : Digits.Number(digits);

    private static DateOnly? Read(in RawCell cell)
    {
        switch (cell.Value)
        {
            case DateTime moment:
                return Make(moment.Year, moment.Month, moment.Day);
            case double number:
                return FromSerial(number) ?? (Digits.TryWhole(number, out var whole) ? FromDigits(whole) : null);
            case string text when Day().Match(TextFolding.Narrow(text).Trim()) is { Success: true } match:
                return Make(Year(match.Groups["year"].Value), Digits.Number(match.Groups["month"].Value), Digits.Number(match.Groups["day"].Value));
            case string when double.TryParse(cell.Compact, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var serial):
                return FromSerial(serial) ?? (Digits.TryWhole(serial, out var digits) ? FromDigits(digits) : null);
            default:
                return null;
        }
    }

    private static DateOnly? FromDigits(long whole) => whole is >= 19_490_101 and <= 20_991_231 ? Make((int)(whole / 10_000), (int)(whole / 100 % 100), (int)(whole % 100)) : null;

    private static CellOutcome Invalid(in RawCell cell) => CellOutcome.Wrong(
        "INVALID_DATE",
        $"“{CellOutcome.Quote(cell.Display)}”不是有效日期（如 2017-06-30）。",
        $"“{CellOutcome.Quote(cell.Display)}” is not a day, such as 2017-06-30.");

    // A time behind the day, as systems export it, does not matter.
    [GeneratedRegex(@"^(?<year>[0-9]{4}|[0-9]{2})(?: ?(?<sign>[-/.]) ?(?<month>[0-9]{1,2}) ?\k<sign> ?(?<day>[0-9]{1,2})| ?年 ?(?<month>[0-9]{1,2}) ?月 ?(?<day>[0-9]{1,2}) ?[日号]?)(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Day();
}

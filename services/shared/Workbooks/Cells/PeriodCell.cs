using System.Text.RegularExpressions;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>
/// Reads months and periods: <c>2016-2018</c>, <c>2016.03-2017.12</c>, <c>2016年3月至2017年12月</c>, <c>16.03-17.12</c>, <c>2016.03-12</c>, <c>2016</c>.
/// </summary>
internal static partial class PeriodCell
{
    public static CellOutcome Parse(Column column, in RawCell cell)
    {
        if (Read(cell) is not { } range)
            return Invalid(cell, "INVALID_PERIOD");
        return column.IsAnyOrder || !range.IsReversed
            ? CellOutcome.Of(range)
            : CellOutcome.Wrong("INVALID_PERIOD", $"“{CellOutcome.Quote(cell.Display)}”的结束早于开始。", $"“{CellOutcome.Quote(cell.Display)}” ends before it begins.");
    }

    public static CellOutcome ParseMonth(in RawCell cell)
    {
        if (IsAmbiguous(cell))
            return Ambiguous(cell);
        if (Read(cell) is { } range && range.First == range.Last)
            return CellOutcome.Of(range.First);
        return DateCell.Parse(cell).Value is DateOnly day ? CellOutcome.Of(new DateOnly(day.Year, day.Month, 1)) : Invalid(cell, "INVALID_MONTH");
    }

    private static MonthRange? Read(in RawCell cell) => cell.Value switch
    {
        DateTime moment => Single(DateCell.Make(moment.Year, moment.Month, 1)),
        double number => ReadNumber(number, cell.Format),
        string => ReadText(cell.Compact),
        _ => null,
    };

    // 2016 is a year, 201603 a month, 2016.03 a month, 42430 the serial of a day.
    private static MonthRange? ReadNumber(double number, string? format)
    {
        if (Digits.TryWhole(number, out var whole))
        {
            return whole switch
            {
                >= 1949 and <= 2099 => Years((int)whole, (int)whole),
                >= 194_901 and <= 209_912 => Single(DateCell.Make((int)(whole / 100), (int)(whole % 100), 1)),
                _ => DateCell.FromSerial(number) is { } day ? Single(new DateOnly(day.Year, day.Month, 1)) : null,
            };
        }

        var hundredths = Math.Round(number * 100);
        if (number is < 1949 or >= 2100 || Math.Abs((number * 100) - hundredths) > 1e-6 || IsTenth(number, format))
            return null;
        return Single(DateCell.Make((int)(hundredths / 100), (int)(hundredths % 100), 1));
    }

    // 2016.10 typed into a cell is kept as 2016.1, which is January to one reader and October to another.
    private static bool IsAmbiguous(in RawCell cell) => cell.Value is double number && number is >= 1949 and < 2100 && IsTenth(number, cell.Format);

    private static bool IsTenth(double number, string? format) =>
        Math.Abs(number - Math.Floor(number) - 0.1) < 1e-9 && format?.Contains("0.00", StringComparison.Ordinal) != true;

    private static MonthRange? ReadText(string text)
    {
        if (text.Length > 40)
            return null;
        if (Range().Match(text) is { Success: true } range)
            return Between(range);
        if (Point().Match(text) is not { Success: true } point)
            return Number().Match(text) is { Success: true } digits ? ReadNumber(double.Parse(digits.Value, System.Globalization.CultureInfo.InvariantCulture), null) : null;
        var year = DateCell.Year(point.Groups["year"].Value);
        return point.Groups["month"].Success ? Single(DateCell.Make(year, Digits.Number(point.Groups["month"].Value), 1)) : Years(year, year);
    }

    private static MonthRange? Between(Match match)
    {
        var (fromYear, fromMonth) = (DateCell.Year(match.Groups["y1"].Value), match.Groups["m1"]);
        var (toYear, toMonth) = (match.Groups["y2"].Success ? DateCell.Year(match.Groups["y2"].Value) : fromYear, match.Groups["m2"]);
        var first = DateCell.Make(fromYear, fromMonth.Success ? Digits.Number(fromMonth.Value) : 1, 1);
        var last = DateCell.Make(toYear, toMonth.Success ? Digits.Number(toMonth.Value) : 12, 1);
        return first is { } from && last is { } to ? new MonthRange(from, to) : null;
    }

    private static MonthRange? Single(DateOnly? month) => month is { } day ? new MonthRange(day, day) : null;

    private static MonthRange? Years(int first, int last) =>
        DateCell.Make(first, 1, 1) is { } from && DateCell.Make(last, 12, 1) is { } to ? new MonthRange(from, to) : null;

    private static CellOutcome Invalid(in RawCell cell, string code) => IsAmbiguous(cell) ? Ambiguous(cell) : CellOutcome.Wrong(
        code,
        $"“{CellOutcome.Quote(cell.Display)}”不是有效年月（如 2016.03-2017.12）。",
        $"“{CellOutcome.Quote(cell.Display)}” is not a month or period, such as 2016.03-2017.12.");

    private static CellOutcome Ambiguous(in RawCell cell) => CellOutcome.Wrong(
        "AMBIGUOUS_MONTH",
        $"“{cell.Display}”可能是 1 月或 10 月，请写成 2016-01 或 2016-10。",
        $"“{cell.Display}” may be January or October; write 2016-01 or 2016-10.");

    // Two ends: year with or without month on each; the second may be a month alone (2016.03-12, 2016年3月至12月).
    // A hyphen between year and month (2016-03至2017-12, 2016-03-2017-12) is taken only when a month can follow.
    [GeneratedRegex(@"^(?<y1>[0-9]{4}|[0-9]{2}(?=[.年/]))(?:年?[初底]?|(?:[-./]|年)(?<m1>0?[1-9]|1[0-2])(?:月份?)?|(?<m1>0[1-9]|1[0-2]))(?:-{1,2}|[—–―~～至到]{1,2})(?:(?<y2>[0-9]{4}|[0-9]{2}(?=[.年/]))(?:年?[初底]?|(?:[-./]|年)(?<m2>0?[1-9]|1[0-2])(?:月份?)?[底]?|(?<m2>0[1-9]|1[0-2]))|(?<m2>0?[1-9]|1[0-2])月?(?<=(?:[./]|年)[0-9]{1,2}月?.{1,2}[0-9]{1,2}月?))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"^(?<year>[0-9]{4}|[0-9]{2}(?=[.年/]))(?:年|(?:[-./]|年)(?<month>[0-9]{1,2})(?:月份?)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Point();

    [GeneratedRegex(@"^[0-9]{4}(?:[0-9]{2})?$", RegexOptions.None, 1000)]
    private static partial Regex Number();
}

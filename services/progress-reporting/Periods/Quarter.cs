using System.Globalization;
using System.Text.RegularExpressions;
using Renovation.Shared.Domain;

namespace Renovation.ProgressReporting.Periods;

/// <summary>A calendar quarter, written <c>2017Q2</c> (报告期).</summary>
/// <param name="Year">Calendar year, 2000–2100.</param>
/// <param name="Number">1–4.</param>
internal readonly partial record struct Quarter(int Year, int Number)
{
    /// <summary>The quarter for people, <c>2017年第2季度</c>.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}年第{Number}季度");

    /// <summary>First day of the quarter.</summary>
    public DateOnly FirstDay => new(Year, Number * 3 - 2, 1);

    /// <summary>Last day of the quarter.</summary>
    public DateOnly LastDay => FirstDay.AddMonths(3).AddDays(-1);

    /// <summary>First day on which a return may be filed: the day after the quarter.</summary>
    public DateOnly OpensOn => FirstDay.AddMonths(3);

    /// <summary>The quarter before.</summary>
    public Quarter Previous => Number == 1 ? new(Year - 1, 4) : new(Year, Number - 1);

    /// <summary>The quarter after.</summary>
    public Quarter Next => Number == 4 ? new(Year + 1, 1) : new(Year, Number + 1);

    /// <summary>Returns the last day on which a return is on time: the due day of the month after the quarter.</summary>
    /// <param name="dueDay">Day of the month, 1–28; 5 by the notice of the reference city.</param>
    public DateOnly DueDate(int dueDay) => OpensOn.AddDays(dueDay - 1);

    /// <summary>Returns the quarter of a day.</summary>
    public static Quarter Of(DateOnly day) => new(day.Year, (day.Month + 2) / 3);

    /// <summary>Reads <c>2017Q2</c>; null when the text is anything else.</summary>
    public static Quarter? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        return year is < 2000 or > 2100 ? null : new Quarter(year, match.Groups["number"].ValueSpan[0] - '0');
    }

    /// <summary>Reads the ways in which sheets write a quarter: <c>2017Q2</c>, <c>2017年第2季度</c>, <c>2017年二季度</c>; null when the text is none of them.</summary>
    public static Quarter? ReadTitle(string text)
    {
        var match = TitlePattern().Match(TextFolding.Key(text));
        if (!match.Success)
            return null;
        var number = match.Groups["number"].ValueSpan[0];
        var chinese = "一二三四".IndexOf(number, StringComparison.Ordinal);
        return Parse($"{match.Groups["year"].ValueSpan}Q{(chinese < 0 ? number : (char)('1' + chinese))}");
    }

    /// <summary>Returns <c>2017Q2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}Q{Number}");

    [GeneratedRegex(@"^(?<year>[0-9]{4})(?:q|年?第?)(?<number>[1-4一二三四])(?:季度?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^(?<year>[0-9]{4})Q(?<number>[1-4])\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}

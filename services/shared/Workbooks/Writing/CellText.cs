using System.Globalization;
using System.Text;
using System.Xml;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Turns values into what a cell holds.</summary>
internal static class CellText
{
    /// <summary>Most characters of a cell; Excel repairs a file that has more.</summary>
    public const int Longest = 32_767;

    private static readonly DateOnly Origin = new(1899, 12, 30);

    /// <summary>True for a text that a spreadsheet would take for a formula when it is entered again.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';

    /// <summary>Returns the text without what XML cannot hold, cut to what a cell can.</summary>
    public static string Safe(string text)
    {
        var safe = text;
        if (!text.All(XmlConvert.IsXmlChar))
        {
            var kept = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)))
                kept.Append(rune.ToString());
            safe = kept.ToString();
        }

        if (safe.Length <= Longest)
            return safe;
        return char.IsHighSurrogate(safe[Longest - 1]) ? safe[..(Longest - 1)] : safe[..Longest];
    }

    /// <summary>Returns yuan in a unit, exact to the yuan, e.g. <c>54583.0001</c>.</summary>
    public static string Money(long yuan, MoneyUnit unit) => (yuan / (decimal)(long)unit).ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>Returns the format in which an amount shows all its decimals, and none that it does not have.</summary>
    public static string MoneyFormat(long yuan, MoneyUnit unit)
    {
        var text = Money(yuan, unit);
        var decimals = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
        return decimals switch
        {
            0 => "#,##0",
            <= 2 => "#,##0.00",
            <= 4 => "#,##0.0000",
            _ => "#,##0.00000000",
        };
    }

    /// <summary>Returns basis points as a share, e.g. 1300 as <c>0.13</c>.</summary>
    public static string Share(long basisPoints) => (basisPoints / 10_000m).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Returns the serial number of a day.</summary>
    public static string Serial(DateOnly day) => (day.DayNumber - Origin.DayNumber).ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a period as sheets write it, e.g. <c>2016.03-2017.12</c>.</summary>
    public static string Period(MonthRange range) => string.Create(CultureInfo.InvariantCulture, $"{range.First:yyyy.MM}-{range.Last:yyyy.MM}");

    /// <summary>Returns a month, e.g. <c>2017-06</c>.</summary>
    public static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads amounts exactly: an amount finer than a yuan is an error and never rounded.</summary>
internal static partial class MoneyCell
{
    /// <summary>Largest amount, 10^15 yuan: beyond all money there is, and within what a double holds to the yuan.</summary>
    public const long Largest = 1_000_000_000_000_000;

    // What is left of binary fractions (0.1+0.2) and of sums that should be zero lies far below; the fifth decimal of a 万元, 0.1 yuan, far above.
    private const decimal Dust = 0.00001m;
    private const decimal MostDust = 0.01m;

    public static CellOutcome Parse(in RawCell cell, MoneyUnit unit) => cell.Value switch
    {
        double number => ParseDouble(number, (decimal)(long)unit),
        string text => ParseText(text, cell.Compact, unit),
        _ => NotANumber(cell.Display),
    };

    // A decimal made of a double has its 15 significant digits, which is all that Excel shows and keeps of a typed number.
    private static CellOutcome ParseDouble(double number, decimal factor)
    {
        if (!double.IsFinite(number))
            return NotANumber("#NUM!");
        if (Math.Abs(number) > Largest)
            return number < 0 ? Negative() : TooLarge();
        var yuan = (decimal)number * factor;
        var nearest = Math.Round(yuan, MidpointRounding.AwayFromZero);
        var dust = Math.Min(MostDust, Math.Max(Dust, Math.Abs(yuan) * 1e-12m));
        return Math.Abs(yuan - nearest) <= dust ? InRange(nearest) : Fine(yuan);
    }

    private static CellOutcome ParseText(string original, string compact, MoneyUnit unit)
    {
        var match = Amount().Match(compact);
        if (compact.Length > 60 || !match.Success)
            return NotANumber(original);
        var digits = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal) + match.Groups["rest"].Value;
        var isNegative = match.Groups["minus"].Success || match.Groups["open"].Success;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return isNegative ? Negative() : TooLarge();
        if (value > Largest)
            return isNegative ? Negative() : TooLarge();
        var factor = (decimal)(long)(MoneyUnits.Named(match.Groups["unit"].Value) ?? unit);
        var yuan = (isNegative ? -value : value) * factor;
        return yuan == decimal.Truncate(yuan) && !LosesDigits(match.Groups["rest"].Value) ? InRange(yuan) : Fine(yuan);
    }

    // A decimal holds 28 digits and rounds what is beyond.
    private static bool LosesDigits(string fraction) => fraction.TrimEnd('0').Length > 13;

    private static CellOutcome InRange(decimal yuan)
    {
        if (yuan < 0)
            return Negative();
        return yuan > Largest ? TooLarge() : CellOutcome.Of((long)yuan);
    }

    private static CellOutcome Fine(decimal yuan) => yuan < 0 ? Negative() : CellOutcome.Wrong("SUB_YUAN_PRECISION", "金额精确到元以下（万元最多四位小数）。", "The amount is finer than a yuan (at most four decimals of 万元).");

    private static CellOutcome Negative() => CellOutcome.Wrong("NEGATIVE_AMOUNT", "金额不能为负。", "The amount is negative.");

    private static CellOutcome TooLarge() => CellOutcome.Wrong("AMOUNT_TOO_LARGE", "金额过大，请检查单位。", "The amount is too large; check its unit.");

    private static CellOutcome NotANumber(string text) =>
        CellOutcome.Wrong("NOT_A_NUMBER", $"“{CellOutcome.Quote(text)}”不是数字。", $"“{CellOutcome.Quote(text)}” is not a number.");

    // Separators stand between groups of three, or of four as Chinese numbers are spoken: 1,5 is neither and may mean 1.5.
    [GeneratedRegex(@"^(?<open>\()?[¥￥]?(?:\+|(?<minus>[-−]))?[¥￥]?(?<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:,[0-9]{4})+)?(?<rest>\.[0-9]*)?(?<unit>元|千元|万元|百万元|亿元)?(?(open)\))$(?<=[0-9].*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads percentages and whole numbers.</summary>
internal static partial class NumberCell
{
    private const double Dust = 1e-9;

    /// <summary>
    /// Returns basis points. A number in a cell formatted as % is a share (0.13 is 13 %), any other number is in percent (13 is 13 %); finer than a basis point is rounded half away from zero.
    /// </summary>
    public static CellOutcome ParsePercent(Column column, in RawCell cell)
    {
        decimal percent;
        switch (cell.Value)
        {
            case double number when double.IsFinite(number) && Math.Abs(number) < 1e9:
                percent = (decimal)number * (cell.Format?.Contains('%', StringComparison.Ordinal) == true ? 100 : 1);
                break;
            case string text when Percentage().Match(cell.Compact) is { Success: true } match:
                if (!decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out percent))
                    return NotANumber(text);
                percent /= match.Groups["sign"].Value is "‰" ? 10 : 1;
                break;
            default:
                return NotANumber(cell.Display);
        }

        var basisPoints = Math.Round(percent * 100, MidpointRounding.AwayFromZero);
        return basisPoints >= 0 && basisPoints <= column.LargestBp
            ? CellOutcome.Of((int)basisPoints)
            : CellOutcome.Wrong("OUT_OF_RANGE", $"应在 0 到 {column.LargestBp / 100m:0.##}% 之间。", string.Create(CultureInfo.InvariantCulture, $"Must be from 0 to {column.LargestBp / 100m:0.##} %."));
    }

    public static CellOutcome ParseWhole(in RawCell cell)
    {
        switch (cell.Value)
        {
            case double number when Digits.TryWhole(number, out var whole):
                return InRange(whole);
            case string when cell.Compact is var text && WholeNumber().IsMatch(text):
                return long.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? InRange(parsed) : OutOfRange();
            case double number when Math.Abs(number) > Dust:
                return CellOutcome.Wrong("NOT_A_WHOLE_NUMBER", "应为整数。", "Must be a whole number.");
            default:
                return NotANumber(cell.Display);
        }
    }

    private static CellOutcome InRange(long whole) => whole < 0 ? OutOfRange() : CellOutcome.Of(whole);

    private static CellOutcome OutOfRange() => CellOutcome.Wrong("OUT_OF_RANGE", "数值超出范围。", "The number is out of range.");

    private static CellOutcome NotANumber(string text) =>
        CellOutcome.Wrong("NOT_A_NUMBER", $"“{CellOutcome.Quote(text)}”不是数字。", $"“{CellOutcome.Quote(text)}” is not a number.");

    [GeneratedRegex(@"^(?<number>-?[0-9]{1,9}(?:\.[0-9]{0,15})?)(?<sign>[%‰])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeNumber();
}

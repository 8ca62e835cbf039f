using System.Globalization;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads whole numbers, as several parsers need them.</summary>
internal static class Digits
{
    /// <summary>True for a number that is whole, and gives it.</summary>
    public static bool TryWhole(double number, out long whole)
    {
        whole = 0;
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e15 || Math.Abs(number - Math.Round(number)) > 1e-9)
            return false;
        whole = (long)Math.Round(number);
        return true;
    }

    public static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Figures as officials read them.</summary>
internal static class Figures
{
    /// <summary>What is said of a text that is no amount.</summary>
    public static readonly LocalText NoAmount = new("应为万元数，最多四位小数。", "A number of 10k yuan with at most four places.");

    /// <summary>The same where several amounts of a project are entered at once.</summary>
    public static readonly LocalText NoInvestment = new("投资应为万元数，最多四位小数。", "Investment is a number of 10k yuan with at most four places.");

    private const decimal Wan = 10_000;

    /// <summary>Gives yuan in 万元, to two places where there are any: 12,345.6.</summary>
    public static string InWan(long yuan) => (yuan / Wan).ToString("#,##0.####", CultureInfo.InvariantCulture);

    /// <summary>The same for an input, without separators; empty when there is none.</summary>
    public static string ForInput(long? yuan) => yuan is { } known ? (known / Wan).ToString("0.####", CultureInfo.InvariantCulture) : "";

    /// <summary>Gives basis points as a percentage: 13.00%.</summary>
    public static string Percent(int bp) => PercentForInput(bp) + "%";

    /// <summary>Reads 万元 as somebody types them; false when they are no number or finer than a yuan.</summary>
    public static bool TryReadWan(string text, out long? yuan)
    {
        yuan = null;
        var plain = text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).Trim();
        if (plain.Length == 0)
            return true;
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wan) || Math.Abs(wan) > 100_000_000_000m || wan * Wan % 1 != 0)
            return false;
        yuan = (long)(wan * Wan);
        return true;
    }

    /// <summary>Gives basis points for an input, without the sign: 13.5.</summary>
    public static string PercentForInput(int bp) => (bp / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Reads a percentage as somebody types it; false when it is none or has more than two places.</summary>
    public static bool TryReadPercent(string text, out int? bp)
    {
        bp = null;
        var plain = text.Replace("%", "", StringComparison.Ordinal).Replace("％", "", StringComparison.Ordinal).Trim();
        if (plain.Length == 0)
            return true;
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent) || Math.Abs(percent) > 1_000_000 || percent * 100 % 1 != 0)
            return false;
        bp = (int)(percent * 100);
        return true;
    }
}

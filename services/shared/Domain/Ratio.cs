namespace Renovation.Shared.Domain;

/// <summary>Computes shares of whole amounts, rounded half away from zero; 0 when the divisor is 0.</summary>
public static class Ratio
{
    /// <summary>Returns part ÷ whole in basis points (10000 = 100 %).</summary>
    /// <exception cref="OverflowException">When the share does not fit.</exception>
    public static long BasisPoints(long part, long whole) =>
        whole == 0 ? 0 : (long)Math.Round((decimal)part * 10_000m / whole, 0, MidpointRounding.AwayFromZero);

    /// <summary>Returns part ÷ whole in percent with two decimals.</summary>
    public static decimal Percent(long part, long whole) =>
        whole == 0 ? 0m : Math.Round((decimal)part * 100m / whole, 2, MidpointRounding.AwayFromZero);
}

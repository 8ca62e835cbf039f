using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Bounds of the amounts that people report, in yuan.</summary>
internal static class Amounts
{
    /// <summary>A hundred trillion yuan, the order of the gross product of the country: what is above cannot be meant, and sums and shares of what is below fit into 64 bits.</summary>
    public const long Largest = 100_000_000_000_000;

    /// <summary>Notes an amount that is out of bounds; gives it as it is.</summary>
    public static long? Read(long? yuan, string field, Validation validation)
    {
        validation.Check(yuan is null or >= 0, field, "NEGATIVE_AMOUNT", new LocalText("金额不能为负。", "The amount is below zero."));
        validation.Check(yuan is null or <= Largest, field, "AMOUNT_TOO_LARGE", new LocalText("金额过大，请核对单位（元）。", "The amount is too large; it is in yuan."));
        return yuan;
    }
}

using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Bounds of amounts of money.</summary>
internal static class Amounts
{
    /// <summary>Ten trillion yuan: more than a city invests in a century, and a hundred thousand of them still add up in 64 bits.</summary>
    public const long Most = 10_000_000_000_000;

    /// <summary>Notes an amount below zero or beyond reason.</summary>
    public static void Check(Validation validation, long yuan, string field)
    {
        validation.Check(yuan >= 0, field, "NEGATIVE_AMOUNT", new LocalText("金额不能为负。", "The amount is not negative."));
        validation.Check(yuan <= Most, field, "AMOUNT_TOO_LARGE", new LocalText("金额过大。", "The amount is too large."));
    }
}

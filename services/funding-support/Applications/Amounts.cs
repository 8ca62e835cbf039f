using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>Checks the amounts that people propose and decide.</summary>
internal static class Amounts
{
    /// <summary>Refuses an amount that is none, or more than the rules give.</summary>
    /// <exception cref="DomainException">NOT_POSITIVE, EXCEEDS_RULES.</exception>
    public static void Check(long amountYuan, long mostYuan, string field)
    {
        if (amountYuan <= 0)
            throw DomainException.Invalid(field, "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
        if (amountYuan > mostYuan)
            throw DomainException.Invalid(field, "EXCEEDS_RULES", new LocalText($"金额超过按规则可给予的 {mostYuan} 元。", $"The amount is more than the {mostYuan} yuan that the rules give."));
    }
}

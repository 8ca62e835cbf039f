using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Contract;

/// <summary>Checks the texts that a request must give.</summary>
internal static class Texts
{
    /// <summary>Notes a text that is missing or too long.</summary>
    public static void Require(Validation validation, string text, int longest, string field) => validation.Check(
        text.Trim().Length > 0 && text.Length <= longest, field, "LENGTH", new LocalText($"须填写，且不超过 {longest} 字。", $"It is required and has at most {longest} characters."));

    /// <summary>Refuses a text that is missing or too long.</summary>
    /// <exception cref="DomainException">LENGTH.</exception>
    public static void Require(string text, int longest, string field)
    {
        var validation = new Validation();
        Require(validation, text, longest, field);
        validation.ThrowIfAny();
    }

    /// <summary>Refuses a text that is too long.</summary>
    /// <exception cref="DomainException">LENGTH.</exception>
    public static void AtMost(string text, int longest, string field)
    {
        var validation = new Validation();
        AtMost(validation, text, longest, field);
        validation.ThrowIfAny();
    }

    /// <summary>Notes a text that is too long.</summary>
    public static void AtMost(Validation validation, string text, int longest, string field) =>
        validation.Check(text.Length <= longest, field, "LENGTH", new LocalText($"不得超过 {longest} 字。", $"It has at most {longest} characters."));
}

namespace Renovation.Shared.Domain;

/// <summary>Verifies unified social credit codes (统一社会信用代码, GB 32100-2015): 17 characters and a check character, modulus 31.</summary>
public static class UnifiedSocialCreditCode
{
    // The alphabet leaves out I, O, S, V and Z.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    /// <summary>Says whether a code has 18 characters of the alphabet and the right check character.</summary>
    public static bool IsValid(string code) => code.Length == Length && CheckCharacter(code.AsSpan(0, Length - 1)) is { } check && code[Length - 1] == check;

    /// <summary>Returns the check character of the first 17 characters, null when one is not in the alphabet.</summary>
    /// <param name="body">The first 17 characters.</param>
    public static char? CheckCharacter(ReadOnlySpan<char> body)
    {
        if (body.Length != Length - 1)
            return null;
        int sum = 0, weight = 1;
        foreach (var character in body)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
                return null;
            sum += value * weight;
            weight = weight * 3 % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - sum % Alphabet.Length) % Alphabet.Length];
    }
}

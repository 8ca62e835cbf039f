namespace Renovation.Shared.Errors;

/// <summary>Languages in which people are answered.</summary>
public enum Language
{
    /// <summary>中文, the default.</summary>
    Chinese,

    /// <summary>English, asked for with <c>Accept-Language: en</c>.</summary>
    English,
}

/// <summary>Holds a text for people in both languages.</summary>
/// <param name="Zh">The text in Chinese.</param>
/// <param name="En">The text in English.</param>
public readonly record struct LocalText(string Zh, string En)
{
    /// <summary>Returns the text in one language.</summary>
    public string In(Language language) => language == Language.English ? En : Zh;

    /// <summary>Returns the English text, as logs have it.</summary>
    public override string ToString() => En;
}

/// <summary>Reads the language that a client asks for.</summary>
public static class Languages
{
    /// <summary>Returns the language of an <c>Accept-Language</c> header: English when English ranks above Chinese, else Chinese.</summary>
    /// <param name="acceptLanguage">The header, e.g. <c>en-US,en;q=0.9,zh;q=0.8</c>; null, empty or unreadable means Chinese.</param>
    public static Language Parse(string? acceptLanguage)
    {
        if (string.IsNullOrWhiteSpace(acceptLanguage))
            return Language.Chinese;
        decimal chinese = 0, english = 0;
        foreach (var part in acceptLanguage.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (tag, weight) = Weighted(part);
            if (Speaks(tag, "en"))
                english = Math.Max(english, weight);
            else if (Speaks(tag, "zh"))
                chinese = Math.Max(chinese, weight);
        }

        return english > chinese ? Language.English : Language.Chinese;
    }

    private static (string Tag, decimal Weight) Weighted(string part)
    {
        var pieces = part.Split(';', StringSplitOptions.TrimEntries);
        var quality = pieces.Skip(1).FirstOrDefault(piece => piece.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (quality is null)
            return (pieces[0], 1);
        return decimal.TryParse(quality.AsSpan(2), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var weight)
            ? (pieces[0], weight)
            : (pieces[0], 0);
    }

    private static bool Speaks(string tag, string language) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}

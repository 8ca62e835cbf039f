namespace Renovation.Shared.Domain;

/// <summary>Folds the widths in which Chinese input methods write the same character.</summary>
/// <remarks>Done here because Unicode normalization is not available in globalization-invariant mode, in which the suite runs so that a machine needs no ICU.</remarks>
public static class TextFolding
{
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const char IdeographicSpace = '\u3000';
    private const int WidthOffset = 0xFEE0;

    /// <summary>Turns full-width letters, digits, signs and spaces into their ASCII forms; leaves all else.</summary>
    public static string Narrow(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
            target[index] = Narrow(source[index]);
    });

    /// <summary>Returns the key by which texts are compared: narrow, lower case, without white space.</summary>
    public static string Key(string text) => string.Concat(Narrow(text).Where(character => !char.IsWhiteSpace(character))).ToLowerInvariant();

    private static char Narrow(char character) => character switch
    {
        IdeographicSpace => ' ',
        >= FirstFullWidth and <= LastFullWidth => (char)(character - WidthOffset),
        _ => character,
    };
}

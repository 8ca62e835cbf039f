using System.Text;
using Renovation.Shared.Domain;

namespace Renovation.ProjectCatalog.Library;

/// <summary>
/// Text search in Chinese, which has no words to cut at: every text becomes the pairs of neighbouring letters in it, in their order, and every letter by itself.
/// An index finds what has all pairs of a word; that the pairs follow each other in the stored text proves the word.
/// </summary>
internal static class SearchText
{
    /// <summary>Gives what is stored for texts: the pairs of each in order, two spaces between texts, and at the end the letters that occur.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        var folded = texts.Select(Fold).ToList();
        return string.Join(' ', folded.SelectMany(letters => Pairs(letters).Append("")).Concat(folded.SelectMany(letters => letters).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Cuts a question into words, each as the tokens of which it consists; what has no letters is left out.</summary>
    public static IReadOnlyList<string[]> Words(string text) =>
        [.. TextFolding.Narrow(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Fold).Where(letters => letters.Count > 0).Select(letters => letters.Count == 1 ? [letters[0]] : Pairs(letters).ToArray())];

    // Runes, because rare characters of names lie outside the basic plane.
    private static List<string> Fold(string text) => [.. TextFolding.Key(text).EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(rune => rune.ToString())];

    private static IEnumerable<string> Pairs(List<string> letters) => letters.Zip(letters.Skip(1), (first, second) => first + second);
}

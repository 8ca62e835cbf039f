using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads texts and codes.</summary>
internal static partial class TextCell
{
    private static readonly char[] Marks = ['★', '☆', '●', '○', '◎', '▲', '△', '◆', '◇', '■', '□', '※', '*', '＊', '　', ' '];

    public static CellOutcome Parse(Column column, in RawCell cell)
    {
        var text = Clean(WithoutMarks(Written(cell)), column.KeepsLines);
        return text.Length == 0 ? CellOutcome.Blank : InLength(column, text);
    }

    public static CellOutcome ParseCode(Column column, in RawCell cell)
    {
        // From 2^53 on a double no longer holds every whole number, and Excel keeps 15 digits of what was typed.
        if (cell.Value is double and (>= 1e15 or <= -1e15) || (cell.Value is string && Scientific().IsMatch(cell.Compact)))
        {
            return CellOutcome.Wrong(
                "DIGITS_LOST",
                "长数字已被 Excel 改成数值而失真，请将单元格设为“文本”后重新填写。",
                "Excel took the long number for a value and lost digits; format the cell as text and enter it again.");
        }

        var text = string.Concat(TextFolding.Narrow(WithoutMarks(Written(cell))).Where(character => !char.IsWhiteSpace(character) && !char.IsControl(character) && character != '\u200B' && character != '\uFEFF'));
        return text.Length == 0 ? CellOutcome.Blank : InLength(column, text.TrimStart('\''));
    }

    /// <summary>Takes leading ★, ● and the like off.</summary>
    public static string WithoutMarks(string text) => text.Trim().TrimStart(Marks);

    // A number under a format of zeros only, e.g. 000123, is a code with leading zeros.
    private static string Written(in RawCell cell) => cell is { Value: double number, Format: { Length: > 1 } format } && format.All(character => character == '0') && Digits.TryWhole(number, out var whole)
        ? whole.ToString(format, CultureInfo.InvariantCulture)
        : cell.Display;

    private static CellOutcome InLength(Column column, string text) => text.Length <= column.Longest
        ? CellOutcome.Of(text)
        : CellOutcome.Wrong("TOO_LONG", $"超过 {column.Longest} 字（现 {text.Length} 字）。", $"Has {text.Length} characters; at most {column.Longest} are taken.");

    // A line break in a cell is layout: it falls away between Chinese characters and is a space between others.
    private static string Clean(string text, bool keepsLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").Replace("_x000D_", "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                clean.Append(keepsLines && rune.Value == '\n' ? '\n' : '\v');
            else if (!Rune.IsControl(rune) && rune.Value is not (0x200B or 0xFEFF))
                clean.Append(rune.Value == 0xA0 ? " " : rune.ToString());
        }

        var trimmed = clean.ToString().Trim();
        return trimmed.Contains('\v', StringComparison.Ordinal) ? BreakOfChinese().Replace(trimmed, "").Replace('\v', ' ') : trimmed;
    }

    [GeneratedRegex(@"(?<=[\u2E80-\u9FFF\uFF00-\uFFEF])[ \v]*\v[ \v]*|[ \v]*\v[ \v]*(?=[\u2E80-\u9FFF\uFF00-\uFFEF])", RegexOptions.None, 1000)]
    private static partial Regex BreakOfChinese();

    [GeneratedRegex(@"^[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}$", RegexOptions.None, 1000)]
    private static partial Regex Scientific();
}

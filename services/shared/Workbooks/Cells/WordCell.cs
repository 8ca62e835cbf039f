using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Reads yes or no, and choices from a list of words.</summary>
internal static class WordCell
{
    private static readonly HashSet<string> Yes = new(["是", "√", "✓", "✔", "☑", "y", "yes", "有", "true", "1", "对", "已"], StringComparer.Ordinal);
    private static readonly HashSet<string> No = new(["否", "×", "✗", "✘", "☒", "x", "n", "no", "无", "false", "0", "非", "未", "不是", "没有"], StringComparer.Ordinal);

    public static CellOutcome ParseYesNo(in RawCell cell)
    {
        if (cell.Value is bool truth)
            return CellOutcome.Of(truth);
        var key = TextFolding.Key(cell.Display);
        if (Yes.Contains(key))
            return CellOutcome.Of(true);
        return No.Contains(key)
            ? CellOutcome.Of(false)
            : CellOutcome.Wrong("UNKNOWN_VALUE", $"“{CellOutcome.Quote(cell.Display)}”应为“是”或“否”。", $"“{CellOutcome.Quote(cell.Display)}” is neither 是 nor 否.");
    }

    public static CellOutcome ParseChoice(Column column, in RawCell cell)
    {
        var key = TextFolding.Key(TextCell.WithoutMarks(cell.Display));
        foreach (var (value, words) in column.Choices)
        {
            if (Array.Exists(words, word => string.Equals(TextFolding.Key(word), key, StringComparison.Ordinal)))
                return CellOutcome.Of(value);
        }

        var allowed = column.Choices.Select(choice => choice.Words[0]).ToList();
        return CellOutcome.Wrong(
            "UNKNOWN_VALUE",
            $"“{CellOutcome.Quote(cell.Display)}”不在可选值中：{string.Join('、', allowed)}。",
            $"“{CellOutcome.Quote(cell.Display)}” is none of {string.Join(", ", allowed)}.");
    }
}

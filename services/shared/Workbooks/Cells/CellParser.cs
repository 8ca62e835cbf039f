using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>Turns the cells of a column into values.</summary>
internal static class CellParser
{
    private static readonly HashSet<string> BlankSigns = new(["-", "--", "—", "——", "―", "–", "/", "\\"], StringComparer.Ordinal);

    /// <summary>Returns the value, nothing for an empty cell, or the error. An empty cell of a filled column is MISSING_VALUE.</summary>
    public static CellOutcome Parse(Column column, in RawCell cell, MoneyUnit unit)
    {
        if (cell.Fault is { } fault)
            return CellOutcome.Wrong("CELL_ERROR", $"{column.Title}：公式出错（{fault}）。", $"{column.Title}: the formula failed ({fault}).");
        if (IsBlank(column, cell))
            return Missing(column);
        var outcome = column.Kind switch
        {
            CellKind.Text => TextCell.Parse(column, cell),
            CellKind.Code => TextCell.ParseCode(column, cell),
            CellKind.Money => MoneyCell.Parse(cell, unit),
            CellKind.Percent => NumberCell.ParsePercent(column, cell),
            CellKind.Whole => NumberCell.ParseWhole(cell),
            CellKind.Date => DateCell.Parse(cell),
            CellKind.Month => PeriodCell.ParseMonth(cell),
            CellKind.Period => PeriodCell.Parse(column, cell),
            CellKind.YesNo => WordCell.ParseYesNo(cell),
            CellKind.Choice => WordCell.ParseChoice(column, cell),
            _ => throw new InvalidOperationException($"No parser for {column.Kind}."),
        };
        if (outcome.IsWrong)
            return outcome with { Message = new($"{column.Title}：{outcome.Message.Zh}", $"{column.Title}: {outcome.Message.En}") };
        return outcome.Value is null ? Missing(column) : outcome;
    }

    private static CellOutcome Missing(Column column) => column.IsFilled
        ? CellOutcome.Wrong("MISSING_VALUE", $"{column.Title}：未填写。", $"{column.Title}: is missing.")
        : CellOutcome.Blank;

    private static bool IsBlank(Column column, in RawCell cell)
    {
        if (cell.IsBlank)
            return true;
        if (cell.Value is not string text || text.Length > 20)
            return false;
        var trimmed = TextFolding.Narrow(text).Trim();
        return BlankSigns.Contains(trimmed) || column.BlankWords.Contains(trimmed, StringComparer.Ordinal);
    }
}

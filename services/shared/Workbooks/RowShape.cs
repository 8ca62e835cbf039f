using System.Text.RegularExpressions;
using ExcelDataReader;

namespace Renovation.Shared.Workbooks;

/// <summary>What a row below the header is.</summary>
internal enum RowShape
{
    /// <summary>A row of the table, right or wrong.</summary>
    Data,

    /// <summary>Nothing but blank cells, or a running number that waits for its row.</summary>
    Blank,

    /// <summary>A heading over the rows below it.</summary>
    Section,

    /// <summary>A subtotal or total.</summary>
    Total,

    /// <summary>A remark or a signature line.</summary>
    Note,

    /// <summary>The header once more, or its numbering.</summary>
    Header,
}

/// <summary>
/// Tells rows apart by what is in them. A row is left out only for a positive sign that it is no data: whatever has none is data, so that a damaged row is told and never lost.
/// </summary>
internal sealed partial class RowShapes(TableLayout layout, HeaderMatch header, IReadOnlyList<CellRange> merges)
{
    private readonly HashSet<(int Row, int Column)> _wide = [.. merges.Where(merge => merge.ToColumn > merge.FromColumn).Select(merge => (merge.FromRow, merge.FromColumn))];
    private readonly int[] _ordinalOf = OrdinalOf(header);
    private bool _behindNote;

    /// <summary>Tells the shape of a row.</summary>
    /// <param name="row">Row of the sheet, from 0.</param>
    /// <param name="label">First text of the row that is not its running number.</param>
    public RowShape Of(int row, RawCell[] cells, out string label)
    {
        label = "";
        var first = FirstOf(cells);
        if (first < 0)
            return RowShape.Blank;
        label = cells[first].Display.Trim();
        var compact = cells[first].Compact;
        var shape = Shape(row, cells, first, compact);
        if (shape is RowShape.Note)
            _behindNote = true;
        return shape;
    }

    private RowShape Shape(int row, RawCell[] cells, int first, string compact)
    {
        if (NoteText().IsMatch(compact))
            return RowShape.Note;
        if (PlainTotal().IsMatch(compact))
            return RowShape.Total;
        if (IsHeader(row, cells))
            return RowShape.Header;
        if (!NamesOnly(cells, first))
            return RowShape.Data;
        if (NamedTotal().IsMatch(compact))
            return RowShape.Total;
        if (Heading().IsMatch(compact) || (Sequence(cells) is { } number && ChineseNumber().IsMatch(number)))
            return RowShape.Section;
        if (cells.Count(cell => !cell.IsBlank) - (Sequence(cells) is null ? 0 : 1) > 1)
            return RowShape.Data;

        // A lone text: a heading when it spreads over columns or stands where no name stands, else a row that lacks the rest.
        var isText = cells[first].Value is string;
        if (isText && (_wide.Contains((row, first)) || Kind(first) is null or CellKind.Money or CellKind.Percent or CellKind.Whole || IsSequence(first)))
            return _behindNote ? RowShape.Note : RowShape.Section;
        return isText && _behindNote ? RowShape.Note : RowShape.Data;
    }

    // True when beside the label there are amounts at most: no other text, code, day or choice.
    private bool NamesOnly(RawCell[] cells, int label)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            if (column != label && !cells[column].IsBlank && Kind(column) is not (null or CellKind.Money or CellKind.Percent or CellKind.Whole) && !IsSequence(column))
                return false;
        }

        return true;
    }

    // Printed lists repeat the header on each page; forms number their columns below it (甲 乙 1 2 3).
    private bool IsHeader(int row, RawCell[] cells)
    {
        var filled = cells.Count(cell => !cell.IsBlank);
        return IsHeaderAgain(cells, filled) || (row == header.End && IsNumbering(cells, filled));
    }

    // Most cells say what their column means. Given up as soon as that cannot be: every row is asked, and folding a text is what costs.
    private bool IsHeaderAgain(RawCell[] cells, int filled)
    {
        int same = 0, others = cells.Count(cell => !cell.IsBlank && cell.Value is not string { Length: <= HeaderText.Longest });
        for (var column = 0; column < cells.Length && others * 2 < filled; column++)
        {
            if (cells[column].IsBlank || cells[column].Value is not string { Length: <= HeaderText.Longest } text)
                continue;
            if (Ordinal(column) is >= 0 and var ordinal && layout.ByHeader.TryGetValue(HeaderText.FoldWithoutParentheses(text), out var meant) && meant == ordinal)
                same++;
            else
                others++;
        }

        return same >= 3 && same * 2 > filled;
    }

    private static bool IsNumbering(RawCell[] cells, int filled)
    {
        var last = "";
        foreach (var cell in cells.Where(cell => !cell.IsBlank))
        {
            var compact = cell.Compact;
            if (!ColumnNumber().IsMatch(compact) || Rank(compact) <= Rank(last))
                return false;
            last = compact;
        }

        return filled >= 3;
    }

    private static int Rank(string number) => number.Length == 0 ? -10 : "甲乙丙丁戊".IndexOf(number[0], StringComparison.Ordinal) is >= 0 and var index ? index - 5 : int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

    // First cell with something in it, the running number aside; -1 when there is nothing else, or only in columns without meaning that hold no text.
    private int FirstOf(RawCell[] cells)
    {
        var isMapped = false;
        var first = -1;
        for (var column = 0; column < cells.Length; column++)
        {
            if (cells[column].IsBlank || (IsSequence(column) && IsRunningNumber(cells[column])))
                continue;
            var hasMeaning = Ordinal(column) >= 0;
            if (first < 0 && (hasMeaning || (cells[column].Value is string && !RunningNumber().IsMatch(cells[column].Compact))))
                first = column;
            isMapped |= hasMeaning;
        }

        return isMapped || (first >= 0 && cells[first].Value is string) ? first : -1;
    }

    private static bool IsRunningNumber(in RawCell cell) => cell.Value is double || RunningNumber().IsMatch(cell.Compact) || ChineseNumber().IsMatch(cell.Compact);

    private string? Sequence(RawCell[] cells)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            if (IsSequence(column) && !cells[column].IsBlank)
                return cells[column].Compact;
        }

        return null;
    }

    private int Ordinal(int column) => column < _ordinalOf.Length ? _ordinalOf[column] : -1;

    private CellKind? Kind(int column) => Ordinal(column) is >= 0 and var ordinal ? layout.Columns[ordinal].Kind : null;

    private bool IsSequence(int column) => Ordinal(column) is >= 0 and var ordinal && layout.Columns[ordinal].IsSequence;

    private static int[] OrdinalOf(HeaderMatch header)
    {
        var ordinals = new int[header.Columns.Max() + 1];
        Array.Fill(ordinals, -1);
        for (var ordinal = 0; ordinal < header.Columns.Length; ordinal++)
        {
            if (header.Columns[ordinal] >= 0)
                ordinals[header.Columns[ordinal]] = ordinal;
        }

        return ordinals;
    }

    [GeneratedRegex(@"^(?:[(（]?(?:注|备注|说明|附注|填表说明|填报说明)[0-9]{0,2}[)）]?[:：]|[*※]?注[0-9]{0,2}[:：.、]|(?:填表人|填报人|审核人|制表人?|复核人?|单位负责人|负责人|联系人|联系电话|填报日期|填报时间|填报单位|报送单位|单位[(（]?盖章[)）]?)(?:[(（][^)）]{1,8}[)）])?[:：])", RegexOptions.None, 1000)]
    private static partial Regex NoteText();

    [GeneratedRegex(@"^(?:小计|合计|总计|共计|累计|全市合计|全市总计|本页小计)[:：]?$", RegexOptions.None, 1000)]
    private static partial Regex PlainTotal();

    [GeneratedRegex(@"^.{0,30}(?:小计|合计|总计|共计)[(（:：]?(?:共?[0-9]+[个项家户])?[)）:：]?$", RegexOptions.None, 1000)]
    private static partial Regex NamedTotal();

    [GeneratedRegex(@"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[部分类批章]|其中[:：])|^.{1,20}[(（]共?[0-9]+[个项家户][)）]$|^.{1,20}共[0-9]+[个项家户]$", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]?$", RegexOptions.None, 1000)]
    private static partial Regex ChineseNumber();

    [GeneratedRegex(@"^[(（]?[0-9]{1,6}[)）、.．]?$", RegexOptions.None, 1000)]
    private static partial Regex RunningNumber();

    [GeneratedRegex(@"^(?:[0-9]{1,2}|[甲乙丙丁戊])$", RegexOptions.None, 1000)]
    private static partial Regex ColumnNumber();
}

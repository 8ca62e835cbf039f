using Renovation.Shared.Domain;
using Renovation.Shared.Workbooks.Cells;

namespace Renovation.Shared.Workbooks;

/// <summary>Reads the fields around a table, written as label and value in one cell (<c>填报单位：新城区</c>) or in cells side by side.</summary>
internal sealed class HeadFields
{
    private readonly TableLayout _layout;
    private readonly string _sheet;
    private readonly CellErrors _errors;
    private readonly object?[] _values;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly bool[] _wrong;
    private readonly List<(string Label, int Ordinal)> _labels;

    public HeadFields(TableLayout layout, string sheet, CellErrors errors)
    {
        (_layout, _sheet, _errors) = (layout, sheet, errors);
        _values = new object?[layout.Head.Count];
        _columns = new int[layout.Head.Count];
        _rows = new int[layout.Head.Count];
        _wrong = new bool[layout.Head.Count];
        _labels = [.. layout.Head.SelectMany((field, ordinal) => field.Headers.Select(label => (Label: TextFolding.Key(label), ordinal))).OrderByDescending(pair => pair.Label.Length)];
    }

    /// <summary>Takes what a row outside of the data says. The first mention of a field counts.</summary>
    /// <param name="row">Row of the sheet, from 0.</param>
    public void Take(int row, RawCell[] cells, MoneyUnit unit)
    {
        if (_labels.Count == 0)
            return;
        for (var column = 0; column < cells.Length; column++)
        {
            if (cells[column].Value is string { Length: <= 500 } text)
                Take(row, column, cells, TextFolding.Narrow(text), unit);
        }
    }

    /// <summary>Returns the fields; a filled field that was not met is MISSING_VALUE at the first row.</summary>
    public TableRow ToRow(int headerRow)
    {
        for (var ordinal = 0; ordinal < _rows.Length; ordinal++)
        {
            if (_rows[ordinal] == 0 && _layout.Head[ordinal].IsFilled)
            {
                (_rows[ordinal], _columns[ordinal]) = (Math.Max(1, headerRow), 1);
                Note(ordinal, CellParser.Parse(_layout.Head[ordinal], RawCell.Empty, MoneyUnit.Yuan));
            }
        }

        var head = new TableRow(_sheet, headerRow, "", _layout.HeadKeys, _layout.Head, _values, _columns, _rows, _errors);
        for (var ordinal = 0; ordinal < _wrong.Length; ordinal++)
        {
            if (_wrong[ordinal])
                head.MarkWrong(ordinal);
        }

        return head;
    }

    private void Take(int row, int column, RawCell[] cells, string text, MoneyUnit unit)
    {
        var marks = Marks(text);
        for (var index = 0; index < marks.Count; index++)
        {
            var (_, start, ordinal, said) = marks[index];
            if (_rows[ordinal] > 0)
                continue;
            var end = index + 1 < marks.Count ? marks[index + 1].Label : text.Length;
            var value = text[start..end].Trim();
            var (cell, place) = value.Length > 0 ? (new RawCell(value, null, null), column) : RightOf(cells, column);
            (_rows[ordinal], _columns[ordinal]) = (row + 1, place + 1);
            Note(ordinal, CellParser.Parse(_layout.Head[ordinal], cell, said ?? unit));
        }
    }

    private void Note(int ordinal, CellOutcome outcome)
    {
        _values[ordinal] = outcome.Value;
        if (!outcome.IsWrong)
            return;
        _wrong[ordinal] = true;
        _errors.Add(new CellError(_sheet, _rows[ordinal], _columns[ordinal], _layout.Head[ordinal].Title, outcome.Code!, outcome.Message));
    }

    // Where labels begin and their values begin. A label ends in a colon or with the cell; a unit in parentheses may stand between.
    private List<(int Label, int Value, int Ordinal, MoneyUnit? Unit)> Marks(string text)
    {
        var marks = new List<(int Label, int Value, int Ordinal, MoneyUnit? Unit)>();
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]) || LabelAt(text, position) is not { } mark)
            {
                position++;
                continue;
            }

            marks.Add((position, mark.Value, mark.Ordinal, mark.Unit));
            position = mark.Value;
        }

        return marks;
    }

    private (int Value, int Ordinal, MoneyUnit? Unit)? LabelAt(string text, int start)
    {
        // A label begins the cell or stands behind a space or a sign: 技改投资本年累计 is not found in 本单位技改投资本年累计.
        if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            return null;
        foreach (var (label, ordinal) in _labels)
        {
            if (Matched(text, start, label) is not { } end)
                continue;
            var rest = end;
            SkipSpace(text, ref rest);
            MoneyUnit? unit = null;
            if (rest < text.Length && text[rest] == '(' && text.IndexOf(')', rest) is > 0 and var close)
            {
                unit = MoneyUnits.InHeader(text[rest..(close + 1)]);
                rest = close + 1;
                SkipSpace(text, ref rest);
            }

            if (rest == text.Length)
                return start == 0 || text[..start].All(char.IsWhiteSpace) ? (rest, ordinal, unit) : null;
            if (text[rest] == ':')
                return (rest + 1, ordinal, unit);
        }

        return null;
    }

    private static int? Matched(string text, int start, string label)
    {
        var position = start;
        foreach (var letter in label)
        {
            SkipSpace(text, ref position);
            if (position >= text.Length || char.ToLowerInvariant(text[position]) != letter)
                return null;
            position++;
        }

        return position;
    }

    private static void SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    // The value of a label stands in the next cell that holds anything, unless that is a label too.
    private (RawCell Cell, int Column) RightOf(RawCell[] cells, int column)
    {
        for (var right = column + 1; right < cells.Length; right++)
        {
            if (!cells[right].IsBlank)
                return cells[right].Value is string text && Marks(TextFolding.Narrow(text)).Count > 0 ? (RawCell.Empty, column + 1) : (cells[right], right);
        }

        return (RawCell.Empty, column + 1);
    }
}

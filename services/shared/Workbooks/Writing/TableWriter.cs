using System.Text.RegularExpressions;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Writes a sheet from top to bottom: title, unit, fields, header, rows, fields, notes.</summary>
internal sealed partial class TableWriter<T>
{
    private readonly SheetContent<T> _content;
    private readonly SheetWriter _sheet;
    private readonly ValueWriter _values;
    private readonly string[][] _headers;
    private readonly int _tallest;
    private readonly int _lastVisible;
    private readonly int _labelColumn;
    private readonly Dictionary<string, int> _columnOf;
    private readonly string[]?[] _formulas;

    public TableWriter(SheetContent<T> content, SheetWriter sheet)
    {
        (_content, _sheet, _values) = (content, sheet, new ValueWriter(sheet, content.Unit));
        var columns = content.Columns;
        _headers = [.. columns.Select(column => column.Header.Split('|'))];
        _tallest = _headers.Max(header => header.Length);
        _lastVisible = 1 + LastIndex(columns, column => !column.IsHidden);
        _labelColumn = 1 + Math.Max(0, columns.ToList().FindIndex(column => column is { IsHidden: false, Kind: CellKind.Text }));
        _columnOf = columns.Select((column, index) => (column.Key, index)).ToDictionary(pair => pair.Key, pair => pair.index + 1, StringComparer.Ordinal);
        _formulas = [.. columns.Select(column => column.Formula is { } formula ? Braces().Split(formula) : null)];
    }

    private int HeaderEnd => _content.HeaderRows.Last;

    public void Write(IEnumerable<SheetRow<T>> rows)
    {
        Begin();
        foreach (var row in rows)
            WriteRow(row);
        End();
    }

    public async Task WriteAsync(IAsyncEnumerable<SheetRow<T>> rows, CancellationToken cancellationToken)
    {
        Begin();
        await foreach (var row in rows.WithCancellation(cancellationToken))
            WriteRow(row);
        End();
    }

    private void Begin()
    {
        _sheet.Begin(_content, [.. _content.Columns.Select(column => (column.Width, column.IsHidden))], HeaderEnd);
        WriteAcross(_content.Title, new Look(Ink.Title, Place: HorizontalPlace.Center), 30);
        WriteAcross(_content.StatesUnit ? $"单位：{UnitName(_content.Unit)}" : "", new Look(Place: HorizontalPlace.Right), null);
        foreach (var fields in _content.Head)
            WriteFields(fields);
        WriteHeader();
    }

    private void End()
    {
        OfferWords(_sheet.Row);
        foreach (var fields in _content.Foot)
            WriteFields(fields);
        foreach (var note in _content.Notes)
            WriteAcross(note, new Look(Wraps: true, Place: HorizontalPlace.Left), null);
        _sheet.End(_content);
    }

    private void WriteAcross(string text, Look look, double? height)
    {
        if (text.Length == 0)
            return;
        _sheet.BeginRow(height);
        _sheet.Text(1, text, look);
        _sheet.EndRow();
        _sheet.Merge(_sheet.Row, 1, _sheet.Row, _lastVisible);
    }

    // Each field gets an equal share of the columns, two fifths of it for the label.
    private void WriteFields(IReadOnlyList<HeadCell> fields)
    {
        _sheet.BeginRow();
        var share = Math.Max(2, _lastVisible / Math.Max(1, fields.Count));
        for (var index = 0; index < fields.Count; index++)
        {
            var first = 1 + (index * share);
            var value = first + Math.Max(1, share * 2 / 5);
            var last = index == fields.Count - 1 ? Math.Max(value, _lastVisible) : first + share - 1;
            _sheet.Text(first, fields[index].Label + "：", new Look(Ink.Bold, Place: HorizontalPlace.Right));
            _values.Write(value, fields[index].Kind, fields[index].Value, new Look(Tint: fields[index].IsInput ? Tint.Input : Tint.None, Place: HorizontalPlace.Left, IsInput: fields[index].IsInput));
            _sheet.Merge(_sheet.Row, first, _sheet.Row, value - 1);
            _sheet.Merge(_sheet.Row, value, _sheet.Row, last);
        }

        _sheet.EndRow();
    }

    private void WriteHeader()
    {
        var top = _sheet.Row + 1;
        var look = new Look(Ink.Bold, Tint.Header, IsBoxed: true, Place: HorizontalPlace.Center, Wraps: true);
        for (var level = 0; level < _tallest; level++)
        {
            var lines = _headers.Select((header, column) => level < header.Length ? RowHeight.Lines(header[level], _content.Columns[column].Width) : 1).Max();
            _sheet.BeginRow(Math.Max(_tallest == 1 ? 36 : 24, (lines * RowHeight.Line) + 6));
            for (var column = 0; column < _headers.Length; column++)
            {
                if (level < _headers[column].Length && !IsInMerge(column, level))
                    _sheet.Text(column + 1, _headers[column][level], look);
                else
                    _sheet.Blank(column + 1, look);
            }

            _sheet.EndRow();
        }

        for (var column = 0; column < _headers.Length; column++)
        {
            var height = _headers[column].Length;
            _sheet.Merge(top + height - 1, column + 1, top + _tallest - 1, column + 1);
            for (var level = 0; level < height - 1; level++)
            {
                var last = column;
                while (last + 1 < _headers.Length && IsInMerge(last + 1, level))
                    last++;
                if (!IsInMerge(column, level))
                    _sheet.Merge(top + level, column + 1, top + level, last + 1);
            }
        }
    }

    // An upper text that its left neighbour has too, with the same texts above, stands there once.
    private bool IsInMerge(int column, int level) =>
        column > 0 && level < _headers[column].Length - 1 && level < _headers[column - 1].Length - 1
        && _headers[column].AsSpan(0, level + 1).SequenceEqual(_headers[column - 1].AsSpan(0, level + 1));

    private void WriteRow(SheetRow<T> row)
    {
        switch (row.Kind)
        {
            case SheetRowKind.Section:
                _sheet.BeginRow(RowHeight.Usual, isFixed: false);
                _sheet.Text(1, row.Label, new Look(Ink.Bold, Tint.Section, IsBoxed: true, Place: HorizontalPlace.Left));
                for (var column = 2; column <= _headers.Length; column++)
                    _sheet.Blank(column, new Look(Ink.Bold, Tint.Section, IsBoxed: true));
                _sheet.EndRow();
                _sheet.Merge(_sheet.Row, 1, _sheet.Row, _lastVisible);
                break;
            case SheetRowKind.Total:
                WriteTotal(row.Label, row.Sums!);
                break;
            default:
                WriteData(row);
                break;
        }
    }

    private void WriteTotal(string label, IReadOnlyDictionary<string, long> sums)
    {
        _sheet.BeginRow(RowHeight.Usual, isFixed: false);
        var look = new Look(Ink.Bold, Tint.Section, IsBoxed: true);
        for (var index = 0; index < _headers.Length; index++)
        {
            if (index + 1 == _labelColumn)
                _sheet.Text(index + 1, label, look with { Place = HorizontalPlace.Left });
            else
                _values.Write(index + 1, _content.Columns[index].Kind, sums.TryGetValue(_content.Columns[index].Key, out var sum) ? sum : null, look);
        }

        _sheet.EndRow();
    }

    private void WriteData(SheetRow<T> row)
    {
        var lines = row.Kind is SheetRowKind.Data
            ? _content.Columns.Where(column => column.Kind is CellKind.Text).Select(column => column.Value(row.Item!) is string text ? RowHeight.Lines(text, column.Width) : 1).Append(1).Max()
            : 1;
        _sheet.BeginRow(Math.Max(RowHeight.Usual, lines * RowHeight.Line), isFixed: false);
        for (var index = 0; index < _headers.Length; index++)
        {
            var column = _content.Columns[index];
            var look = new Look(Tint: column.IsInput ? Tint.Input : Tint.None, IsBoxed: true, Wraps: column.Kind is CellKind.Text, IsInput: column.IsInput);
            _values.Write(index + 1, column.Kind, row.Kind is SheetRowKind.Data ? column.Value(row.Item!) : null, look, row.Kind is SheetRowKind.Data ? Formula(index) : null);
        }

        _sheet.EndRow();
    }

    private string? Formula(int index)
    {
        if (_formulas[index] is not { } parts)
            return null;
        return string.Concat(parts.Select((part, place) => place % 2 == 0 ? part : CellName.Of(_sheet.Row, _columnOf[part])));
    }

    private void OfferWords(int lastRow)
    {
        for (var index = 0; index < _headers.Length; index++)
        {
            var column = _content.Columns[index];
            IReadOnlyList<string> words = column.Options.Count > 0 ? column.Options : column.Kind is CellKind.YesNo ? ["是", "否"] : [];
            if (words.Count > 0)
                _sheet.Offer(index + 1, HeaderEnd + 1, lastRow, words);
        }
    }

    private static int LastIndex(IReadOnlyList<SheetColumn<T>> columns, Func<SheetColumn<T>, bool> holds)
    {
        for (var index = columns.Count - 1; index >= 0; index--)
        {
            if (holds(columns[index]))
                return index;
        }

        return columns.Count - 1;
    }

    private static string UnitName(MoneyUnit unit) => unit switch
    {
        MoneyUnit.Yuan => "元",
        MoneyUnit.ThousandYuan => "千元",
        MoneyUnit.MillionYuan => "百万元",
        MoneyUnit.HundredMillionYuan => "亿元",
        _ => "万元",
    };

    [GeneratedRegex(@"\{(?<key>[A-Za-z0-9_]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();
}

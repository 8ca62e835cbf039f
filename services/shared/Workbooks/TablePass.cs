using ExcelDataReader;
using Renovation.Shared.Workbooks.Cells;

namespace Renovation.Shared.Workbooks;

/// <summary>Reads the rows of the chosen sheet from top to bottom, once.</summary>
internal sealed class TablePass
{
    private readonly SheetCursor _sheet;
    private readonly SheetPlace _place;
    private readonly TableLayout _layout;
    private readonly RowShapes _shapes;
    private readonly MergedCells _merged;
    private readonly CellErrors _errors = new();
    private readonly List<TableRow> _rows = [];
    private readonly TablePreview _preview;
    private readonly int[] _places;
    private string _section = "";

    public TablePass(SheetCursor sheet, SheetPlace place, TableLayout layout)
    {
        (_sheet, _place, _layout) = (sheet, place, layout);
        _shapes = new RowShapes(layout, place.Header, sheet.Merges);
        _merged = new MergedCells(sheet.Merges, place.Header, layout);
        _preview = TablePreview.Of(place, layout);
        _places = Array.ConvertAll(place.Header.Columns, column => column + 1);
    }

    public TableReading Run(IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var head = new HeadFields(_layout, _sheet.Name, _errors);
        while (_sheet.Next() is { } cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_sheet.Row < _place.Header.Row)
                head.Take(_sheet.Row, cells, _place.Unit);
            else if (_sheet.Row >= _place.Header.End)
                TakeRow(cells, head);
        }

        if (_rows.Count == 0 && !_layout.MayBeEmpty)
            throw FileErrors.NoRows(_layout.Name);
        return new TableReading(_sheet.Name, _place.Title, head.ToRow(_place.Header.Row + 1), _rows, metadata, _place.Unit, _preview, _errors);
    }

    /// <summary>Tells how the columns are understood, with what stands in the first rows.</summary>
    public TablePreview Preview(CancellationToken cancellationToken)
    {
        while (_sheet.Next() is { } cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_sheet.Row >= _place.Header.End && _shapes.Of(_sheet.Row, cells, out _) is RowShape.Data)
                _preview.Take(cells);
        }

        return _preview;
    }

    private void TakeRow(RawCell[] cells, HeadFields head)
    {
        var shape = _shapes.Of(_sheet.Row, cells, out var label);
        if (shape is RowShape.Note)
            head.Take(_sheet.Row, cells, _place.Unit);
        if (shape is RowShape.Section)
            _section = label;
        if (shape is not RowShape.Data)
            return;
        if (_rows.Count == _layout.MostRows)
            throw FileErrors.TooManyRows(_layout.MostRows);
        _preview.Take(cells);
        _merged.Fill(_sheet.Row, cells);
        _rows.Add(Parse(cells));
    }

    private TableRow Parse(RawCell[] cells)
    {
        var columns = _layout.Columns;
        var values = new object?[columns.Count];
        var row = new TableRow(_sheet.Name, _sheet.Row + 1, _section, _layout.Keys, columns, values, _places, [], _errors);
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            if (_places[ordinal] == 0)
                continue;
            var column = columns[ordinal];
            var cell = _places[ordinal] <= cells.Length ? cells[_places[ordinal] - 1] : RawCell.Empty;
            var outcome = CellParser.Parse(column, cell, _place.ColumnUnits[ordinal]);
            values[ordinal] = outcome.Value;
            if (!outcome.IsWrong)
                continue;
            row.MarkWrong(ordinal);
            _errors.Add(new CellError(_sheet.Name, _sheet.Row + 1, _places[ordinal], column.Title, outcome.Code!, outcome.Message));
        }

        return row;
    }
}

/// <summary>Gives the cells below the first of a vertical merge its value: one enterprise beside three projects. Amounts are not repeated, or they would count twice.</summary>
internal sealed class MergedCells
{
    private readonly Dictionary<int, List<CellRange>> _byRow = [];
    private readonly List<(CellRange Merge, RawCell Value)> _open = [];

    public MergedCells(IReadOnlyList<CellRange> merges, HeaderMatch header, TableLayout layout)
    {
        var repeated = new HashSet<int>();
        for (var ordinal = 0; ordinal < header.Columns.Length; ordinal++)
        {
            if (layout.Columns[ordinal] is { IsSequence: false, Kind: not (CellKind.Money or CellKind.Percent or CellKind.Whole) })
                repeated.Add(header.Columns[ordinal]);
        }

        foreach (var merge in merges.Where(merge => merge.ToRow > merge.FromRow && merge.FromRow >= header.End && repeated.Contains(merge.FromColumn)))
        {
            if (!_byRow.TryGetValue(merge.FromRow, out var list))
                _byRow[merge.FromRow] = list = [];
            list.Add(merge);
        }
    }

    public void Fill(int row, RawCell[] cells)
    {
        _open.RemoveAll(open => open.Merge.ToRow < row);
        foreach (var (merge, value) in _open)
        {
            if (cells[merge.FromColumn].IsBlank)
                cells[merge.FromColumn] = value;
        }

        if (_byRow.TryGetValue(row, out var begun))
            _open.AddRange(begun.Select(merge => (merge, cells[merge.FromColumn])));
    }
}

using ExcelDataReader;

namespace Renovation.Shared.Workbooks;

/// <summary>Walks through the rows of the current sheet, one at a time.</summary>
internal sealed class SheetCursor
{
    private readonly IExcelDataReader _reader;
    private readonly int _width;
    private long _walked;
    private int _row = -1;

    public SheetCursor(IExcelDataReader reader, string nameless)
    {
        _reader = reader;
        HasName = !string.IsNullOrEmpty(reader.Name);
        Name = HasName ? reader.Name : nameless;
        IsVisible = reader.VisibleState is null || string.Equals(reader.VisibleState, "visible", StringComparison.OrdinalIgnoreCase);
        _width = Math.Min(reader.FieldCount, WorkbookLimits.Columns);
        Merges = reader.MergeCells is { } merges ? [.. merges.Where(merge => merge.FromColumn < _width)] : [];
    }

    public string Name { get; }

    /// <summary>False for separated values, which go by the name of the table that is looked for.</summary>
    public bool HasName { get; }

    public bool IsVisible { get; }

    /// <summary>Merged ranges; rows and columns count from 0.</summary>
    public IReadOnlyList<CellRange> Merges { get; }

    /// <summary>The row that was read last, from 0.</summary>
    public int Row => _row;

    /// <summary>Reads the next row; null behind the last one.</summary>
    /// <exception cref="Errors.DomainException">Invalid <c>file</c>: TOO_MANY_ROWS, when the sheet is far larger than anything that can be read in time.</exception>
    public RawCell[]? Next()
    {
        if (!_reader.Read())
            return null;
        _row++;
        _walked += _reader.FieldCount;
        if (_walked > WorkbookLimits.Walked)
            throw FileErrors.TooManyRows(WorkbookLimits.Rows);
        if (IsEmpty())
            return [];
        var cells = new RawCell[_width];
        for (var column = 0; column < _width; column++)
            cells[column] = RawCell.Read(_reader, column);
        return cells;
    }

    // Sheets may be formatted down to their last row, a million below the table.
    private bool IsEmpty()
    {
        for (var column = 0; column < _width; column++)
        {
            if (_reader.GetValue(column) is not null)
                return false;
        }

        return true;
    }
}

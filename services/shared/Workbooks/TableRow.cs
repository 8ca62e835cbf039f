using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>One row of a table, or the fields around it, read by the keys of the layout.</summary>
/// <remarks>A cell that is empty, whose column is not in the sheet, or that has an error reads as null (texts as the empty string): look at <see cref="Has"/> and <see cref="IsWrong"/>.</remarks>
public sealed class TableRow
{
    private readonly Dictionary<string, int> _keys;
    private readonly IReadOnlyList<Column> _columns;
    private readonly object?[] _values;
    private readonly int[] _places;
    private readonly int[] _rows;
    private readonly CellErrors _errors;
    private ulong _wrong;

    internal TableRow(string sheet, int number, string section, Dictionary<string, int> keys, IReadOnlyList<Column> columns, object?[] values, int[] places, int[] rows, CellErrors errors)
    {
        (Sheet, Number, Section) = (sheet, number, section);
        (_keys, _columns, _values, _places, _rows, _errors) = (keys, columns, values, places, rows, errors);
    }

    /// <summary>Name of the sheet.</summary>
    public string Sheet { get; }

    /// <summary>Row as Excel counts, from 1.</summary>
    public int Number { get; }

    /// <summary>Text of the section row above, e.g. 一、新开工项目; empty when there is none.</summary>
    public string Section { get; }

    /// <summary>True when the cell holds a value without error.</summary>
    public bool Has(string key) => _values[Ordinal(key)] is not null;

    /// <summary>True when the column is in the sheet.</summary>
    public bool HasColumn(string key) => _places[Ordinal(key)] > 0;

    /// <summary>True when the cell has an error.</summary>
    public bool IsWrong(string key) => (_wrong & (1UL << Ordinal(key))) != 0;

    /// <summary>Returns a text or code; empty when there is none.</summary>
    public string Text(string key) => (string?)_values[Ordinal(key)] ?? "";

    /// <summary>Returns an amount in yuan.</summary>
    public long? Money(string key) => (long?)_values[Ordinal(key)];

    /// <summary>Returns a percentage in basis points.</summary>
    public int? Percent(string key) => (int?)_values[Ordinal(key)];

    /// <summary>Returns a whole number.</summary>
    public long? Whole(string key) => (long?)_values[Ordinal(key)];

    /// <summary>Returns a day, or the first day of a month.</summary>
    public DateOnly? Date(string key) => (DateOnly?)_values[Ordinal(key)];

    /// <summary>Returns a period.</summary>
    public MonthRange? Period(string key) => (MonthRange?)_values[Ordinal(key)];

    /// <summary>Returns a yes or no.</summary>
    public bool? YesNo(string key) => (bool?)_values[Ordinal(key)];

    /// <summary>Returns the value of a choice.</summary>
    public T? Choice<T>(string key)
        where T : struct => (T?)_values[Ordinal(key)];

    /// <summary>Returns sheet and cell, e.g. <c>附件1!L7</c>. A column that is not in the sheet gives the first cell of the row.</summary>
    public string Address(string key)
    {
        var (row, column) = Place(Ordinal(key));
        return $"{Sheet}!{CellName.Of(row, column)}";
    }

    /// <summary>Returns the column as Excel counts, from 1; the first of the table when it is not in the sheet.</summary>
    public int ColumnOf(string key) => Place(Ordinal(key)).Column;

    /// <summary>Notes an error of the caller's own rules at a cell. Ignored when the cell already has one.</summary>
    /// <param name="code">Code of the rule, UPPER_SNAKE, e.g. UNKNOWN_UNIT.</param>
    public void Error(string key, string code, LocalText message)
    {
        var ordinal = Ordinal(key);
        var (row, column) = Place(ordinal);
        _errors.Add(new CellError(Sheet, row, column, _columns[ordinal].Title, code, message));
        MarkWrong(ordinal);
    }

    internal void MarkWrong(int ordinal) => _wrong |= 1UL << ordinal;

    private (int Row, int Column) Place(int ordinal)
    {
        var column = _places[ordinal] > 0 ? _places[ordinal] : Array.Find(_places, place => place > 0);
        var row = _rows.Length > 0 ? _rows[ordinal] : Number;
        return (Math.Max(1, row), Math.Max(1, column));
    }

    private int Ordinal(string key) => _keys.TryGetValue(key, out var ordinal) ? ordinal : throw new ArgumentException($"There is no column {key}.", nameof(key));
}

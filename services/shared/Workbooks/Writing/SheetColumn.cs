namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Declares one column of a sheet to write.</summary>
/// <typeparam name="T">What a row shows.</typeparam>
/// <param name="Key">Name by which formulas and totals speak of the column.</param>
/// <param name="Header">Header text; <c>投资情况（万元）|总投资</c> stands in two rows, and equal upper texts side by side are merged.</param>
/// <param name="Kind">What the cells hold. Decides how a value is written: Money takes yuan (<see cref="long"/>), Percent basis points (<see cref="int"/>), Date and Month a <see cref="DateOnly"/>, Period a <see cref="MonthRange"/>, YesNo a <see cref="bool"/>, Whole an <see cref="int"/> or <see cref="long"/>, all others a <see cref="string"/>.</param>
/// <param name="Value">Gives the value of a row; null leaves the cell empty.</param>
public sealed record SheetColumn<T>(string Key, string Header, CellKind Kind, Func<T, object?> Value)
{
    /// <summary>Width in characters. Default 12.</summary>
    public double Width { get; init; } = 12;

    /// <summary>True when people fill the cell in: it stays unlocked under protection and is tinted.</summary>
    public bool IsInput { get; init; }

    /// <summary>True for a column that only programs read, e.g. row keys.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Words offered as a drop-down list; 是 and 否 are offered for YesNo by themselves. At most 255 characters together.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>
    /// Formula with other columns of the row in braces, e.g. <c>IF({planned}=0,0,{ytd}/{planned})</c>; null when there is none. The value then is the cached result, which programs without a calculator read.
    /// </summary>
    public string? Formula { get; init; }
}

/// <summary>What a row of a sheet is.</summary>
internal enum SheetRowKind
{
    Data,
    Blank,
    Section,
    Total,
}

/// <summary>A row to write: data, a section heading, or a subtotal.</summary>
/// <typeparam name="T">What a row of data shows.</typeparam>
public sealed class SheetRow<T>
{
    private SheetRow(SheetRowKind kind, T? item, string label, IReadOnlyDictionary<string, long>? sums) => (Kind, Item, Label, Sums) = (kind, item, label, sums);

    internal SheetRowKind Kind { get; }

    internal T? Item { get; }

    internal string Label { get; }

    internal IReadOnlyDictionary<string, long>? Sums { get; }

    /// <summary>A row of data.</summary>
    public static SheetRow<T> Of(T item) => new(SheetRowKind.Data, item, "", null);

    /// <summary>An empty row to be filled in, with the styles and lists of the columns.</summary>
    public static SheetRow<T> Blank() => new(SheetRowKind.Blank, default, "", null);

    /// <summary>A heading over the rows below it, across the sheet.</summary>
    public static SheetRow<T> Section(string label) => new(SheetRowKind.Section, default, label, null);

    /// <summary>A subtotal or total. The label stands in the first text column.</summary>
    /// <param name="sums">By the key of a Money (yuan), Percent (basis points) or Whole column.</param>
    public static SheetRow<T> Total(string label, IReadOnlyDictionary<string, long> sums) => new(SheetRowKind.Total, default, label, sums);
}

/// <summary>A field above or below the table: its label, and its value or the place where people write it.</summary>
/// <param name="Label">Text without colon, e.g. 填报单位.</param>
/// <param name="Kind">What the value is, as in <see cref="SheetColumn{T}"/>.</param>
/// <param name="Value">The value; null leaves it empty.</param>
/// <param name="IsInput">True when people fill it in.</param>
public sealed record HeadCell(string Label, CellKind Kind, object? Value, bool IsInput = false);

/// <summary>Sizes of paper; sheets are printed in landscape, fitted to its width.</summary>
public enum Paper
{
    /// <summary>A4, 210 × 297 mm.</summary>
    A4 = 9,

    /// <summary>A3, 297 × 420 mm.</summary>
    A3 = 8,
}

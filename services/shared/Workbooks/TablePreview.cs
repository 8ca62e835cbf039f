namespace Renovation.Shared.Workbooks;

/// <summary>How a table was understood.</summary>
/// <param name="Sheet">Name of the sheet; of a <c>.csv</c>, the name of the layout.</param>
/// <param name="FirstHeaderRow">First row of the header, from 1.</param>
/// <param name="LastHeaderRow">Last row of the header.</param>
/// <param name="Title">First text above the header.</param>
/// <param name="Unit">Unit of the amounts.</param>
/// <param name="Columns">Columns that have a header or a meaning.</param>
public sealed record TablePreview(string Sheet, int FirstHeaderRow, int LastHeaderRow, string Title, MoneyUnit Unit, IReadOnlyList<ColumnPreview> Columns)
{
    /// <summary>Rows of data.</summary>
    public int RowCount { get; internal set; }

    /// <summary>Required columns that were not found.</summary>
    public IReadOnlyList<Column> Missing { get; internal init; } = [];

    /// <summary>Columns of the sheet, from 1, that mean what another one means already.</summary>
    public IReadOnlyList<int> Duplicates { get; internal init; } = [];

    internal const int MostSamples = 3;
    private const int LongestSample = 50;

    internal static TablePreview Of(SheetPlace place, TableLayout layout) => new(
        place.Name,
        place.Header.Row + 1,
        place.Header.End,
        place.Title,
        place.Unit,
        [
            .. place.Texts.Select((text, column) => (Text: text, Number: column + 1, Ordinal: Array.IndexOf(place.Header.Columns, column)))
                .Where(column => column.Text.Length > 0 || column.Ordinal >= 0)
                .Select(column => new ColumnPreview(column.Number, column.Text, column.Ordinal < 0 ? null : layout.Columns[column.Ordinal], place.Mapped.Contains(column.Number - 1))),
        ])
    {
        Missing = [.. place.Header.Missing(layout)],
        Duplicates = [.. place.Header.Twice.Select(pair => pair.Column + 1)],
    };

    internal void Take(RawCell[] cells)
    {
        RowCount++;
        if (RowCount > MostSamples)
            return;
        foreach (var column in Columns)
            column.Add(column.Number <= cells.Length ? Shorten(cells[column.Number - 1].Display) : "");
    }

    private static string Shorten(string text) => text.Length <= LongestSample ? text : string.Concat(text.AsSpan(0, LongestSample - 1), "…");
}

/// <summary>How a column was understood.</summary>
/// <param name="Number">Number of the column, from 1.</param>
/// <param name="Header">Texts of its header from top to bottom, joined by <c>/</c>.</param>
/// <param name="Means">What it is taken for; null when it is taken for nothing.</param>
/// <param name="IsMapped">True when the caller said so.</param>
public sealed record ColumnPreview(int Number, string Header, Column? Means, bool IsMapped)
{
    private readonly List<string> _samples = [];

    /// <summary>What stands in the first rows of data.</summary>
    public IReadOnlyList<string> Samples => _samples;

    internal void Add(string sample) => _samples.Add(sample);
}

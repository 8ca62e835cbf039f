namespace Renovation.Shared.Workbooks;

/// <summary>What was read of a table: its rows, the fields around it, and everything that is wrong.</summary>
public sealed class TableReading
{
    internal TableReading(string sheet, string title, TableRow head, IReadOnlyList<TableRow> rows, IReadOnlyDictionary<string, string> metadata, MoneyUnit unit, TablePreview preview, CellErrors errors)
    {
        (Sheet, Title, Head, Rows, Metadata, Unit, Preview, Errors) = (sheet, title, head, rows, metadata, unit, preview, errors);
    }

    /// <summary>Name of the sheet; of a <c>.csv</c>, the name of the layout.</summary>
    public string Sheet { get; }

    /// <summary>First text above the header; empty when there is none.</summary>
    public string Title { get; }

    /// <summary>The fields around the table (<see cref="TableLayout.Head"/>).</summary>
    public TableRow Head { get; }

    /// <summary>The rows of data from top to bottom: no blank, section, subtotal or note rows.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>What the writer left in the hidden sheet, e.g. the version of the template; empty for a file from elsewhere.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The unit that the sheet states, 万元 when it states none. A column may state its own.</summary>
    public MoneyUnit Unit { get; }

    /// <summary>How the columns were understood.</summary>
    public TablePreview Preview { get; }

    /// <summary>Everything that is wrong with the cells; the caller's own rules add to it by <see cref="TableRow.Error"/>.</summary>
    public CellErrors Errors { get; }
}

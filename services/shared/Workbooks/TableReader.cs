using ExcelDataReader;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>Reads a table out of an uploaded workbook: <c>.xlsx</c>, <c>.xls</c> or <c>.csv</c>, told by content.</summary>
/// <remarks>
/// The table is found by its header texts on any sheet. Blank, section, subtotal and note rows are left out. Wrong cells do not throw: they are collected in
/// <see cref="TableReading.Errors"/>, so that one answer tells them all; the caller adds what its own rules find and then calls <see cref="CellErrors.ThrowIfAny"/>.
/// </remarks>
public static class TableReader
{
    /// <summary>Name of the hidden sheet in which the writer keeps metadata.</summary>
    internal const string MetadataSheet = "_renovation";

    /// <summary>Reads the table.</summary>
    /// <exception cref="DomainException">
    /// Invalid <c>file</c>: EMPTY_FILE, FILE_TOO_LARGE, ENCRYPTED_FILE, BROKEN_FILE, WRONG_KIND, ZIP_BOMB, NO_TABLE, HEADER_MISSING, NO_ROWS, TOO_MANY_ROWS;
    /// Invalid at a cell: DUPLICATE_HEADER. Nothing else is thrown, whatever the bytes are.
    /// </exception>
    public static TableReading Read(ReadOnlyMemory<byte> content, TableLayout layout, CancellationToken cancellationToken = default) => Read(content, layout, TableMapping.None, cancellationToken);

    /// <summary>Reads the table where and as the caller says. Throws as the other does, and UNKNOWN_SHEET for a sheet that is not there.</summary>
    public static TableReading Read(ReadOnlyMemory<byte> content, TableLayout layout, TableMapping mapping, CancellationToken cancellationToken = default) =>
        ReadOptional(content, layout, mapping, cancellationToken) ?? throw FileErrors.NoTable(layout.Name);

    /// <summary>Tells how the table would be understood; a header that lacks something or says it twice is told as well. Throws as <see cref="Read(ReadOnlyMemory{byte},TableLayout,TableMapping,CancellationToken)"/> otherwise.</summary>
    public static TablePreview Preview(ReadOnlyMemory<byte> content, TableLayout layout, TableMapping mapping, CancellationToken cancellationToken = default)
    {
        using var reader = WorkbookFile.Open(content);
        return WorkbookFile.Guard(() => Find(reader, layout, mapping, cancellationToken) is var (place, _) ? Pass(reader, place, layout).Preview(cancellationToken) : null) ?? throw FileErrors.NoTable(layout.Name);
    }

    /// <summary>Reads the table, or returns null when no sheet has anything of its header. Throws as <see cref="Read(ReadOnlyMemory{byte},TableLayout,CancellationToken)"/> otherwise.</summary>
    public static TableReading? ReadOptional(ReadOnlyMemory<byte> content, TableLayout layout, CancellationToken cancellationToken = default) =>
        ReadOptional(content, layout, TableMapping.None, cancellationToken);

    private static TableReading? ReadOptional(ReadOnlyMemory<byte> content, TableLayout layout, TableMapping mapping, CancellationToken cancellationToken)
    {
        using var reader = WorkbookFile.Open(content);
        return WorkbookFile.Guard(() =>
        {
            if (Find(reader, layout, mapping, cancellationToken) is not var (place, metadata))
                return null;
            CheckHeader(place, layout);
            return Pass(reader, place, layout).Run(metadata, cancellationToken);
        });
    }

    private static (SheetPlace Place, IReadOnlyDictionary<string, string> Metadata)? Find(IExcelDataReader reader, TableLayout layout, TableMapping mapping, CancellationToken cancellationToken)
    {
        var survey = Survey.Of(reader, layout, mapping, cancellationToken);
        return survey.Best is { } place ? (place, survey.Metadata) : null;
    }

    // From the beginning of the chosen sheet.
    private static TablePass Pass(IExcelDataReader reader, SheetPlace place, TableLayout layout)
    {
        reader.Reset();
        for (var index = 0; index < place.Index; index++)
            reader.NextResult();
        return new TablePass(new SheetCursor(reader, layout.Name), place, layout);
    }

    private static void CheckHeader(SheetPlace place, TableLayout layout)
    {
        var header = place.Header;
        var missing = header.Missing(layout).Select(column => column.Title).ToList();
        if (missing.Count > 0)
            throw FileErrors.HeaderMissing(place.Name, header.Row + 1, missing, header.Found);
        if (header.Twice.Count > 0)
        {
            throw DomainException.Invalid(
            [
                .. header.Twice.Select(pair => new FieldError(
                    $"{place.Name}!{CellName.Of(header.End, pair.Column + 1)}",
                    "DUPLICATE_HEADER",
                    new LocalText(
                        $"“{layout.Columns[pair.Ordinal].Title}”有两列：{CellName.Letters(header.Columns[pair.Ordinal] + 1)} 和 {CellName.Letters(pair.Column + 1)}。",
                        $"{layout.Columns[pair.Ordinal].Title} stands in two columns: {CellName.Letters(header.Columns[pair.Ordinal] + 1)} and {CellName.Letters(pair.Column + 1)}."))),
            ]);
        }
    }
}

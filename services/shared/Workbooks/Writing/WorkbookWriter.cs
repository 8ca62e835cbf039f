using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Writes workbooks (<c>.xlsx</c>) that Excel and LibreOffice open without a repair prompt.</summary>
public static class WorkbookWriter
{
    /// <summary>Media type of the workbooks.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Returns the bytes of a workbook.</summary>
    /// <param name="sheets">The sheets from left to right, at least one, with different names.</param>
    /// <param name="metadata">What the reader shall find again (<see cref="TableReading.Metadata"/>), e.g. the version of the template; kept in a sheet that people do not see. Null for none.</param>
    public static byte[] Write(IReadOnlyList<SheetContent> sheets, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        Write(stream, sheets, metadata);
        return stream.ToArray();
    }

    /// <summary>Writes a workbook to a stream that can be read and sought.</summary>
    public static void Write(Stream stream, IReadOnlyList<SheetContent> sheets, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var styles = new StyleBook();
        var list = new Sheets();
        var names = new DefinedNames();
        foreach (var content in sheets)
        {
            var part = workbook.AddNewPart<WorksheetPart>();
            using (var writer = new SheetWriter(part, styles))
                content.Write(writer);
            var (first, last) = content.HeaderRows;
            names.Append(new DefinedName($"'{content.Name}'!${first}:${last}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)list.Count() });
            list.Append(Entry(workbook, part, content.Name, list.Count()));
        }

        if (metadata is { Count: > 0 })
            AppendMetadata(workbook, list, metadata);
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = styles.Build();
        workbook.Workbook = new Workbook(new BookViews(new WorkbookView { ActiveTab = 0 }), list, names, new CalculationProperties { FullCalculationOnLoad = true });
        document.Save();
    }

    private static DocumentFormat.OpenXml.Spreadsheet.Sheet Entry(WorkbookPart workbook, WorksheetPart part, string name, int index) =>
        new() { Id = workbook.GetIdOfPart(part), SheetId = (uint)index + 1, Name = name };

    private static void AppendMetadata(WorkbookPart workbook, Sheets list, IReadOnlyDictionary<string, string> metadata)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        part.Worksheet = new Worksheet(new SheetData(metadata.Select(pair => new Row(TextCell(pair.Key), TextCell(pair.Value)))));
        var entry = Entry(workbook, part, TableReader.MetadataSheet, list.Count());
        entry.State = SheetStateValues.VeryHidden;
        list.Append(entry);
    }

    private static Cell TextCell(string text) =>
        new(new InlineString(new Text(CellText.Safe(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString };
}

using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Writes workbooks (<c>.xlsx</c>) that Excel and LibreOffice open without a repair prompt.</summary>
public static class WorkbookWriter
{
    private const int BufferSize = 1 << 16;

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
        var parts = sheets.Select(content =>
        {
            var part = workbook.AddNewPart<WorksheetPart>();
            using var writer = new SheetWriter(part, styles);
            content.Write(writer);
            return part;
        }).ToList();
        Complete(document, sheets, parts, styles, metadata);
    }

    /// <summary>
    /// Returns the bytes of a workbook of any length, with little memory besides them: each sheet goes to a temporary file as its rows come, and from there into the package. The package writer
    /// itself would keep every sheet in memory.
    /// </summary>
    /// <param name="sheets">The sheets from left to right, at least one, with different names; their rows are asked for one sheet after the other.</param>
    public static async Task<byte[]> WriteAsync(IReadOnlyList<SheetContent> sheets, CancellationToken cancellationToken)
    {
        var styles = new StyleBook();
        var bodies = new List<FileStream>();
        try
        {
            foreach (var content in sheets)
            {
                var body = Temporary();
                bodies.Add(body);
                using var writer = new SheetWriter(body, styles);
                await content.WriteAsync(writer, cancellationToken);
            }

            await using var file = Temporary();
            await PackAsync(file, sheets, styles, bodies, cancellationToken);
            var bytes = new byte[file.Length];
            await Rewound(file).ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        finally
        {
            foreach (var body in bodies)
                await body.DisposeAsync();
        }
    }

    private static async Task PackAsync(Stream output, IReadOnlyList<SheetContent> sheets, StyleBook styles, List<FileStream> bodies, CancellationToken cancellationToken)
    {
        using var frame = new MemoryStream();
        var places = Frame(frame, sheets, styles);
        await using var package = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        using var pieces = new ZipArchive(frame, ZipArchiveMode.Read);
        foreach (var piece in pieces.Entries)
        {
            await using var target = await package.CreateEntry(piece.FullName, CompressionLevel.Optimal).OpenAsync(cancellationToken);
            await using var source = places.TryGetValue($"/{piece.FullName}", out var index) ? Rewound(bodies[index]) : await piece.OpenAsync(cancellationToken);
            await source.CopyToAsync(target, cancellationToken);
        }
    }

    private static FileStream Temporary() =>
        new(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    // Everything but the sheets, whose places are given by their index.
    private static Dictionary<string, int> Frame(Stream stream, IReadOnlyList<SheetContent> sheets, StyleBook styles)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var parts = sheets.Select(_ =>
        {
            var part = workbook.AddNewPart<WorksheetPart>();
            part.Worksheet = new Worksheet(new SheetData());
            return part;
        }).ToList();
        Complete(document, sheets, parts, styles, metadata: null);
        return parts.Select((part, index) => (part.Uri.OriginalString, index)).ToDictionary(place => place.OriginalString, place => place.index, StringComparer.Ordinal);
    }

    private static void Complete(SpreadsheetDocument document, IReadOnlyList<SheetContent> sheets, List<WorksheetPart> parts, StyleBook styles, IReadOnlyDictionary<string, string>? metadata)
    {
        var workbook = document.WorkbookPart!;
        var list = new Sheets();
        var names = new DefinedNames();
        foreach (var (content, part) in sheets.Zip(parts))
        {
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

    private static Stream Rewound(FileStream body)
    {
        body.Position = 0;
        return body;
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

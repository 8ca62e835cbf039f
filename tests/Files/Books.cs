using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ExcelDataReader;

namespace Renovation.Tests.Files;

/// <summary>Makes workbooks for tests: from nothing, or out of another one.</summary>
public static class Books
{
    // The reader asks for a Windows code page, whichever test reads first.
    static Books() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Writes one sheet; a null cell is left out, a text that begins with = is a formula without a result.</summary>
    public static byte[] Of(string sheet, object?[][] rows, params string[] merges) => Of((sheet, rows, merges));

    public static byte[] Of(params (string Sheet, object?[][] Rows, string[] Merges)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            foreach (var (name, rows, merges) in sheets)
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((cells, row) => new Row(cells
                    .Select((value, column) => CellOf(value, NameOf(row + 1, column + 1))).OfType<Cell>())
                { RowIndex = (uint)row + 1 }).Where(row => row.HasChildren)));
                if (merges.Length > 0)
                    part.Worksheet.Append(new MergeCells(merges.Select(range => new MergeCell { Reference = range })));
                var list = workbook.Workbook.Sheets!;
                list.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)list.Count() + 1, Name = name });
            }
        }

        return stream.ToArray();
    }

    /// <summary>Puts other values into cells of the first sheet; null empties the cell.</summary>
    public static byte[] With(byte[] workbook, params (string Cell, object? Value)[] changes)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var document = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var rows = document.WorkbookPart!.WorksheetParts.First().Worksheet.GetFirstChild<SheetData>()!.Elements<Row>().ToDictionary(row => row.RowIndex!.Value);
            foreach (var (name, value) in changes)
            {
                var number = uint.Parse(name.TrimStart([.. Enumerable.Range('A', 26).Select(letter => (char)letter)]), CultureInfo.InvariantCulture);
                var row = rows[number];
                row.Elements<Cell>().SingleOrDefault(cell => cell.CellReference == name)?.Remove();
                if (CellOf(value, name) is { } made)
                    row.InsertBefore(made, row.Elements<Cell>().FirstOrDefault(cell => Place(cell.CellReference!.Value!) > Place(name)));
            }
        }

        return stream.ToArray();
    }

    /// <summary>Returns the values of the first sheet.</summary>
    public static List<object?[]> Values(byte[] workbook)
    {
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(workbook));
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => (object?)reader.GetValue(column))]);
        return rows;
    }

    /// <summary>Writes the first sheet as separated values.</summary>
    public static byte[] Csv(byte[] workbook, Encoding encoding, char separator = ',')
    {
        var lines = Values(workbook).Select(row => string.Join(separator, row.Select(value => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", separator))));
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(string.Join("\r\n", lines) + "\r\n")];
    }

    /// <summary>Writes a zip archive.</summary>
    public static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                write(entry);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Names a cell as Excel does; row and column count from 1.</summary>
    public static string NameOf(int row, int column)
    {
        var letters = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    private static string Quoted(string text, char separator) => text.AsSpan().ContainsAny(separator, '"', '\n') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static int Place(string name) => name.TakeWhile(char.IsAsciiLetter).Aggregate(0, (place, letter) => (place * 26) + letter - 'A' + 1);

    private static Cell? CellOf(object? value, string name) => value switch
    {
        null => null,
        string text when text.StartsWith('=') => new Cell(new CellFormula(text[1..])) { CellReference = name },
        string text => new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = name, DataType = CellValues.InlineString },
        bool truth => new Cell(new CellValue(truth)) { CellReference = name, DataType = CellValues.Boolean },
        var number => new Cell(new CellValue(Convert.ToString(number, CultureInfo.InvariantCulture)!)) { CellReference = name },
    };
}

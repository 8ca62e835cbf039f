using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>An exported 附件2 in the hands of a person: cells are found by the texts beside and above them.</summary>
internal sealed partial class ReturnWorkbook : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly SpreadsheetDocument _document;
    private readonly SheetData _sheet;
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    public ReturnWorkbook(byte[] file)
    {
        _stream.Write(file);
        _document = SpreadsheetDocument.Open(_stream, isEditable: true);
        var book = _document.WorkbookPart!;
        var first = book.Workbook!.Descendants<Sheet>().First();
        _sheet = ((WorksheetPart)book.GetPartById(first.Id!.Value!)).Worksheet!.GetFirstChild<SheetData>()!;
        ReadHeaders();
    }

    /// <summary>Writes beside a text of the head, e.g. 填报人.</summary>
    public void SetHead(string label, string value)
    {
        var cell = Cells().First(cell => TextOf(cell).StartsWith(label, StringComparison.Ordinal));
        var row = (Row)cell.Parent!;
        var next = row.Elements<Cell>().SkipWhile(other => other != cell).Skip(1).First(other => TextOf(other).Length == 0 || !TextOf(other).EndsWith('：'));
        Write(next, value);
    }

    /// <summary>Writes into the row of a project, in the column with that header.</summary>
    public void Set(string project, string header, string value)
    {
        var row = _sheet.Elements<Row>().First(row => row.Elements<Cell>().Any(cell => TextOf(cell) == project));
        var reference = _columns[header] + row.RowIndex!.Value.ToString(CultureInfo.InvariantCulture);
        Write(row.Elements<Cell>().First(cell => cell.CellReference == reference), value);
    }

    public byte[] Save()
    {
        _document.Save();
        _document.Dispose();
        return _stream.ToArray();
    }

    public void Dispose()
    {
        _document.Dispose();
        _stream.Dispose();
    }

    private void ReadHeaders()
    {
        foreach (var cell in Cells())
        {
            var text = Unit().Replace(TextOf(cell), "").Replace("\n", "", StringComparison.Ordinal);
            if (text.Length > 0)
                _columns.TryAdd(text, Letters().Match(cell.CellReference!.Value!).Value);
        }
    }

    private IEnumerable<Cell> Cells() => _sheet.Elements<Row>().SelectMany(row => row.Elements<Cell>());

    private string TextOf(Cell cell)
    {
        if (cell.DataType?.Value == CellValues.SharedString)
            return _document.WorkbookPart!.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(cell.InnerText, CultureInfo.InvariantCulture)).InnerText;
        return cell.InnerText;
    }

    private static void Write(Cell cell, string value)
    {
        cell.RemoveAllChildren();
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            cell.DataType = null;
            cell.AppendChild(new CellValue(value));
        }
        else
        {
            cell.DataType = CellValues.InlineString;
            cell.AppendChild(new InlineString(new Text(value)));
        }
    }

    [GeneratedRegex("[A-Z]+", RegexOptions.None, 1000)]
    private static partial Regex Letters();

    [GeneratedRegex(@"[（(](万元|%|％)[)）]|\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unit();
}

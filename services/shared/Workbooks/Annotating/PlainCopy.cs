using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ExcelDataReader;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>Takes the values of a file that is no package of Excel over into one, each in its cell.</summary>
internal static class PlainCopy
{
    private const uint DateStyle = 1;

    /// <summary>Copies all sheets.</summary>
    /// <param name="nameless">Name of the sheet of a <c>.csv</c>.</param>
    public static byte[] Of(ReadOnlyMemory<byte> content, string nameless)
    {
        using var reader = WorkbookFile.Open(content);
        return WorkbookFile.Guard(() =>
        {
            using var stream = new MemoryStream();
            using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
            {
                var workbook = document.AddWorkbookPart();
                workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
                var sheets = new Sheets();
                do
                {
                    var part = workbook.AddNewPart<WorksheetPart>();
                    Write(reader, part);
                    var name = string.IsNullOrEmpty(reader.Name) ? nameless : reader.Name;
                    sheets.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)sheets.Count() + 1, Name = name });
                }
                while (reader.NextResult());
                workbook.Workbook = new Workbook(sheets);
                document.Save();
            }

            return stream.ToArray();
        });
    }

    private static void Write(IExcelDataReader reader, WorksheetPart part)
    {
        using var xml = OpenXmlWriter.Create(part);
        xml.WriteStartElement(new Worksheet());
        xml.WriteStartElement(new SheetData());
        for (var row = 1; reader.Read(); row++)
        {
            xml.WriteStartElement(new Row(), [new OpenXmlAttribute("r", "", row.ToString(CultureInfo.InvariantCulture))]);
            for (var column = 0; column < Math.Min(reader.FieldCount, WorkbookLimits.Columns); column++)
            {
                if (CellOf(reader.GetValue(column)) is not { } cell)
                    continue;
                cell.CellReference = CellName.Of(row, column + 1);
                xml.WriteElement(cell);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static Cell? CellOf(object? value) => value switch
    {
        null => null,
        double number => new Cell(new CellValue(number.ToString("R", CultureInfo.InvariantCulture))),
        int number => new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))),
        bool truth => new Cell(new CellValue(truth ? "1" : "0")) { DataType = CellValues.Boolean },
        DateTime moment => new Cell(new CellValue(moment.ToOADate().ToString("R", CultureInfo.InvariantCulture))) { StyleIndex = DateStyle },
        _ => new Cell(new InlineString(new Text(CellText.Safe(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString },
    };

    private static Stylesheet Styles() => new(
        new Fonts(new Font()) { Count = 1 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border()) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }) { Count = 2 });
}

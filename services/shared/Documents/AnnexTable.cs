using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Renovation.Shared.Documents;

/// <summary>Writes the annexes of letters.</summary>
internal static class AnnexTable
{
    // What A4 across leaves between margins of 2 cm, in twips.
    private const int Width = 14570;

    /// <summary>Gives number, title, note and table.</summary>
    public static IEnumerable<OpenXmlElement> Of(Annex annex, int number, int count)
    {
        yield return LetterWriter.Line(count > 1 ? $"附件{number}" : "附件", "Annex", properties =>
        {
            if (number > 1)
                properties.Append(new PageBreakBefore());
        });
        yield return LetterWriter.Line(annex.Title, "Title");
        if (annex.Note.Length > 0)
            yield return LetterWriter.Line(annex.Note, "Note");
        yield return Table(annex);
    }

    private static Table Table(Annex annex)
    {
        var shares = annex.Columns.Sum(column => column.Width);
        var widths = annex.Columns.Select(column => Width * column.Width / shares).ToArray();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Number(widths.Sum()), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 },
                    new LeftBorder { Val = BorderValues.Single, Size = 4 },
                    new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 60, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 60, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(width => new GridColumn { Width = Number(width) })),
            new TableRow(
                [new TableRowProperties(new CantSplit(), new TableHeader()), .. annex.Columns.Select((column, index) => Cell(column.Header, widths[index], CellPlace.Center, isBold: true, 1))]));
        table.Append(annex.Rows.Select(row => Row(row, annex.Columns, widths)));
        return table;
    }

    private static TableRow Row(AnnexRow row, IReadOnlyList<AnnexColumn> columns, int[] widths) => new(
        row.Cells.Count == 1
            ? [new TableRowProperties(new CantSplit()), Cell(row.Cells[0], widths.Sum(), CellPlace.Left, row.IsBold, columns.Count)]
            : [new TableRowProperties(new CantSplit()), .. row.Cells.Select((text, index) => Cell(text, widths[index], columns[index].Place, row.IsBold, 1))]);

    private static TableCell Cell(string text, int width, CellPlace place, bool isBold, int span)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa });
        if (span > 1)
            properties.Append(new GridSpan { Val = span });
        properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        var paragraph = new DocumentFormat.OpenXml.Wordprocessing.Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = "Cell" }, new Justification { Val = Place(place) }), LetterWriter.Run(text, isBold ? new RunProperties(new Bold()) : null));
        return new TableCell(properties, paragraph);
    }

    private static JustificationValues Place(CellPlace place) => place switch
    {
        CellPlace.Center => JustificationValues.Center,
        CellPlace.Right => JustificationValues.Right,
        _ => JustificationValues.Left,
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

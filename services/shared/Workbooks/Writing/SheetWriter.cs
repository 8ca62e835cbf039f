using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Writes the cells of one sheet as a stream; what belongs behind the cells is kept until then.</summary>
internal sealed class SheetWriter : IDisposable
{
    private readonly OpenXmlWriter _xml;
    private readonly StyleBook _styles;
    private readonly List<string> _merges = [];
    private readonly List<(string Range, IReadOnlyList<string> Words)> _lists = [];

    public SheetWriter(WorksheetPart part, StyleBook styles)
        : this(OpenXmlWriter.Create(part), styles)
    {
    }

    public SheetWriter(Stream stream, StyleBook styles)
        : this(OpenXmlWriter.Create(stream), styles)
    {
    }

    private SheetWriter(OpenXmlWriter xml, StyleBook styles) => (_xml, _styles) = (xml, styles);

    /// <summary>The row that is being written, from 1.</summary>
    public int Row { get; private set; }

    public void Begin(SheetContent content, IReadOnlyList<(double Width, bool IsHidden)> columns, int headerEnd)
    {
        _xml.WriteStartElement(new Worksheet());
        _xml.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        var view = new SheetView { WorkbookViewId = 0 };
        view.Append(new Pane
        {
            HorizontalSplit = content.FrozenColumns > 0 ? content.FrozenColumns : null,
            VerticalSplit = headerEnd,
            TopLeftCell = CellName.Of(headerEnd + 1, content.FrozenColumns + 1),
            ActivePane = content.FrozenColumns > 0 ? PaneValues.BottomRight : PaneValues.BottomLeft,
            State = PaneStateValues.Frozen,
        });
        _xml.WriteElement(new SheetViews(view));
        _xml.WriteElement(new SheetFormatProperties { DefaultRowHeight = 15 });
        _xml.WriteElement(new Columns(columns.Select((column, index) => new DocumentFormat.OpenXml.Spreadsheet.Column
        {
            Min = (uint)index + 1,
            Max = (uint)index + 1,
            Width = column.Width,
            CustomWidth = true,
            Hidden = column.IsHidden ? true : null,
        })));
        _xml.WriteStartElement(new SheetData());
    }

    /// <summary>Begins the next row.</summary>
    /// <param name="height">Height in points, null for the usual one.</param>
    /// <param name="isFixed">False when the height may follow the texts as they are edited.</param>
    public void BeginRow(double? height = null, bool isFixed = true)
    {
        Row++;
        List<OpenXmlAttribute> attributes = [new("r", "", Row.ToString(CultureInfo.InvariantCulture))];
        if (height is { } points)
        {
            attributes.Add(new OpenXmlAttribute("ht", "", points.ToString(CultureInfo.InvariantCulture)));
            if (isFixed)
                attributes.Add(new OpenXmlAttribute("customHeight", "", "1"));
        }

        _xml.WriteStartElement(new Row(), attributes);
    }

    public void EndRow() => _xml.WriteEndElement();

    public void Blank(int column, Look look) => WriteCell(column, look, null, null, null);

    /// <summary>Writes a text as a text, whatever it begins with.</summary>
    public void Text(int column, string text, Look look)
    {
        var safe = CellText.Safe(text);
        WriteCell(column, CellText.LooksLikeFormula(safe) ? look with { IsQuoted = true } : look, "inlineStr", safe, null);
    }

    public void Number(int column, string number, Look look, string? formula = null) => WriteCell(column, look, null, number, formula);

    public void Merge(int firstRow, int firstColumn, int lastRow, int lastColumn)
    {
        if (firstRow != lastRow || firstColumn != lastColumn)
            _merges.Add($"{CellName.Of(firstRow, firstColumn)}:{CellName.Of(lastRow, lastColumn)}");
    }

    public void Offer(int column, int firstRow, int lastRow, IReadOnlyList<string> words)
    {
        if (words.Sum(word => word.Length + 1) > 255)
            throw new ArgumentException("A list of words has at most 255 characters.", nameof(words));
        if (lastRow >= firstRow)
            _lists.Add(($"{CellName.Of(firstRow, column)}:{CellName.Of(lastRow, column)}", words));
    }

    public void End(SheetContent content)
    {
        _xml.WriteEndElement();
        if (content.IsProtected)
            _xml.WriteElement(new SheetProtection { Sheet = true, Objects = true, Scenarios = true, FormatColumns = false, FormatRows = false });
        if (_merges.Count > 0)
            _xml.WriteElement(new MergeCells(_merges.Select(range => new MergeCell { Reference = range })) { Count = (uint)_merges.Count });
        if (_lists.Count > 0)
        {
            _xml.WriteElement(new DataValidations(_lists.Select(list => new DataValidation(new Formula1($"\"{string.Join(',', list.Words)}\""))
            {
                Type = DataValidationValues.List,
                AllowBlank = true,
                ShowErrorMessage = true,
                SequenceOfReferences = new ListValue<StringValue>([new StringValue(list.Range)]),
            }))
            { Count = (uint)_lists.Count });
        }

        _xml.WriteElement(new PrintOptions { HorizontalCentered = true });
        _xml.WriteElement(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        _xml.WriteElement(new PageSetup { PaperSize = (uint)content.Paper, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        _xml.WriteElement(new HeaderFooter(new OddFooter("&C第 &P 页，共 &N 页")));
        _xml.WriteEndElement();
    }

    public void Dispose() => _xml.Dispose();

    private void WriteCell(int column, Look look, string? type, string? value, string? formula)
    {
        List<OpenXmlAttribute> attributes = [new("r", "", CellName.Of(Row, column)), new("s", "", _styles.Of(look).ToString(CultureInfo.InvariantCulture))];
        if (type is not null)
            attributes.Add(new OpenXmlAttribute("t", "", type));
        _xml.WriteStartElement(new Cell(), attributes);
        if (formula is not null)
            _xml.WriteElement(new CellFormula(formula));
        if (type is not null && value is not null)
            _xml.WriteElement(new InlineString(new Text(value) { Space = SpaceProcessingModeValues.Preserve }));
        else if (value is not null)
            _xml.WriteElement(new CellValue(value));
        _xml.WriteEndElement();
    }
}

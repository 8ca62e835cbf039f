using System.Globalization;
using System.Text;
using System.Xml;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>Copies the XML of a sheet node by node, so that a sheet of any length needs little memory, and gives marked cells their new style.</summary>
internal sealed class SheetCopy
{
    // What may stand behind the drawing of comments (ECMA-376 part 1, 18.3.1.99).
    private static readonly HashSet<string> Behind = new(StringComparer.Ordinal) { "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst" };

    private readonly XmlReader _reader;
    private readonly XmlWriter _writer;
    private readonly SheetMarks _marks;
    private readonly Func<int, int> _markedStyle;
    private readonly string? _drawing;
    private readonly Queue<int> _rows;
    private Queue<int> _cells = new();
    private string _main = "";
    private int _row;
    private int _column;
    private bool _drawn;

    private SheetCopy(XmlReader reader, XmlWriter writer, SheetMarks marks, Func<int, int> markedStyle, string? drawing)
    {
        (_reader, _writer, _marks, _markedStyle, _drawing) = (reader, writer, marks, markedStyle, drawing);
        _rows = new Queue<int>(marks.Rows.Keys);
    }

    /// <summary>Notes the styles that the marked cells have.</summary>
    public static void NoteStyles(Stream sheet, SheetMarks marks)
    {
        using var reader = Open(sheet);
        var (row, column) = (0, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "row")
                (row, column) = (RowOf(reader, row), 0);
            else if (reader.LocalName == "c" && (column = ColumnOf(reader, column)) > 0 && marks.Rows.TryGetValue(row, out var cells) && cells.ContainsKey(column))
                marks.Styles[(row, column)] = int.Parse(reader.GetAttribute("s") ?? "0", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Copies a sheet.</summary>
    /// <param name="markedStyle">Gives the style of a marked cell by the one it had.</param>
    /// <param name="drawing">Id of the relationship to the drawing of the comments, null when the sheet has one already.</param>
    public static void Write(Stream source, Stream target, SheetMarks marks, Func<int, int> markedStyle, string? drawing)
    {
        using var reader = Open(source);
        using var writer = XmlWriter.Create(target, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        new SheetCopy(reader, writer, marks, markedStyle, drawing).Run();
    }

    private void Run()
    {
        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    Begin();
                    break;
                case XmlNodeType.EndElement:
                    End(_reader.LocalName, _reader.Depth);
                    _writer.WriteFullEndElement();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    _writer.WriteString(_reader.Value);
                    break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _writer.WriteWhitespace(_reader.Value);
                    break;
            }
        }
    }

    private void Begin()
    {
        var (name, depth, isEmpty) = (_reader.LocalName, _reader.Depth, _reader.IsEmptyElement);
        if (depth == 0)
            _main = _reader.NamespaceURI;
        if (depth == 1 && name == "legacyDrawing")
            _drawn = true;
        if (depth == 1 && Behind.Contains(name))
            Draw();
        var style = (int?)null;
        if (name == "row")
            style = BeginRow();
        else if (name == "c")
            style = BeginCell();
        _writer.WriteStartElement(_reader.Prefix, name, _reader.NamespaceURI);
        WriteAttributes(style);
        if (!isEmpty)
            return;
        End(name, depth);
        _writer.WriteEndElement();
    }

    private void End(string name, int depth)
    {
        if (name == "row")
            WriteCells(int.MaxValue);
        else if (name == "sheetData")
            WriteRows(int.MaxValue);
        else if (depth == 0)
            Draw();
    }

    private int? BeginRow()
    {
        var row = RowOf(_reader, _row);
        WriteRows(row);
        (_row, _column) = (row, 0);
        _cells = _rows.TryPeek(out var marked) && marked == row ? new Queue<int>(_marks.Rows[_rows.Dequeue()].Keys) : new Queue<int>();
        return null;
    }

    private int? BeginCell()
    {
        _column = ColumnOf(_reader, _column);
        WriteCells(_column);
        if (!_cells.TryPeek(out var marked) || marked != _column)
            return null;
        _cells.Dequeue();
        return _markedStyle(_marks.Styles.GetValueOrDefault((_row, _column)));
    }

    // Marked rows that the file does not have, up to one that it has.
    private void WriteRows(int before)
    {
        while (_rows.TryPeek(out var row) && row < before)
        {
            _rows.Dequeue();
            _writer.WriteStartElement("row", _main);
            _writer.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
            (_row, _cells) = (row, new Queue<int>(_marks.Rows[row].Keys));
            WriteCells(int.MaxValue);
            _writer.WriteEndElement();
        }
    }

    // Marked cells that the row does not have, up to one that it has.
    private void WriteCells(int before)
    {
        while (_cells.TryPeek(out var column) && column < before)
        {
            _cells.Dequeue();
            _writer.WriteStartElement("c", _main);
            _writer.WriteAttributeString("r", CellName.Of(_row, column));
            _writer.WriteAttributeString("s", _markedStyle(0).ToString(CultureInfo.InvariantCulture));
            _writer.WriteEndElement();
        }
    }

    private void WriteAttributes(int? style)
    {
        for (var more = _reader.MoveToFirstAttribute(); more; more = _reader.MoveToNextAttribute())
        {
            if (style is null || _reader.LocalName != "s" || _reader.Prefix.Length > 0)
                _writer.WriteAttributeString(_reader.Prefix, _reader.LocalName, _reader.NamespaceURI, _reader.Value);
        }

        _reader.MoveToElement();
        if (style is { } marked)
            _writer.WriteAttributeString("s", marked.ToString(CultureInfo.InvariantCulture));
    }

    private void Draw()
    {
        if (_drawn || _drawing is null)
            return;
        _drawn = true;
        _writer.WriteStartElement("legacyDrawing", _main);
        _writer.WriteAttributeString("r", "id", PackageMarks.Relationships, _drawing);
        _writer.WriteEndElement();
    }

    private static XmlReader Open(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = false });

    // Both references may be left out: then they count on.
    private static int RowOf(XmlReader reader, int before) => reader.GetAttribute("r") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : before + 1;

    private static int ColumnOf(XmlReader reader, int before) =>
        reader.GetAttribute("r") is { } text ? text.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1) : before + 1;
}

using System.Globalization;
using System.Xml.Linq;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>The comments of a sheet and the drawing that shows them; those that the file brought stay.</summary>
internal sealed class CommentParts
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Vml = "urn:schemas-microsoft-com:vml";
    private static readonly XNamespace Office = "urn:schemas-microsoft-com:office:office";
    private static readonly XNamespace Excel = "urn:schemas-microsoft-com:office:excel";
    private readonly XElement _authors;
    private readonly XElement _list;

    /// <summary>Takes the parts of a sheet; null for those that it does not have.</summary>
    /// <exception cref="InvalidOperationException">The comments that the file brought are not as Excel writes them.</exception>
    public CommentParts(XDocument? comments, XDocument? drawing)
    {
        Comments = comments ?? new XDocument(new XElement(Main + "comments", new XElement(Main + "authors"), new XElement(Main + "commentList")));
        Drawing = drawing ?? new XDocument(new XElement(
            "xml",
            new XAttribute(XNamespace.Xmlns + "v", Vml.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "o", Office.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "x", Excel.NamespaceName),
            new XElement(Vml + "shapetype", new XAttribute("id", "_x0000_t202"), new XAttribute("coordsize", "21600,21600"), new XAttribute(Office + "spt", "202"), new XAttribute("path", "m,l,21600r21600,l21600,xe"))));
        _authors = Comments.Root!.Element(Main + "authors") ?? throw new InvalidOperationException("The comments have no authors.");
        _list = Comments.Root.Element(Main + "commentList") ?? throw new InvalidOperationException("The comments have no list.");
    }

    public XDocument Comments { get; }

    public XDocument Drawing { get; }

    /// <summary>Adds comments; a cell that has one gets a line more in it.</summary>
    public void Add(IEnumerable<(int Row, int Column, string Text)> comments)
    {
        var author = _authors.Elements().Count();
        _authors.Add(new XElement(Main + "author", "校验"));
        var known = _list.Elements(Main + "comment").GroupBy(comment => (string?)comment.Attribute("ref") ?? "", StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var number = 0;
        foreach (var (row, column, text) in comments)
        {
            var cell = CellName.Of(row, column);
            var run = new XElement(Main + "r", new XElement(Main + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text));
            if (known.TryGetValue(cell, out var comment))
            {
                comment.Element(Main + "text")?.Add(new XElement(Main + "r", new XElement(Main + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), "\n")), run);
                continue;
            }

            _list.Add(new XElement(Main + "comment", new XAttribute("ref", cell), new XAttribute("authorId", author), new XElement(Main + "text", run)));
            Drawing.Root!.Add(Shape(row, column, ++number));
        }
    }

    private static XElement Shape(int row, int column, int number) => new(
        Vml + "shape",
        new XAttribute("id", $"renovation{number.ToString(CultureInfo.InvariantCulture)}"),
        new XAttribute("type", "#_x0000_t202"),
        new XAttribute("style", "position:absolute;width:220pt;height:60pt;visibility:hidden"),
        new XAttribute("fillcolor", "#ffffe1"),
        new XAttribute(Office + "insetmode", "auto"),
        new XElement(
            Excel + "ClientData",
            new XAttribute("ObjectType", "Note"),
            new XElement(Excel + "SizeWithCells"),
            new XElement(Excel + "Anchor", string.Create(CultureInfo.InvariantCulture, $"{column}, 12, {row - 1}, 4, {column + 3}, 12, {row + 3}, 4")),
            new XElement(Excel + "AutoFill", "False"),
            new XElement(Excel + "Row", row - 1),
            new XElement(Excel + "Column", column - 1)));
}

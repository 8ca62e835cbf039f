using System.IO.Compression;
using System.Xml.Linq;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>Writes a workbook package again with marked cells; every part that has nothing to do with them is copied as it is.</summary>
internal sealed class PackageMarks
{
    /// <summary>Namespace of the ids of relationships.</summary>
    public const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string CommentsType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    private const string DrawingType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing";
    private const string StylesType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles";
    private static readonly XNamespace Rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private readonly ZipArchive _source;
    private readonly Dictionary<string, Action<Stream>> _parts = new(StringComparer.Ordinal);

    private PackageMarks(ZipArchive source) => _source = source;

    /// <summary>Writes the workbook with its cells marked.</summary>
    /// <param name="marks">Wrong cells by the name of their sheet.</param>
    /// <exception cref="InvalidOperationException">The package has no styles, or a sheet of the marks is not in it.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> content, Dictionary<string, SheetMarks> marks)
    {
        using var source = new ZipArchive(WorkbookContent.Open(content), ZipArchiveMode.Read);
        return new PackageMarks(source).Run(marks);
    }

    private byte[] Run(Dictionary<string, SheetMarks> marks)
    {
        var workbook = Targets("xl/workbook.xml");
        var paths = SheetPaths(workbook);
        var stylesPath = workbook.Values.FirstOrDefault(target => target.Type == StylesType).Path ?? throw new InvalidOperationException("The workbook has no styles.");
        var styles = new StyleMarks(Load(stylesPath));
        var types = Load("[Content_Types].xml");
        var number = 0;
        foreach (var (name, sheet) in marks)
        {
            var path = paths.TryGetValue(name, out var known) ? known : throw new InvalidOperationException($"There is no sheet {name}.");
            using (var stream = Entry(path).Open())
                SheetCopy.NoteStyles(stream, sheet);
            foreach (var style in sheet.Styles.Values.Append(0).Distinct())
                styles.TwinOf(style);
            Comment(path, sheet, types, ++number, styles);
        }

        _parts[stylesPath] = styles.Save;
        _parts["[Content_Types].xml"] = stream => types.Save(stream, SaveOptions.DisableFormatting);
        return Save();
    }

    // A sheet, its comments, their drawing and how they hang together.
    private void Comment(string path, SheetMarks marks, XDocument types, int number, StyleMarks styles)
    {
        var relsPath = RelsOf(path);
        var rels = _source.GetEntry(relsPath) is null ? new XDocument(new XElement(Rels + "Relationships")) : Load(relsPath);
        var targets = Targets(path);
        var comments = targets.Values.FirstOrDefault(target => target.Type == CommentsType).Path;
        var drawing = targets.Values.FirstOrDefault(target => target.Type == DrawingType).Path;
        var parts = new CommentParts(comments is null ? null : Load(comments), drawing is null ? null : Load(drawing));
        parts.Add(marks.Comments);
        if (comments is null)
        {
            comments = $"xl/comments_renovation{number}.xml";
            types.Root!.Add(new XElement(Types + "Override", new XAttribute("PartName", $"/{comments}"), new XAttribute("ContentType", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")));
            Relate(rels, $"rIdRenovationComments{number}", CommentsType, comments);
        }

        string? relation = null;
        if (drawing is null)
        {
            drawing = $"xl/drawings/vmlDrawing_renovation{number}.vml";
            relation = $"rIdRenovationDrawing{number}";
            if (!types.Root!.Elements(Types + "Default").Any(one => string.Equals((string?)one.Attribute("Extension"), "vml", StringComparison.OrdinalIgnoreCase)))
                types.Root.AddFirst(new XElement(Types + "Default", new XAttribute("Extension", "vml"), new XAttribute("ContentType", "application/vnd.openxmlformats-officedocument.vmlDrawing")));
            Relate(rels, relation, DrawingType, drawing);
        }

        _parts[comments] = stream => parts.Comments.Save(stream, SaveOptions.DisableFormatting);
        _parts[drawing] = stream => parts.Drawing.Save(stream, SaveOptions.DisableFormatting);
        _parts[relsPath] = stream => rels.Save(stream, SaveOptions.DisableFormatting);
        _parts[path] = target =>
        {
            using var source = Entry(path).Open();
            SheetCopy.Write(source, target, marks, styles.TwinOf, relation);
        };
    }

    private byte[] Save()
    {
        using var stream = new MemoryStream();
        using (var target = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in _source.Entries.Where(entry => !_parts.ContainsKey(entry.FullName)))
            {
                using var from = entry.Open();
                using var to = target.CreateEntry(entry.FullName).Open();
                from.CopyTo(to);
            }

            foreach (var (path, write) in _parts)
            {
                using var to = target.CreateEntry(path).Open();
                write(to);
            }
        }

        return stream.ToArray();
    }

    private Dictionary<string, string> SheetPaths(Dictionary<string, (string Type, string Path)> targets)
    {
        var workbook = Load("xl/workbook.xml").Root!;
        return workbook.Elements(workbook.Name.Namespace + "sheets").Elements()
            .ToDictionary(sheet => (string)sheet.Attribute("name")!, sheet => targets[(string)sheet.Attribute(XName.Get("id", Relationships))!].Path, StringComparer.Ordinal);
    }

    // What a part names by its relationships, as paths within the package.
    private Dictionary<string, (string Type, string Path)> Targets(string path)
    {
        if (_source.GetEntry(RelsOf(path)) is null)
            return [];
        var folder = new Uri($"package:///{path}");
        return Load(RelsOf(path)).Root!.Elements(Rels + "Relationship").Where(one => (string?)one.Attribute("TargetMode") != "External").ToDictionary(
            one => (string)one.Attribute("Id")!, one => ((string)one.Attribute("Type")!, Uri.UnescapeDataString(new Uri(folder, (string)one.Attribute("Target")!).AbsolutePath.TrimStart('/'))), StringComparer.Ordinal);
    }

    private static void Relate(XDocument rels, string id, string type, string path) =>
        rels.Root!.Add(new XElement(Rels + "Relationship", new XAttribute("Id", id), new XAttribute("Type", type), new XAttribute("Target", $"/{path}")));

    private static string RelsOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return $"{path[..(slash + 1)]}_rels/{path[(slash + 1)..]}.rels";
    }

    private ZipArchiveEntry Entry(string path) => _source.GetEntry(path) ?? throw new InvalidOperationException($"The package has no {path}.");

    private XDocument Load(string path)
    {
        using var stream = Entry(path).Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>Adds a red twin to every style that a marked cell has.</summary>
internal sealed class StyleMarks
{
    private readonly XDocument _styles;
    private readonly XNamespace _main;
    private readonly XElement _formats;
    private readonly int _fill;
    private readonly Dictionary<int, int> _twins = [];

    /// <summary>Takes the styles of a workbook.</summary>
    /// <exception cref="InvalidOperationException">They have no cell formats or fills.</exception>
    public StyleMarks(XDocument styles)
    {
        _styles = styles;
        _main = styles.Root!.Name.Namespace;
        _formats = styles.Root.Element(_main + "cellXfs") ?? throw new InvalidOperationException("There are no cell formats.");
        var fills = styles.Root.Element(_main + "fills") ?? throw new InvalidOperationException("There are no fills.");
        _fill = fills.Elements().Count();
        fills.Add(new XElement(
            _main + "fill",
            new XElement(_main + "patternFill", new XAttribute("patternType", "solid"), new XElement(_main + "fgColor", new XAttribute("rgb", "FFFF9999")), new XElement(_main + "bgColor", new XAttribute("indexed", "64")))));
        fills.SetAttributeValue("count", _fill + 1);
    }

    /// <summary>Gives the twin of a style.</summary>
    public int TwinOf(int style)
    {
        if (_twins.TryGetValue(style, out var twin))
            return twin;
        var marked = new XElement(_formats.Elements().ElementAt(style));
        marked.SetAttributeValue("fillId", _fill.ToString(CultureInfo.InvariantCulture));
        marked.SetAttributeValue("applyFill", "1");
        twin = _formats.Elements().Count();
        _formats.Add(marked);
        _formats.SetAttributeValue("count", twin + 1);
        return _twins[style] = twin;
    }

    public void Save(Stream stream) => _styles.Save(stream, SaveOptions.DisableFormatting);
}

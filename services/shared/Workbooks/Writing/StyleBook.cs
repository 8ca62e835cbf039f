using DocumentFormat.OpenXml.Spreadsheet;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Looks of a cell; equal looks become one format of the workbook.</summary>
internal readonly record struct Look(Ink Ink = Ink.Plain, Tint Tint = Tint.None, bool IsBoxed = false, string? Format = null, HorizontalPlace Place = HorizontalPlace.General, bool Wraps = false, bool IsInput = false, bool IsQuoted = false);

internal enum Ink
{
    Plain,
    Bold,
    Title,
}

internal enum Tint
{
    None = 0,
    Header = 2,
    Section = 3,
    Input = 4,
}

internal enum HorizontalPlace
{
    General,
    Left,
    Center,
    Right,
}

/// <summary>Collects the looks that are used and writes them as the styles of the workbook.</summary>
internal sealed class StyleBook
{
    private const uint FirstOwnFormat = 164;

    private readonly Dictionary<Look, uint> _looks = new() { [default] = 0 };
    private readonly Dictionary<string, uint> _formats = new(StringComparer.Ordinal);

    public uint Of(Look look)
    {
        if (!_looks.TryGetValue(look, out var index))
            _looks[look] = index = (uint)_looks.Count;
        return index;
    }

    public Stylesheet Build()
    {
        var formats = _looks.OrderBy(pair => pair.Value).Select(pair => Format(pair.Key)).ToList();
        var sheet = new Stylesheet();
        if (_formats.Count > 0)
            sheet.Append(new NumberingFormats(_formats.Select(pair => new NumberingFormat { NumberFormatId = pair.Value, FormatCode = pair.Key })) { Count = (uint)_formats.Count });
        sheet.Append(
            new Fonts(FontOf(11, isBold: false), FontOf(11, isBold: true), FontOf(16, isBold: true)) { Count = 3 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                Solid("FFDDEBF7"),
                Solid("FFF2F2F2"),
                Solid("FFFFF9E5"))
            { Count = 5 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(
                    new LeftBorder { Style = BorderStyleValues.Thin },
                    new RightBorder { Style = BorderStyleValues.Thin },
                    new TopBorder { Style = BorderStyleValues.Thin },
                    new BottomBorder { Style = BorderStyleValues.Thin },
                    new DiagonalBorder()))
            { Count = 2 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(formats) { Count = (uint)formats.Count },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
        return sheet;
    }

    private CellFormat Format(Look look)
    {
        var format = new CellFormat
        {
            NumberFormatId = look.Format is { } code ? FormatId(code) : 0,
            FontId = (uint)look.Ink,
            FillId = (uint)look.Tint,
            BorderId = look.IsBoxed ? 1u : 0u,
            FormatId = 0,
            ApplyNumberFormat = look.Format is not null,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
            ApplyAlignment = true,
            ApplyProtection = true,
            QuotePrefix = look.IsQuoted ? true : null,
        };
        format.Append(new Alignment { Horizontal = Horizontal(look.Place), Vertical = VerticalAlignmentValues.Center, WrapText = look.Wraps ? true : null });
        format.Append(new Protection { Locked = !look.IsInput });
        return format;
    }

    private uint FormatId(string code)
    {
        if (string.Equals(code, "@", StringComparison.Ordinal))
            return 49;
        if (!_formats.TryGetValue(code, out var id))
            _formats[code] = id = FirstOwnFormat + (uint)_formats.Count;
        return id;
    }

    private static HorizontalAlignmentValues Horizontal(HorizontalPlace place) => place switch
    {
        HorizontalPlace.Left => HorizontalAlignmentValues.Left,
        HorizontalPlace.Center => HorizontalAlignmentValues.Center,
        HorizontalPlace.Right => HorizontalAlignmentValues.Right,
        _ => HorizontalAlignmentValues.General,
    };

    private static Font FontOf(double size, bool isBold)
    {
        var font = new Font();
        if (isBold)
            font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "宋体" }, new FontFamilyNumbering { Val = 3 }, new FontCharSet { Val = 134 });
        return font;
    }

    private static Fill Solid(string color) => new(new PatternFill(new ForegroundColor { Rgb = color }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });
}

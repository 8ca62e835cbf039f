using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Renovation.Shared.Documents;

/// <summary>Writes letters as docx: A4, the margins, types and line spacing of GB/T 9704-2012, page numbers at the foot.</summary>
public static class LetterWriter
{
    /// <summary>Media type of a docx.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // GB/T 9704-2012 5.1 and 5.2: A4, 37 mm above, 28 mm at the left, a type area of 156 × 225 mm. In twips, of which a millimetre has 56.7.
    private const uint PageWidth = 11906;
    private const uint PageHeight = 16838;
    private const int Above = 2098;
    private const int Below = 1984;
    private const uint AtLeft = 1588;
    private const uint AtRight = 1474;

    /// <summary>Writes a letter.</summary>
    public static byte[] Write(Letter letter)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = Styles();
            main.AddNewPart<FooterPart>("footer").Footer = Footer();
            var body = new Body(Head(letter));
            body.Append(letter.Paragraphs.Select((paragraph, index) => Text(paragraph, isLast: index == letter.Paragraphs.Count - 1)));
            body.Append(Enclosures(letter.Annexes));
            body.Append(Signature(letter));
            if (letter.Annexes.Count > 0)
                body.Append(new DocumentFormat.OpenXml.Wordprocessing.Paragraph(new ParagraphProperties(Section(landscape: false))));
            for (var index = 0; index < letter.Annexes.Count; index++)
                body.Append(AnnexTable.Of(letter.Annexes[index], index + 1, letter.Annexes.Count));
            body.Append(Section(landscape: letter.Annexes.Count > 0));
            main.Document = new Document(body);
        }

        return stream.ToArray();
    }

    internal static DocumentFormat.OpenXml.Wordprocessing.Paragraph Line(string text, string style, Action<ParagraphProperties>? more = null)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        more?.Invoke(properties);
        return new DocumentFormat.OpenXml.Wordprocessing.Paragraph(properties, Run(text));
    }

    internal static Run Run(string text, RunProperties? properties = null)
    {
        var run = new Run();
        if (properties is not null)
            run.Append(properties);
        run.Append(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    private static IEnumerable<OpenXmlElement> Head(Letter letter)
    {
        yield return Line(letter.Title, "Title");
        if (letter.DocumentNumber.Length > 0)
            yield return Line(letter.DocumentNumber, "Number");
        if (letter.Addressees.Count > 0)
            yield return Line($"{string.Join("，", letter.Addressees)}：", "Plain");
    }

    // The signature does not stand alone on a page (GB/T 9704-2012 7.3.5): what is before it stays with it.
    private static DocumentFormat.OpenXml.Wordprocessing.Paragraph Text(Paragraph paragraph, bool isLast)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = "Normal" });
        if (isLast)
            properties.Append(new KeepNext(), new KeepLines());
        var text = new DocumentFormat.OpenXml.Wordprocessing.Paragraph(properties);
        if (paragraph.Heading.Length > 0)
            text.Append(Run(paragraph.Heading, new RunProperties(Fonts("黑体"))));
        text.Append(Run(paragraph.Text));
        return text;
    }

    private static IEnumerable<OpenXmlElement> Enclosures(IReadOnlyList<Annex> annexes) =>
        annexes.Select((annex, index) => Line($"{(index == 0 ? "附件：" : "　　　")}{(annexes.Count > 1 ? $"{index + 1}．" : "")}{annex.Title}", "Normal", properties =>
        {
            properties.Append(new KeepNext());
            if (index == 0)
                properties.Append(new SpacingBetweenLines { Before = "560", Line = "560", LineRule = LineSpacingRuleValues.Exact });
        }));

    private static IEnumerable<OpenXmlElement> Signature(Letter letter)
    {
        if (letter.Signer.Length > 0)
            yield return Line(letter.Signer, "Signature", properties => properties.Append(new KeepNext(), new SpacingBetweenLines { Before = "1120", Line = "560", LineRule = LineSpacingRuleValues.Exact }));
        if (letter.Date is { } date)
            yield return Line(string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日"), "Signature");
    }

    private static SectionProperties Section(bool landscape)
    {
        var size = landscape
            ? new PageSize { Width = PageHeight, Height = PageWidth, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = PageWidth, Height = PageHeight };
        return new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = "footer" },
            new SectionType { Val = SectionMarkValues.NextPage },
            size,
            landscape
                ? new PageMargin { Top = 1134, Bottom = 1134, Left = 1134, Right = 1134, Header = 720, Footer = 720 }
                : new PageMargin { Top = Above, Bottom = Below, Left = AtLeft, Right = AtRight, Header = 850, Footer = 1134 });
    }

    private static Footer Footer() => new(new DocumentFormat.OpenXml.Wordprocessing.Paragraph(
        new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
        Run("— ", Small()),
        new SimpleField(Run("1", Small())) { Instruction = "PAGE" },
        Run(" —", Small())));

    private static RunProperties Small() => new(Fonts("宋体"), new FontSize { Val = "28" });

    private static Styles Styles() => new(
        new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(Fonts("仿宋"), new FontSize { Val = "32" }, new Languages { EastAsia = "zh-CN" }))),
        Style("Normal", "仿宋", 32, new Indentation { FirstLine = "640", FirstLineChars = 200 }, JustificationValues.Both),
        Style("Plain", "仿宋", 32, null, JustificationValues.Left),
        Style("Title", "小标宋体", 44, null, JustificationValues.Center, before: 0, after: 320, line: 640),
        Style("Number", "仿宋", 32, null, JustificationValues.Center, after: 560),
        Style("Signature", "仿宋", 32, new Indentation { Right = "1280", FirstLine = "0", FirstLineChars = 0 }, JustificationValues.Right),
        Style("Annex", "黑体", 32, null, JustificationValues.Left),
        Style("Note", "宋体", 21, null, JustificationValues.Right, line: 360),
        Style("Cell", "宋体", 18, null, JustificationValues.Left, line: 260));

    private static Style Style(string id, string font, int halfPoints, Indentation? indentation, JustificationValues place, int before = 0, int after = 0, int line = 560)
    {
        var paragraph = new StyleParagraphProperties(new SpacingBetweenLines { Before = Number(before), After = Number(after), Line = Number(line), LineRule = LineSpacingRuleValues.Exact });

        // Said even where there is none: a reader may take that of the default style.
        paragraph.Append(indentation ?? new Indentation { FirstLine = "0", FirstLineChars = 0 });
        paragraph.Append(new Justification { Val = place });
        return new Style(new StyleName { Val = id }, paragraph, new StyleRunProperties(Fonts(font), new FontSize { Val = Number(halfPoints) }))
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            Default = id == "Normal" ? true : null,
        };
    }

    private static RunFonts Fonts(string font) => new() { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // XML has no place for other control characters.
    private static string Clean(string text) => string.Concat(text.Where(character => !char.IsControl(character)));
}

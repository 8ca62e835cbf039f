using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Annotating;
using Renovation.Shared.Workbooks.Writing;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class AnnotatorTests
{
    private static readonly TableLayout Layout = new("样例", Renovation.Shared.Workbooks.Column.Text("title", "名称").Filled());

    [Fact]
    public void Annotate_CellsAndRowsThatAreNotThere_AreMade()
    {
        var file = Write("甲", "乙");

        var marked = Annotate(file, ("样例", 4, 1), ("样例", 4, 5), ("样例", 90, 2), ("样例", 91, 3));

        using var book = Open(marked);
        Marked(book).ShouldBe(["A4", "B90", "C91", "E4"]);
        Texts(book).ShouldContain("甲");
        Comments(book).Keys.Order(StringComparer.Ordinal).ShouldBe(["A4", "B90", "C91", "E4"]);
    }

    [Fact]
    public void Annotate_Again_KeepsWhatWasThereAndAddsToIt()
    {
        var once = Annotate(Write("甲", "乙"), ("样例", 4, 1));

        var twice = Annotate(once, ("样例", 4, 1), ("样例", 5, 1));

        using var book = Open(twice);
        Marked(book).ShouldBe(["A4", "A5"]);
        var comments = Comments(book);
        comments["A4"].ShouldBe("名称：样例错误（CODE）\n名称：样例错误（CODE）");
        comments["A5"].ShouldBe("名称：样例错误（CODE）");
    }

    [Fact]
    public void Annotate_ReferencesLeftOut_CountOn()
    {
        var file = Rewrite(Write("甲", "乙"), sheet => System.Text.RegularExpressions.Regex.Replace(sheet, " r=\"[A-Z]*[0-9]+\"", ""));

        var marked = Annotate(file, ("样例", 5, 2));

        using var zip = new ZipArchive(new MemoryStream(marked), ZipArchiveMode.Read);
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open(), Encoding.UTF8);
        reader.ReadToEnd().ShouldContain("r=\"B5\"");
    }

    [Fact]
    public void Annotate_TwoSheets_HaveCommentsOfTheirOwn()
    {
        var file = WorkbookWriter.Write([Sheet("样例", "甲"), Sheet("第二页", "乙")]);

        using var book = Open(Annotate(file, ("样例", 4, 1), ("第二页", 4, 1)));

        book.WorkbookPart!.WorksheetParts.Count(part => part.WorksheetCommentsPart is not null && part.VmlDrawingParts.Count() == 1).ShouldBe(2);
    }

    [Fact]
    public void Annotate_ThousandsOfCells_AreAllMarkedAndSomeCommented()
    {
        var file = Write([.. Enumerable.Range(0, 3_000).Select(number => $"样例{number}")]);

        using var book = Open(Annotate(file, [.. Enumerable.Range(4, 3_000).Select(row => ("样例", row, 1))]));

        Marked(book).Length.ShouldBe(3_000);
        Comments(book).Count.ShouldBe(2_000);
    }

    private static byte[] Annotate(byte[] file, params (string Sheet, int Row, int Column)[] cells)
    {
        var errors = new CellErrors();
        foreach (var (sheet, row, column) in cells)
            errors.Add(new CellError(sheet, row, column, "名称", "CODE", new LocalText("样例错误", "Wrong")));
        return WorkbookAnnotator.Annotate(file, new TableLayout(cells[0].Sheet, [.. Layout.Columns]), errors, Language.Chinese);
    }

    private static byte[] Write(params string[] titles) => WorkbookWriter.Write([Sheet("样例", titles)]);

    private static SheetContent<string> Sheet(string name, params string[] titles) =>
        new(name, "样例", [new("title", "名称", CellKind.Text, title => title)], titles.Select(SheetRow<string>.Of));

    private static byte[] Rewrite(byte[] file, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string sheet;
            using (var reader = new StreamReader(entry.Open(), Encoding.UTF8))
                sheet = reader.ReadToEnd();
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
            writer.Write(change(sheet));
        }

        return stream.ToArray();
    }

    private static SpreadsheetDocument Open(byte[] file)
    {
        var book = SpreadsheetDocument.Open(new MemoryStream(file), false);
        new OpenXmlValidator().Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        return book;
    }

    private static Worksheet First(SpreadsheetDocument book) => ((WorksheetPart)book.WorkbookPart!.GetPartById(book.WorkbookPart.Workbook!.Sheets!.Elements<Sheet>().First().Id!)).Worksheet!;

    private static string[] Marked(SpreadsheetDocument book)
    {
        var styles = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var red = styles.CellFormats!.Select(format => ((CellFormat)format).FillId?.Value ?? 0)
            .Select(fill => styles.Fills!.ElementAt((int)fill).Descendants<ForegroundColor>().Any(color => color.Rgb?.Value == "FFFF9999")).ToList();
        return [.. First(book).Descendants<Cell>().Where(cell => red[(int)(cell.StyleIndex?.Value ?? 0)]).Select(cell => cell.CellReference!.Value!).Order(StringComparer.Ordinal)];
    }

    private static string Texts(SpreadsheetDocument book) => First(book).InnerText;

    private static Dictionary<string, string> Comments(SpreadsheetDocument book) =>
        book.WorkbookPart!.WorksheetParts.Where(part => part.WorksheetCommentsPart is not null).SelectMany(part => part.WorksheetCommentsPart!.Comments!.CommentList!.Elements<Comment>())
            .ToDictionary(comment => comment.Reference!.Value!, comment => comment.CommentText!.InnerText, StringComparer.Ordinal);
}

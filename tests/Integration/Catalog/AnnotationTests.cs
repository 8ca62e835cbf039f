using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>The uploader's own file, back with its wrong cells marked.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class AnnotationTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AnnotatePlan_WrongCells_AreMarkedAndCommentedWhereTheyAre(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var wrong = SampleBook.With(SampleBook.Annex1, ("L6", "一百万"), ("D7", ""), ("I8", "不详"));
        var import = await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2050", File = SampleBook.Body(wrong) }));

        var answer = (await bureau.Plans.AnnotatePlanAsync(new AnnotatePlanRequest { Name = "plans/2050", File = SampleBook.Body(wrong) })).Data.ToByteArray();

        using var book = SpreadsheetDocument.Open(new MemoryStream(answer), false);
        new OpenXmlValidator().Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        var comments = Comments(book);
        comments.Keys.Order(StringComparer.Ordinal).ShouldBe(import.Fields.Select(field => field.Field[(field.Field.IndexOf('!', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
        comments.Keys.Order(StringComparer.Ordinal).ShouldBe(["D7", "I8", "L6"]);
        comments["L6"].ShouldStartWith("总投资：");
        comments["L6"].ShouldEndWith("（NOT_A_NUMBER）");
        foreach (var cell in comments.Keys)
            FillOf(book, cell).ShouldBe("FFFF9999", cell);
        (FillOf(book, "L7") == "FFFF9999").ShouldBeFalse();
        TextOf(book, "L6").ShouldBe("一百万", "the file is the uploader's own");
        (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2050", File = SampleBook.Body(answer) }))).Fields.Select(field => field.Field).ShouldBe(import.Fields.Select(field => field.Field), "it is read as before");
        Flat(await Office.PrintAsync("annotated.xlsx", answer)).ShouldContain("一百万");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AnnotateProjects_Csv_BecomesAWorkbookWithItsValues(string provider)
    {
        var host = hosts.On(provider);
        var reporter = new ProjectService.ProjectServiceClient(host.As(host.Authority.TokenFor(Role.Reporter, "610113", ""), "en"));
        var text = "项目名称,企业名称,统一社会信用代码,所属区县（开发区）,所在行政区,行业代码,建设起止年月,总投资,其中设备投资,至上年底累计完成投资\n样例项目,样例企业,91610000000000000X,火星区,610102,C36,2017-2018,100,0,0\n";
        var file = SampleBook.Body(Encoding.UTF8.GetBytes(text));

        var answer = (await reporter.AnnotateProjectsAsync(new AnnotateProjectsRequest { File = file })).Data.ToByteArray();
        var none = await Refusal.OfAsync(() => reporter.AnnotateProjectsAsync(new AnnotateProjectsRequest { File = SampleBook.Body(Encoding.UTF8.GetBytes("甲,乙\n1,2\n")) }));

        using var book = SpreadsheetDocument.Open(new MemoryStream(answer), false);
        new OpenXmlValidator().Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        var comments = Comments(book);
        comments.Keys.Order(StringComparer.Ordinal).ShouldBe(["C2", "D2"]);
        comments["C2"].ShouldContain("USCC_CHECKSUM");
        comments["D2"].ShouldContain("火星区");
        TextOf(book, "A2").ShouldBe("样例项目");
        none.ShouldBe(StatusCode.InvalidArgument, "NO_TABLE", "file");
    }

    internal static Dictionary<string, string> Comments(SpreadsheetDocument book) =>
        book.WorkbookPart!.WorksheetParts.Where(part => part.WorksheetCommentsPart is not null).SelectMany(part => part.WorksheetCommentsPart!.Comments!.CommentList!.Elements<Comment>())
            .ToDictionary(comment => comment.Reference!.Value!, comment => comment.CommentText!.InnerText, StringComparer.Ordinal);

    private static Cell? CellOf(SpreadsheetDocument book, string name) =>
        book.WorkbookPart!.WorksheetParts.Where(part => part.WorksheetCommentsPart is not null).SelectMany(part => part.Worksheet!.Descendants<Cell>()).FirstOrDefault(cell => cell.CellReference?.Value == name);

    internal static string? FillOf(SpreadsheetDocument book, string name)
    {
        var styles = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var format = (CellFormat)styles.CellFormats!.ElementAt((int)(CellOf(book, name)?.StyleIndex?.Value ?? 0));
        return styles.Fills!.ElementAt((int)(format.FillId?.Value ?? 0)).Descendants<ForegroundColor>().FirstOrDefault()?.Rgb?.Value;
    }

    private static string TextOf(SpreadsheetDocument book, string name)
    {
        var cell = CellOf(book, name)!;
        return cell.DataType?.Value == CellValues.SharedString ? book.WorkbookPart!.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(cell.InnerText, System.Globalization.CultureInfo.InvariantCulture)).InnerText : cell.InnerText;
    }

    private static string Flat(IEnumerable<string> pages) => string.Concat(string.Concat(pages).Where(character => !char.IsWhiteSpace(character)));
}

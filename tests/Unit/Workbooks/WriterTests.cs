using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class WriterTests
{
    private static readonly Line[] Lines =
    [
        new("projects/1", "汽车密封件改造项目（样例）", "91610102510080397T", 458_700_000, 101_830_001, 1300, new DateOnly(2017, 6, 30), new MonthRange(new DateOnly(2016, 3, 1), new DateOnly(2017, 12, 1)), true, "土地"),
        new("projects/2", "=HYPERLINK(\"http://example.invalid\")", "000123", 0, 12_345_600, 10_000, null, null, false, null),
        new("projects/3", "-1+1\u0001，两行\n文字", "", 1, 1_000_000_000_000_000, 0, new DateOnly(2016, 2, 29), null, null, "其他"),
    ];

    private static readonly TableLayout Layout = new TableLayout(
        "附件2",
        Renovation.Shared.Workbooks.Column.Sequence(),
        Renovation.Shared.Workbooks.Column.Code("key", "行标识").Filled(),
        Renovation.Shared.Workbooks.Column.Text("title", "项目名称").Filled().WithLines(),
        Renovation.Shared.Workbooks.Column.Code("uscc", "统一社会信用代码"),
        Renovation.Shared.Workbooks.Column.Money("total", "总投资").Required(),
        Renovation.Shared.Workbooks.Column.Money("ytd", "本年累计").Required(),
        Renovation.Shared.Workbooks.Column.Percent("share", "占年计划%", "占年计划").AtMostBp(100_000),
        Renovation.Shared.Workbooks.Column.Percent("percent", "形象进度%").Required(),
        Renovation.Shared.Workbooks.Column.Date("start", "实际开工").Required(),
        Renovation.Shared.Workbooks.Column.Period("period", "建设起止年月").Required(),
        Renovation.Shared.Workbooks.Column.YesNo("capacity", "是否达产").Required(),
        Renovation.Shared.Workbooks.Column.Choice("category", "问题类别").Required().Option(1, "土地").Option(9, "其他"))
        .WithHead(
            Renovation.Shared.Workbooks.Column.Text("unit", "填报单位").Filled(),
            Renovation.Shared.Workbooks.Column.Text("period", "报告期").Filled(),
            Renovation.Shared.Workbooks.Column.Money("unitYtd", "本单位技改投资本年累计", "技改投资本年累计"),
            Renovation.Shared.Workbooks.Column.Money("unitBefore", "上年同期"),
            Renovation.Shared.Workbooks.Column.Text("author", "填报人"),
            Renovation.Shared.Workbooks.Column.Text("checker", "审核人"));

    private sealed record Line(string Key, string Title, string Uscc, long Total, long Ytd, int PercentBp, DateOnly? Start, MonthRange? Period, bool? AtCapacity, string? Category);

    [Fact]
    public void Write_EveryKindOfCell_IsValidOpenXml()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Written()), isEditable: false);

        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2016).Validate(document)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameValues()
    {
        var reading = TableReader.Read(Written(), Layout);

        reading.Errors.All.ShouldBeEmpty();
        reading.Title.ShouldBe("2017年第二季度投资进度表（样例）");
        reading.Metadata["template"].ShouldBe("2");
        reading.Head.Text("unit").ShouldBe("新城区");
        reading.Head.Money("unitYtd").ShouldBe(123_456_789);
        reading.Head.Money("unitBefore").ShouldBeNull();
        reading.Head.Text("author").ShouldBe("样例甲");
        reading.Rows.Select(row => row.Text("key")).ShouldBe(Lines.Select(line => line.Key));
        reading.Rows.Select(row => row.Section).Distinct(StringComparer.Ordinal).ShouldBe(["一、续建项目"]);
        foreach (var (row, line) in reading.Rows.Zip(Lines))
        {
            row.Text("title").ShouldBe(line.Title.Replace("\u0001", "", StringComparison.Ordinal));
            row.Text("uscc").ShouldBe(line.Uscc);
            row.Money("total").ShouldBe(line.Total);
            row.Money("ytd").ShouldBe(line.Ytd);
            row.Percent("percent").ShouldBe(line.PercentBp);
            row.Date("start").ShouldBe(line.Start);
            row.Period("period").ShouldBe(line.Period);
            row.YesNo("capacity").ShouldBe(line.AtCapacity);
            row.Choice<int>("category").ShouldBe(line.Category switch { null => null, "土地" => 1, _ => 9 });
        }
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("＝1+1")]
    public void Write_TextThatLooksLikeAFormula_IsATextWithPrefix(string text)
    {
        var bytes = WorkbookWriter.Write([new SheetContent<string>("表", "", [new SheetColumn<string>("title", "项目名称", CellKind.Text, title => title)], [SheetRow<string>.Of(text)])]);

        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        var cell = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Single(cell => cell.CellReference == "A3");
        cell.CellFormula.ShouldBeNull();
        cell.DataType!.Value.ShouldBe(CellValues.InlineString);
        cell.InnerText.ShouldBe(text);
        var format = (CellFormat)document.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
        format.QuotePrefix!.Value.ShouldBeTrue();
    }

    [Fact]
    public void Write_Protected_UnlocksInputCellsOnly()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Written()), isEditable: false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.Cast<CellFormat>().ToList();
        var cells = document.WorkbookPart.WorksheetParts.First().Worksheet.Descendants<Cell>().ToDictionary(cell => cell.CellReference!.Value!, cell => formats[(int)cell.StyleIndex!.Value], StringComparer.Ordinal);

        cells["F8"].Protection!.Locked!.Value.ShouldBeFalse();
        cells["C8"].Protection!.Locked!.Value.ShouldBeTrue();
    }

    private static byte[] Written()
    {
        SheetColumn<Line>[] columns =
        [
            new("sequence", "序号", CellKind.Whole, line => Array.IndexOf(Lines, line) + 1) { Width = 6 },
            new("key", "行标识", CellKind.Code, line => line.Key) { IsHidden = true },
            new("title", "项目名称", CellKind.Text, line => line.Title) { Width = 30 },
            new("uscc", "统一社会信用代码", CellKind.Code, line => line.Uscc) { Width = 20 },
            new("total", "投资情况（万元）|总投资", CellKind.Money, line => line.Total),
            new("ytd", "投资情况（万元）|本年累计", CellKind.Money, line => line.Ytd) { IsInput = true },
            new("share", "占年计划%", CellKind.Percent, line => line.Total == 0 ? 0 : (int)Math.Min(100_000, line.Ytd * 10_000m / line.Total)) { Formula = "IF({total}=0,0,MIN(10,{ytd}/{total}))" },
            new("percent", "形象进度%", CellKind.Percent, line => line.PercentBp) { IsInput = true },
            new("start", "实际开工", CellKind.Date, line => line.Start) { IsInput = true },
            new("period", "建设起止年月", CellKind.Period, line => line.Period) { Width = 18 },
            new("capacity", "是否达产", CellKind.YesNo, line => line.AtCapacity) { IsInput = true },
            new("category", "问题类别", CellKind.Choice, line => line.Category) { IsInput = true, Options = ["土地", "其他"] },
        ];
        var rows = new List<SheetRow<Line>> { SheetRow<Line>.Section("一、续建项目") };
        rows.AddRange(Lines.Select(SheetRow<Line>.Of));
        rows.Add(SheetRow<Line>.Total("新城区小计", new Dictionary<string, long>(StringComparer.Ordinal) { ["total"] = Lines.Sum(line => line.Total) }));
        rows.Add(SheetRow<Line>.Blank());
        var sheet = new SheetContent<Line>("附件2", "2017年第二季度投资进度表（样例）", columns, rows)
        {
            Head =
            [
                [new HeadCell("填报单位", CellKind.Text, "新城区"), new HeadCell("报告期", CellKind.Code, "2017Q2")],
                [new HeadCell("本单位技改投资本年累计（万元）", CellKind.Money, 123_456_789L, IsInput: true), new HeadCell("上年同期", CellKind.Money, null, IsInput: true)],
            ],
            Foot = [[new HeadCell("填报人", CellKind.Text, "样例甲", IsInput: true), new HeadCell("审核人", CellKind.Text, null, IsInput: true)]],
            Notes = ["注：本表由样例数据生成。"],
            FrozenColumns = 3,
            IsProtected = true,
        };
        return WorkbookWriter.Write([sheet], new Dictionary<string, string>(StringComparer.Ordinal) { ["template"] = "2", ["unit"] = "610102" });
    }
}

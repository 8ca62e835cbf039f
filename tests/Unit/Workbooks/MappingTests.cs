using Renovation.Protos.Workbooks.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

/// <summary>What a caller says about the columns, and what it is told about them.</summary>
public sealed class MappingTests
{
    private static readonly TableLayout Layout = new(
        "计划表",
        Column.Sequence(),
        Column.Text("title", "项目名称").Filled(),
        Column.Text("enterprise", "企业名称", "建设单位").Filled(),
        Column.Money("total", "总投资", "计划总投资").Filled(),
        Column.Money("planned", "本年计划投资"));

    private static readonly object?[] First = [1, "一号项目", "样例甲", 100, 30];
    private static readonly object?[] Second = [2, "二号项目", "样例乙", 200, 50];

    [Fact]
    public void Read_ColumnOfAnUnknownText_IsTakenAsTheCallerSays()
    {
        var file = Books.Of("表", [["序号", "项目名称", "企业名称", "盘子", "本年计划投资"], First, Second]);
        Should.Throw<DomainException>(() => TableReader.Read(file, Layout)).Reason.ShouldBe("HEADER_MISSING");
        Totals(file, Map(columns: ["D=总投资"])).ShouldBe([1_000_000, 2_000_000]);
        Totals(file, Map(columns: ["d = total"])).ShouldBe([1_000_000, 2_000_000]);
    }

    [Fact]
    public void Read_TwoColumnsOfOneMeaning_AreDecidedByTheCaller()
    {
        var file = Books.Of("表", [["序号", "项目名称", "企业名称", "总投资", "计划总投资"], First, Second]);
        Should.Throw<DomainException>(() => TableReader.Read(file, Layout)).Reason.ShouldBe("DUPLICATE_HEADER");
        Totals(file, Map(columns: ["E=总投资"])).ShouldBe([300_000, 500_000]);
        Totals(file, Map(columns: ["E="])).ShouldBe([1_000_000, 2_000_000]);
        Totals(file, Map(columns: ["D=本年计划投资", "E=总投资"])).ShouldBe([300_000, 500_000]);
    }

    [Fact]
    public void Read_HeaderWithoutAnyKnownText_NeedsRowAndColumns()
    {
        var file = Books.Of("表", [["某表"], [], ["甲", "乙", "丙", "丁", "戊"], First, Second]);
        var columns = new[] { "B=项目名称", "C=建设单位", "D=总投资" };
        Should.Throw<DomainException>(() => TableReader.Read(file, Layout, Map(columns: columns))).Reason.ShouldBe("NO_TABLE");
        Totals(file, Map(row: 3, columns: columns)).ShouldBe([1_000_000, 2_000_000]);
        Should.Throw<DomainException>(() => TableReader.Read(file, Layout, Map(row: 3, columns: columns[..2]))).Reason.ShouldBe("HEADER_MISSING");
    }

    [Fact]
    public void Read_RowOfTheHeaderSaid_TakesThatAndNoOther()
    {
        object?[] header = ["序号", "项目名称", "企业名称", "总投资", "本年计划投资"];
        var file = Books.Of("表", [header, First, ["以下为增补"], header, Second]);
        Totals(file, TableMapping.None).ShouldBe([1_000_000, 2_000_000]);
        Totals(file, Map(row: 4)).ShouldBe([2_000_000]);
        Should.Throw<DomainException>(() => TableReader.Read(file, Layout, Map(row: 50))).Reason.ShouldBe("NO_TABLE");
    }

    [Fact]
    public void Read_SheetSaid_TakesThatAndNoOther()
    {
        object?[] header = ["序号", "项目名称", "企业名称", "总投资"];
        var file = Books.Of(("甲", [header, First, Second], []), ("乙", [header, Second], []));
        Totals(file, TableMapping.None).ShouldBe([1_000_000, 2_000_000]);
        Totals(file, Map(sheet: "乙")).ShouldBe([2_000_000]);
        var refusal = Should.Throw<DomainException>(() => TableReader.Read(file, Layout, Map(sheet: "丙")));
        (refusal.Reason, refusal.Fields[0].Field).ShouldBe(("UNKNOWN_SHEET", "mapping.sheet"));
    }

    [Theory]
    [InlineData("MALFORMED_MAPPING", "项目名称")]
    [InlineData("MALFORMED_MAPPING", "1=项目名称")]
    [InlineData("MALFORMED_MAPPING", "XFE=项目名称")]
    [InlineData("MALFORMED_MAPPING", "=项目名称")]
    [InlineData("UNKNOWN_FIELD", "A=电话")]
    [InlineData("MAPPED_TWICE", "A=项目名称", "A=企业名称")]
    [InlineData("MAPPED_TWICE", "A=项目名称", "B=title")]
    public void Mapping_ThatCannotBeRead_NamesTheEntry(string reason, params string[] columns)
    {
        var refusal = Should.Throw<DomainException>(() => Map(columns: columns));
        (refusal.Reason, refusal.Fields[0].Field).ShouldBe((reason, $"mapping.columns[{columns.Length - 1}]"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void Mapping_OfARowOutOfSight_IsRefused(int row) => Should.Throw<DomainException>(() => Map(row: row)).Fields[0].Field.ShouldBe("mapping.header_row");

    [Fact]
    public void Preview_TellsHowEachColumnIsUnderstood()
    {
        var file = Books.Of("计划", [["样例计划"], ["单位：亿元"], ["序号", "项目名称", "建设单位", "盘子", "负责人", "计划总投资", "总投资"], [.. First, 7, 8], ["小计", null, null, 300], [.. Second, 9, 10]]);
        var preview = WorkbookPreviews.Of(file, Layout, new WorkbookMapping { Columns = { "D=planned" } }, TestContext.Current.CancellationToken);

        (preview.Sheet, preview.FirstHeaderRow, preview.LastHeaderRow, preview.Title, preview.MoneyUnit, preview.RowCount).ShouldBe(("计划", 3, 3, "样例计划", "亿元", 2));
        preview.Columns.Select(column => (column.Letters, column.Header, column.Field, column.Mapped)).ShouldBe(
            [("A", "序号", "sequence", false), ("B", "项目名称", "title", false), ("C", "建设单位", "enterprise", false), ("D", "盘子", "planned", true), ("E", "负责人", "", false), ("F", "计划总投资", "total", false), ("G", "总投资", "", false)]);
        preview.Columns[1].Samples.ShouldBe(["一号项目", "二号项目"]);
        preview.Fields.Select(field => (field.Field_, field.Required, field.Letters)).ShouldBe(
            [("sequence", false, "A"), ("title", true, "B"), ("enterprise", true, "C"), ("total", true, "F"), ("planned", false, "D")]);
        preview.Duplicates.ShouldBe(["G"]);
        preview.Missing.ShouldBeEmpty();
        WorkbookPreviews.Of(Books.Of("计划", [["项目名称", "建设单位", "盘子"], ["一号项目", "样例甲", 1]]), Layout, null, TestContext.Current.CancellationToken).Missing.ShouldBe(["总投资"]);
    }

    private static TableMapping Map(string sheet = "", int row = 0, params string[] columns) => TableMapping.Read(sheet, row, columns, Layout, "mapping");

    private static IEnumerable<long?> Totals(byte[] file, TableMapping mapping) => TableReader.Read(file, Layout, mapping).Rows.Select(row => row.Money("total"));
}

using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

/// <summary>Shapes in which real tables come.</summary>
public sealed class TableTests
{
    private static readonly TableLayout Layout = new(
        "计划表",
        Column.Sequence(),
        Column.Text("title", "项目名称").Filled(),
        Column.Text("enterprise", "企业名称", "建设单位").Filled(),
        Column.Money("total", "总投资", "计划总投资").Filled(),
        Column.Money("equipment", "设备投资"),
        Column.Money("planned", "本年计划投资"),
        Column.Text("goal", "形象进度"),
        Column.Percent("percent", "形象进度%"));

    private static readonly object?[] Header = ["序号", "项目名称", "企业名称", "总投资", "其中：设备投资", "2017年计划投资"];
    private static readonly object?[] First = [1, "一号项目", "样例甲", 100, 60, 30];
    private static readonly object?[] Second = [2, "二号项目", "样例乙", 200, 120, 50];

    public static TheoryData<string, object?[][], string[]> Headers => new()
    {
        { "one row", [Header, First, Second], [] },
        { "title and unit", [["某市计划"], ["", "", "", "", "单位：万元"], Header, First, Second], ["A1:F1"] },
        { "spaces and breaks", [["序 号", "项目\n名称", "企业　名称（全称）", "总投资 (万元)", "＊设备投资", "二〇一七"], First, Second], [] },
        { "two rows, part below", [["序号", "项目名称", "建设单位", "总投资", null, "本年度计划投资"], [null, null, null, null, "其中：设备投资", null], First, Second], ["A1:A2", "B1:B2", "C1:C2", "F1:F2"] },
        { "two rows, sum and part", [["序号", "项目名称", "建设单位", "总投资", null, "本年计划投资"], [null, null, null, "合计", "其中：设备投资", null], First, Second], ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"] },
        { "two rows, not merged", [["序号", "项目名称", "建设单位", "总投资", null, "本年计划投资"], [null, null, null, "合计", "其中：设备投资", null], First, Second], [] },
        { "group above", [["基本情况", null, null, "投资情况（万元）", null, null], Header, First, Second], ["A1:C1", "D1:F1"] },
        { "three rows", [["计划", null, null, null, null, null], ["序号", "项目名称", "企业名称", "投资情况", null, null], [null, null, null, "总投资", "设备投资", "当年计划投资"], First, Second], ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2"] },
        { "other columns between", [["序号", "负责人", "项目名称", "电话", "企业名称", "总投资", "其中设备投资", "本年计划投资"], [1, "样例", "一号项目", 123456, "样例甲", 100, 60, 30], [2, "样例", "二号项目", 123456, "样例乙", 200, 120, 50]], [] },
        { "numbered columns", [Header, ["甲", "乙", "丙", 1, 2, 3], First, Second], [] },
        { "header repeated", [Header, First, [null], Header, Second], [] },
        { "numbers below", [Header, [1, 2, 3, 4, 5, 6], First, Second], [] },
    };

    [Theory]
    [MemberData(nameof(Headers), DisableDiscoveryEnumeration = true)]
    public void Read_AnyHeader_FindsTheColumns(string name, object?[][] rows, string[] merges)
    {
        var reading = TableReader.Read(Books.Of("表", rows, merges), Layout);

        reading.Errors.All.ShouldBeEmpty(name);
        reading.Rows.Select(row => (row.Text("title"), row.Text("enterprise"), row.Money("total"), row.Money("equipment")))
            .ShouldBe([("一号项目", "样例甲", 1_000_000, 600_000), ("二号项目", "样例乙", 2_000_000, 1_200_000)], name);
        if (!rows[0].Contains("二〇一七"))
            reading.Rows.Select(row => row.Money("planned")).ShouldBe([300_000, 500_000], name);
    }

    public static TheoryData<string, object?[][], long> Units => new()
    {
        { "none means 万元", [Header, First], 1_000_000 },
        { "unit row", [["单位：亿元"], Header, First], 10_000_000_000 },
        { "in the title", [["计划表（单位：元）"], Header, First], 100 },
        { "among others", [["单位：个、千元"], Header, First], 100_000 },
        { "in the header", [["单位：亿元"], ["序号", "项目名称", "企业名称", "总投资（万元）", "设备投资", "本年计划投资"], First], 1_000_000 },
        { "in the group", [[null, null, null, "投资（元）", null, null], Header, First], 100 },
        { "not who fills it", [["填报单位：元器件公司"], Header, First], 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Units), DisableDiscoveryEnumeration = true)]
    public void Read_AnyUnit_GivesYuan(string name, object?[][] rows, long yuan) =>
        TableReader.Read(Books.Of("表", rows, name == "in the group" ? ["D1:F1"] : []), Layout).Rows[0].Money("total").ShouldBe(yuan, name);

    public static TheoryData<string, object?[]> LeftOut => new()
    {
        { "blank", [null, " ", "　"] },
        { "running number alone", [3, null, null] },
        { "section", ["一、新开工项目"] },
        { "section in the title column", [null, "（一）装备制造业"] },
        { "section with sums", [null, "二、续建项目（22个）", null, 300, 180, 80] },
        { "numbered section", ["三", "前期项目", null, 300, null, null] },
        { "unit alone", ["新城区"] },
        { "unit with count", [null, "新城区（3个）", null, 300] },
        { "subtotal", [null, "小计", null, 300, 180, 80] },
        { "named subtotal", [null, "新城区合计3个", null, 300] },
        { "total", ["合计", "100个", "98家", 300, 180, 80] },
        { "spaced total", ["总　计", null, null, 300] },
        { "of these", [null, "其中：新开工", null, 100] },
        { "note", ["注：本表由样例数据生成。"] },
        { "signatures", ["填表人：样例甲", null, "审核人：样例乙"] },
    };

    [Theory]
    [MemberData(nameof(LeftOut), DisableDiscoveryEnumeration = true)]
    public void Read_RowThatIsNoData_IsLeftOut(string name, object?[] row)
    {
        var reading = TableReader.Read(Books.Of("表", [Header, First, row, Second]), Layout);

        reading.Errors.All.ShouldBeEmpty(name);
        reading.Rows.Select(one => one.Number).ShouldBe([2, 4], name);
    }

    public static TheoryData<string, object?[], string[]> Kept => new()
    {
        { "title alone", [3, "三号项目", null, null], ["C3", "D3"] },
        { "enterprise alone", [null, null, "样例丙"], ["B3", "D3"] },
        { "amount alone", [null, null, null, 300], ["B3", "C3"] },
        { "title that speaks of a total", [3, "合计量仪生产线改造", "样例丙", 300], [] },
        { "numbered title", [3, "（一）期工程", "样例丙", 300], [] },
        { "title with count", [3, "生产线改造（3个）", "样例丙", null], ["D3"] },
    };

    [Theory]
    [MemberData(nameof(Kept), DisableDiscoveryEnumeration = true)]
    public void Read_DamagedRow_IsToldAndNotLost(string name, object?[] row, string[] missing)
    {
        var reading = TableReader.Read(Books.Of("表", [Header, First, row, Second]), Layout);

        reading.Rows.Count.ShouldBe(3, name);
        reading.Errors.All.Select(error => error.Address).ShouldBe(missing.Select(cell => $"表!{cell}"), name);
    }

    [Fact]
    public void Read_Section_IsKnownToItsRows() =>
        TableReader.Read(Books.Of("表", [Header, ["一、新开工项目"], First, ["二、续建项目"], Second]), Layout).Rows.Select(row => row.Section).ShouldBe(["一、新开工项目", "二、续建项目"]);

    [Fact]
    public void Read_LinesBehindANote_AreLeftOut()
    {
        var reading = TableReader.Read(Books.Of("表", [Header, First, ["说明：", null], [null, "1.金额为样例。"], [null, "2.仅供测试。"]]), Layout);

        reading.Errors.All.ShouldBeEmpty();
        reading.Rows.Count.ShouldBe(1);
    }

    [Fact]
    public void Read_MergedRows_RepeatTextsButNotAmounts()
    {
        var reading = TableReader.Read(Books.Of("表", [Header, [1, "一号项目", "样例甲", 100], [2, "二号项目", null, null], [3, "三号项目", "样例丙", 5]], "C2:C3", "D2:D3"), Layout);

        reading.Rows.Select(row => row.Text("enterprise")).ShouldBe(["样例甲", "样例甲", "样例丙"]);
        reading.Errors.All.Select(error => (error.Address, error.Code)).ShouldBe([("表!D3", "MISSING_VALUE")]);
    }

    [Fact]
    public void Read_TextAndItsPercent_AreTwoColumns()
    {
        var reading = TableReader.Read(Books.Of("表", [["项目名称", "企业名称", "总投资", "形象进度（%）", "形象进度"], ["一号项目", "样例甲", 100, 45, "主体完工"]]), Layout);

        reading.Rows[0].Percent("percent").ShouldBe(4500);
        reading.Rows[0].Text("goal").ShouldBe("主体完工");
    }

    [Fact]
    public void Read_SeveralSheets_TakesTheOneThatIsNamedOrComplete()
    {
        var cover = ("封面", new object?[][] { ["项目名称", "见附件"] }, Array.Empty<string>());
        var partly = ("汇总", new object?[][] { ["项目名称", "总投资"], ["合计", 300] }, Array.Empty<string>());
        var other = ("2016", new object?[][] { Header, Second }, Array.Empty<string>());
        var table = ("附件1 计划", new object?[][] { Header, First }, Array.Empty<string>());

        TableReader.Read(Books.Of(cover, partly, table), Layout).Sheet.ShouldBe("附件1 计划");
        TableReader.Read(Books.Of(other, table), Layout.OnSheet("附件1")).Sheet.ShouldBe("附件1 计划");
        TableReader.Read(Books.Of(other, table), Layout).Sheet.ShouldBe("2016");
    }

    [Fact]
    public void ReadOptional_NoSuchSheet_IsNull()
    {
        TableReader.ReadOptional(Books.Of("表", [["姓名", "电话"], ["样例", 1]]), Layout).ShouldBeNull();
        Should.Throw<DomainException>(() => TableReader.ReadOptional(Books.Of("表", [["项目名称", "企业名称"], ["一号项目", "样例甲"]]), Layout)).Reason.ShouldBe("HEADER_MISSING");
    }

    [Fact]
    public void Read_HeaderWithoutRows_IsRefusedUnlessItMayBeEmpty()
    {
        var content = Books.Of("表", [Header, ["注：无"]]);

        Should.Throw<DomainException>(() => TableReader.Read(content, Layout)).Reason.ShouldBe("NO_ROWS");
        TableReader.Read(content, Layout.OrEmpty()).Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Read_FormulaWithoutResult_IsAnEmptyCell() =>
        TableReader.Read(Books.Of("表", [Header, [1, "一号项目", "样例甲", "=1+1"]]), Layout).Errors.All.Single().Code.ShouldBe("MISSING_VALUE");

    [Fact]
    public void Read_Fields_StandInOneCellOrSideBySide()
    {
        var layout = Layout.WithHead(
            Column.Text("unit", "填报单位").Filled(),
            Column.Text("period", "报告期").Filled(),
            Column.Money("ytd", "本单位技改投资本年累计", "技改投资本年累计"),
            Column.Money("before", "上年同期"),
            Column.Text("author", "填报人"),
            Column.Text("checker", "审核人"));
        var content = Books.Of(
            "表",
            [
                ["投资进度表"],
                ["填报单位：新城区   报告期：2017Q2", null, null, "单位：万元"],
                ["本单位技改投资本年累计（亿元）", null, 1.5, "上年同期：", "不详"],
                Header,
                First,
                ["填报人：样例甲", null, "审核人：", null],
            ]);

        var reading = TableReader.Read(content, layout);

        reading.Head.Text("unit").ShouldBe("新城区");
        reading.Head.Text("period").ShouldBe("2017Q2");
        reading.Head.Money("ytd").ShouldBe(150_000_000);
        reading.Head.Text("author").ShouldBe("样例甲");
        reading.Head.Text("checker").ShouldBe("");
        reading.Head.Address("period").ShouldBe("表!A2");
        reading.Errors.All.Select(error => (error.Address, error.Code, error.Title)).ShouldBe([("表!E3", "NOT_A_NUMBER", "上年同期")]);
    }

    [Fact]
    public void Read_FilledFieldMissing_IsTold() =>
        TableReader.Read(Books.Of("表", [["标题"], Header, First]), Layout.WithHead(Column.Text("unit", "填报单位").Filled())).Errors.All.Single().Message.Zh.ShouldBe("填报单位：未填写。");

    [Fact]
    public void Layout_HeaderTextTwice_IsAMistakeOfTheProgram() =>
        Should.Throw<ArgumentException>(() => new TableLayout("表", Column.Text("a", "项目名称"), Column.Text("b", "项目", "项目 名称")));

    [Theory]
    [InlineData(1, "A")]
    [InlineData(26, "Z")]
    [InlineData(27, "AA")]
    [InlineData(702, "ZZ")]
    [InlineData(703, "AAA")]
    [InlineData(16384, "XFD")]
    public void CellName_Letters_CountAsExcelDoes(int column, string letters) => CellName.Letters(column).ShouldBe(letters);
}

using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

/// <summary>Variants of the messy plan, each broken in one way: the answer names the cells that are wrong and no other.</summary>
public sealed class BrokenPlanTests
{
    [Theory]
    [InlineData("L7", "约五千", "NOT_A_NUMBER")]
    [InlineData("L7", "12.5.3", "NOT_A_NUMBER")]
    [InlineData("M8", "-3", "NEGATIVE_AMOUNT")]
    [InlineData("O11", "23686.00001", "SUB_YUAN_PRECISION")]
    [InlineData("O11", 23686.00001, "SUB_YUAN_PRECISION")]
    [InlineData("L14", 1e12, "AMOUNT_TOO_LARGE")]
    [InlineData("L14", null, "MISSING_VALUE")]
    [InlineData("B15", null, "MISSING_VALUE")]
    [InlineData("D15", null, "MISSING_VALUE")]
    [InlineData("D16", 916101047616830960.0, "DIGITS_LOST")]
    [InlineData("K17", "2017.13-2018.01", "INVALID_PERIOD")]
    [InlineData("K17", "2017.11-2015.01", "INVALID_PERIOD")]
    [InlineData("K17", 2016.1, "AMBIGUOUS_MONTH")]
    [InlineData("I20", "扩建", "UNKNOWN_VALUE")]
    [InlineData("Q21", "大概", "UNKNOWN_VALUE")]
    [InlineData("J22", null, "MISSING_VALUE")]
    [InlineData("N23", "#REF!", "CELL_ERROR")]
    public void Read_OneCellWrong_NamesThatCell(string cell, object? value, string code)
    {
        var reading = TableReader.Read(Books.With(Samples.Messy, (cell, value)), Annex1.Layout);

        reading.Rows.Count.ShouldBe(12);
        var error = reading.Errors.ToFieldErrors().ShouldHaveSingleItem();
        error.Field.ShouldBe($"Sheet1!{cell}");
        error.Reason.ShouldBe(code);
        error.Message.Zh.ShouldNotBeEmpty();
        error.Message.En.ShouldNotBeEmpty();
    }

    [Fact]
    public void Read_TooLongText_NamesTheCell() =>
        Errors(("H6", new string('建', 2001))).ShouldBe([("Sheet1!H6", "TOO_LONG")]);

    [Fact]
    public void Read_ManyCellsWrong_NamesAllOfThemGroupByGroup()
    {
        Errors(("L7", "甲"), ("M7", "-1"), ("L11", "乙"), ("L6", "丙"), ("Q23", "?"))
            .ShouldBe([("Sheet1!L6", "NOT_A_NUMBER"), ("Sheet1!L7", "NOT_A_NUMBER"), ("Sheet1!L11", "NOT_A_NUMBER"), ("Sheet1!M7", "NEGATIVE_AMOUNT"), ("Sheet1!Q23", "UNKNOWN_VALUE")]);
    }

    [Fact]
    public void Read_HeaderMissing_NamesTheColumnsAndNothingElse()
    {
        var content = Books.With(Samples.Messy, ("L4", "总额外投入"), ("D3", "代码"), ("O14", "不是数字"));

        var error = Should.Throw<DomainException>(() => TableReader.Read(content, Annex1.Layout));

        error.Reason.ShouldBe("HEADER_MISSING");
        error.Fields.Single().Message.Zh.ShouldStartWith("工作表“Sheet1”第 3 行的表头缺少：统一社会信用代码、总投资。");
        error.Fields.Single().Message.Zh.ShouldContain("投资情况（万元）/总额外投入");
    }

    [Fact]
    public void Read_HeaderTwice_NamesBoth()
    {
        var error = Should.Throw<DomainException>(() => TableReader.Read(Books.With(Samples.Messy, ("V3", "企业名称")), Annex1.Layout));

        error.Reason.ShouldBe("DUPLICATE_HEADER");
        error.Fields.Single().Field.ShouldBe("Sheet1!V4");
    }

    [Fact]
    public void Error_OfTheCaller_StandsAtItsCellAndYieldsToAnEarlierOne()
    {
        var reading = TableReader.Read(Books.With(Samples.Messy, ("L7", "甲")), Annex1.Layout);
        var unknown = new LocalText("未知单位。", "Unknown unit.");

        reading.Rows[0].Error("unit", "UNKNOWN_UNIT", unknown);
        reading.Rows[1].Error("total", "EXCEEDS", unknown);

        reading.Errors.ToFieldErrors().Select(error => (error.Field, error.Reason)).ShouldBe([("Sheet1!E6", "UNKNOWN_UNIT"), ("Sheet1!L7", "NOT_A_NUMBER")]);
        reading.Rows[0].IsWrong("unit").ShouldBeTrue();
        Should.Throw<DomainException>(reading.Errors.ThrowIfAny).Reason.ShouldBe("INVALID_FIELDS");
    }

    [Fact]
    public void Errors_ManyEqualOnes_AreToldOneByOneAndThenByRange()
    {
        var rows = new List<object?[]> { new object?[] { "项目名称", "总投资" } };
        rows.AddRange(Enumerable.Range(0, 30).Select(index => new object?[] { $"样例{index}", index == 25 ? 1.0 : "甲" }));
        var layout = new TableLayout("表", Column.Text("title", "项目名称").Filled(), Column.Money("total", "总投资").Filled());

        var errors = TableReader.Read(Books.Of("表", [.. rows]), layout).Errors;

        errors.Count.ShouldBe(29);
        errors.Groups().Single().Cells.Count.ShouldBe(29);
        var fields = errors.ToFieldErrors();
        fields.Count.ShouldBe(CellErrors.SingleCells + 1);
        fields[0].Field.ShouldBe("表!B2");
        fields[^1].Field.ShouldBe("表!B22:B26,B28:B31");
        fields[^1].Message.Zh.ShouldBe("总投资：另有 9 个单元格有相同的错误。");
    }

    private static List<(string Field, string Reason)> Errors(params (string Cell, object? Value)[] changes) =>
        [.. TableReader.Read(Books.With(Samples.Messy, changes), Annex1.Layout).Errors.ToFieldErrors().Select(error => (error.Field, error.Reason))];
}

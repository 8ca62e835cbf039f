using System.Globalization;
using CsCheck;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Cells;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class CellTests
{
    [Theory]
    [InlineData("2017-06-30", "2017-06-30")]
    [InlineData("2017/6/30", "2017-06-30")]
    [InlineData("2017.6.30", "2017-06-30")]
    [InlineData("2017年6月30日", "2017-06-30")]
    [InlineData("2017 年 6 月 30 日", "2017-06-30")]
    [InlineData("２０１７－０６－３０", "2017-06-30")]
    [InlineData("20170630", "2017-06-30")]
    [InlineData("17.6.30", "2017-06-30")]
    [InlineData("2016-02-29", "2016-02-29")]
    [InlineData("2017-06-30 00:00:00", "2017-06-30")]
    [InlineData("2017-06-30T08:30:00", "2017-06-30")]
    [InlineData("42916", "2017-06-30")]
    public void Date_Text_GivesDay(string text, string day) => Parse(Column.Date("d", "实际开工"), text).ShouldBe((DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), null));

    [Theory]
    [InlineData("2017-02-30")]
    [InlineData("2017-02-29")]
    [InlineData("2017-13-01")]
    [InlineData("2017-00-10")]
    [InlineData("2017-06")]
    [InlineData("2017")]
    [InlineData("0017-06-30")]
    [InlineData("2017-06/30")]
    [InlineData("20170231")]
    [InlineData("六月底")]
    [InlineData("٢٠١٧-٠٦-٣٠")]
    [InlineData("1234567890123456789012345")]
    public void Date_Text_Refuses(string text) => Parse(Column.Date("d", "实际开工"), text).ShouldBe((null, "INVALID_DATE"));

    [Theory]
    [InlineData(42916.0, "2017-06-30")]
    [InlineData(42916.75, "2017-06-30")]
    [InlineData(20170630.0, "2017-06-30")]
    public void Date_Number_GivesDay(double number, string day) => Parse(Column.Date("d", "实际开工"), number).ShouldBe((DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), null));

    [Fact]
    public void Date_AnyDay_IsReadFromEveryForm() => Gen.Int[0, 54_000].Sample(offset =>
    {
        var day = new DateOnly(1950, 1, 1).AddDays(offset);
        var column = Column.Date("d", "日期");
        return Equals(Parse(column, (double)(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber)).Value, day)
            && Array.TrueForAll(["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"], format => Equals(Parse(column, day.ToString(format, CultureInfo.InvariantCulture)).Value, day));
    });

    [Theory]
    [InlineData("2016-2018", "2016-01", "2018-12")]
    [InlineData("2016—2018", "2016-01", "2018-12")]
    [InlineData("2016年-2018年", "2016-01", "2018-12")]
    [InlineData("2016年至2018年底", "2016-01", "2018-12")]
    [InlineData("2016.03-2017.12", "2016-03", "2017-12")]
    [InlineData("2016.3－2017.12", "2016-03", "2017-12")]
    [InlineData("2016/03~2017/12", "2016-03", "2017-12")]
    [InlineData("2016.03 —— 2017.12", "2016-03", "2017-12")]
    [InlineData("2016-03至2017-12", "2016-03", "2017-12")]
    [InlineData("2016-03-2017-12", "2016-03", "2017-12")]
    [InlineData("201603-201712", "2016-03", "2017-12")]
    [InlineData("2016年3月至2017年12月", "2016-03", "2017-12")]
    [InlineData("2016年02月到2017年10月", "2016-02", "2017-10")]
    [InlineData("16.03-17.12", "2016-03", "2017-12")]
    [InlineData("16年3月-17年12月", "2016-03", "2017-12")]
    [InlineData("2016.03-12", "2016-03", "2016-12")]
    [InlineData("2016年3月-12月", "2016-03", "2016-12")]
    [InlineData("2016年3月-2018年", "2016-03", "2018-12")]
    [InlineData("2016", "2016-01", "2016-12")]
    [InlineData("2016年", "2016-01", "2016-12")]
    [InlineData("2016.03", "2016-03", "2016-03")]
    [InlineData("2016年10月", "2016-10", "2016-10")]
    public void Period_Text_GivesMonths(string text, string first, string last) => Parse(Column.Period("p", "建设起止年月"), text).ShouldBe((new MonthRange(Month(first), Month(last)), null));

    [Theory]
    [InlineData("2017.12-2016.03")]
    [InlineData("2018-2016")]
    [InlineData("2016.13-2017.12")]
    [InlineData("2016.00-2017.12")]
    [InlineData("2016.03-")]
    [InlineData("-2017.12")]
    [InlineData("2016-18")]
    [InlineData("2016-03-12")]
    [InlineData("三年")]
    [InlineData("2016.03-2017.12-2018.01")]
    public void Period_Text_Refuses(string text) => Parse(Column.Period("p", "建设起止年月"), text).ShouldBe((null, "INVALID_PERIOD"));

    [Fact]
    public void Period_Reversed_IsTakenWhereAnyOrderIs()
    {
        var (value, code) = Parse(Column.Period("p", "建设起止年月").AnyOrder(), "2017.05-2017.03");

        code.ShouldBeNull();
        ((MonthRange)value!).IsReversed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(2016.0, null, "2016-01", "2016-12")]
    [InlineData(2016.03, null, "2016-03", "2016-03")]
    [InlineData(2016.1, "0.00", "2016-10", "2016-10")]
    [InlineData(201603.0, null, "2016-03", "2016-03")]
    [InlineData(42430.0, null, "2016-03", "2016-03")]
    public void Period_Number_GivesMonths(double number, string? format, string first, string last) =>
        CellParser.Parse(Column.Period("p", "建设起止年月"), new RawCell(number, format, null), MoneyUnit.Yuan).Value.ShouldBe(new MonthRange(Month(first), Month(last)));

    [Fact]
    public void Month_TenthOfAYear_IsAmbiguous()
    {
        Parse(Column.Month("m", "投产"), 2016.1).ShouldBe((null, "AMBIGUOUS_MONTH"));
        Parse(Column.Period("m", "建设起止年月"), 2016.1).ShouldBe((null, "AMBIGUOUS_MONTH"));
    }

    [Theory]
    [InlineData("2017-06")]
    [InlineData("2017年6月")]
    [InlineData("2017.6")]
    [InlineData("201706")]
    [InlineData("2017-06-30")]
    [InlineData("17.06")]
    public void Month_Text_GivesItsFirstDay(string text) => Parse(Column.Month("m", "投产"), text).ShouldBe((new DateOnly(2017, 6, 1), null));

    [Theory]
    [InlineData("2017")]
    [InlineData("2017.13")]
    [InlineData("2017.01-2017.02")]
    public void Month_Text_Refuses(string text) => Parse(Column.Month("m", "投产"), text).ShouldBe((null, "INVALID_MONTH"));

    [Theory]
    [InlineData("是", true)]
    [InlineData("√", true)]
    [InlineData("Y", true)]
    [InlineData("ｙｅｓ", true)]
    [InlineData("有", true)]
    [InlineData(" 否 ", false)]
    [InlineData("×", false)]
    [InlineData("N", false)]
    [InlineData("无", false)]
    public void YesNo_Word_IsRead(string text, bool truth) => Parse(Column.YesNo("y", "年内竣工"), text).ShouldBe((truth, null));

    [Fact]
    public void YesNo_Others_AreReadOrRefused()
    {
        Parse(Column.YesNo("y", "年内竣工"), true).ShouldBe((true, null));
        Parse(Column.YesNo("y", "年内竣工"), 0.0).ShouldBe((false, null));
        Parse(Column.YesNo("y", "年内竣工"), "也许").ShouldBe((null, "UNKNOWN_VALUE"));
    }

    [Fact]
    public void Choice_Word_IsReadOrRefusedWithTheWords()
    {
        var column = Annex1.Layout.Columns.Single(column => column.Key == "nature");

        Parse(column, "★续 建").ShouldBe((Nature.Continuing, null));
        var refused = CellParser.Parse(column, new RawCell("扩建", null, null), MoneyUnit.Yuan);
        refused.Code.ShouldBe("UNKNOWN_VALUE");
        refused.Message.Zh.ShouldBe("建设性质：“扩建”不在可选值中：新开工、续建。");
    }

    [Theory]
    [InlineData("13", 1300)]
    [InlineData("13%", 1300)]
    [InlineData("１３．５％", 1350)]
    [InlineData("0.13", 13)]
    [InlineData("99.995", 10_000)]
    [InlineData("5‰", 50)]
    public void Percent_Text_GivesBasisPoints(string text, int basisPoints) => Parse(Column.Percent("p", "形象进度%"), text).ShouldBe((basisPoints, null));

    [Theory]
    [InlineData(0.13, "0.00%", 1300)]
    [InlineData(0.13, null, 13)]
    [InlineData(13.0, "0", 1300)]
    [InlineData(1.0, "0%", 10_000)]
    public void Percent_Number_HeedsItsFormat(double number, string? format, int basisPoints) =>
        CellParser.Parse(Column.Percent("p", "形象进度%"), new RawCell(number, format, null), MoneyUnit.Yuan).Value.ShouldBe(basisPoints);

    [Theory]
    [InlineData("101", "OUT_OF_RANGE")]
    [InlineData("-1", "OUT_OF_RANGE")]
    [InlineData("完成一半", "NOT_A_NUMBER")]
    [InlineData("1e2", "NOT_A_NUMBER")]
    public void Percent_Text_Refuses(string text, string code) => Parse(Column.Percent("p", "形象进度%"), text).ShouldBe((null, code));

    [Theory]
    [InlineData("1,234", 1234L, null)]
    [InlineData("12.5", null, "NOT_A_NUMBER")]
    [InlineData("-1", null, "OUT_OF_RANGE")]
    [InlineData("99999999999999999999", null, "OUT_OF_RANGE")]
    public void Whole_Text_IsReadOrRefused(string text, long? number, string? code) => Parse(Column.Whole("n", "人数"), text).ShouldBe((number, code));

    [Theory]
    [InlineData("★航空结构件改造", "航空结构件改造")]
    [InlineData("● ☆ 改造", "改造")]
    [InlineData(" 改造\u00A0项目\u200B ", "改造 项目")]
    [InlineData("航空\r\n结构件", "航空结构件")]
    [InlineData("line one\nline two", "line one line two")]
    [InlineData("表\u0007格", "表格")]
    public void Text_IsCleaned(string text, string clean) => Parse(Column.Text("t", "项目名称"), text).ShouldBe((clean, null));

    [Fact]
    public void Text_HalfASurrogate_IsReplaced() => Parse(Column.Text("t", "项目名称"), "\ud800坏").ShouldBe(("\ufffd坏", null));

    [Fact]
    public void Text_KeepsLinesWhereAsked() => Parse(Column.Text("t", "内容").WithLines(), "一\r\n二").ShouldBe(("一\n二", null));

    [Fact]
    public void Text_TooLong_IsRefused()
    {
        Parse(Column.Text("t", "备注").AtMost(5), "一二三四五").ShouldBe(("一二三四五", null));
        Parse(Column.Text("t", "备注").AtMost(5), "一二三四五六").ShouldBe((null, "TOO_LONG"));
    }

    [Fact]
    public void Text_BlankWord_IsEmpty() => Parse(Column.Text("t", "困难和问题").BlankWhen("无", "暂无"), "暂无").ShouldBe((null, null));

    [Theory]
    [InlineData("９１６１０１０２５１００８０３９７Ｔ", "91610102510080397T")]
    [InlineData("9161 0102 5100 8039 7T", "91610102510080397T")]
    [InlineData("'916101049949164442", "916101049949164442")]
    public void Code_IsKeptLetterByLetter(string text, string code) => Parse(Column.Code("c", "统一社会信用代码"), text).ShouldBe((code, null));

    [Fact]
    public void Code_Number_IsKeptUnlessDigitsAreLost()
    {
        var column = Column.Code("c", "统一社会信用代码");

        Parse(column, 610102.0).ShouldBe(("610102", null));
        CellParser.Parse(column, new RawCell(123.0, "000000", null), MoneyUnit.Yuan).Value.ShouldBe("000123");
        Parse(column, 916101049949164000.0).ShouldBe((null, "DIGITS_LOST"));
        Parse(column, "9.16101E+17").ShouldBe((null, "DIGITS_LOST"));
    }

    [Fact]
    public void Any_FormulaError_IsNamed()
    {
        var outcome = CellParser.Parse(Column.Text("t", "备注"), new RawCell(null, null, "#REF!"), MoneyUnit.Yuan);

        outcome.Code.ShouldBe("CELL_ERROR");
        outcome.Message.En.ShouldBe("备注: the formula failed (#REF!).");
    }

    [Fact]
    public void AnyKind_AnyValue_GivesAnAnswer()
    {
        var columns = Enum.GetValues<CellKind>().Select(kind => kind switch
        {
            CellKind.Text => Column.Text("k", "列"),
            CellKind.Code => Column.Code("k", "列"),
            CellKind.Money => Column.Money("k", "列"),
            CellKind.Percent => Column.Percent("k", "列"),
            CellKind.Whole => Column.Whole("k", "列"),
            CellKind.Date => Column.Date("k", "列"),
            CellKind.Month => Column.Month("k", "列"),
            CellKind.Period => Column.Period("k", "列"),
            CellKind.YesNo => Column.YesNo("k", "列"),
            _ => Column.Choice("k", "列").Option(1, "一"),
        }).ToArray();
        var texts = Gen.Char["0123456789.-年月日至,% 　万元(★是\n"].Array[0, 14].Select(letters => (object)new string(letters));
        Gen.Select(Gen.Int[0, columns.Length - 1].Select(index => columns[index]), Gen.OneOf(texts, Gen.String.Select(value => (object)value), Gen.Double.Select(value => (object)value), Gen.DateTime.Select(value => (object)value), Gen.Bool.Select(value => (object)value)))
            .Sample((column, value) => _ = CellParser.Parse(column, new RawCell(value, "0.00", null), MoneyUnit.HundredMillionYuan), iter: 20_000);
    }

    private static DateOnly Month(string text) => DateOnly.ParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static (object? Value, string? Code) Parse(Column column, object value)
    {
        var outcome = CellParser.Parse(column, new RawCell(value, null, null), MoneyUnit.TenThousandYuan);
        return (outcome.Value, outcome.Code);
    }
}

using System.Globalization;
using CsCheck;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Cells;
using Renovation.Shared.Workbooks.Writing;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class MoneyCellTests
{
    private static readonly Column Total = Column.Money("total", "总投资");

    [Theory]
    [InlineData("54583", 545_830_000)]
    [InlineData("54,583.00", 545_830_000)]
    [InlineData("54，583.00", 545_830_000)]
    [InlineData("５４５８３．０５", 545_830_500)]
    [InlineData("5,4583", 545_830_000)]
    [InlineData(" 54 583 ", 545_830_000)]
    [InlineData("54583.0001", 545_830_001)]
    [InlineData("54583.00010000000000000000000000", 545_830_001)]
    [InlineData("¥1,234.5", 12_345_000)]
    [InlineData("￥0", 0)]
    [InlineData("+12", 120_000)]
    [InlineData(".5", 5_000)]
    [InlineData("5.", 50_000)]
    [InlineData("-0", 0)]
    [InlineData("45870万元", 458_700_000)]
    [InlineData("4.587亿元", 458_700_000)]
    [InlineData("12345元", 12_345)]
    [InlineData("100000000000", 1_000_000_000_000_000)]
    public void Parse_Text_GivesYuan(string text, long yuan) => Parse(text).ShouldBe((yuan, null));

    [Theory]
    [InlineData(54583.0, 545_830_000)]
    [InlineData(0.1 + 0.2, 3_000)]
    [InlineData(54583.00000000001, 545_830_000)]
    [InlineData(54583.1234, 545_831_234)]
    [InlineData(1.4551915228366852E-11, 0)]
    [InlineData(-1.4551915228366852E-11, 0)]
    [InlineData(0.0001, 1)]
    [InlineData(99999999999.9999, 999_999_999_999_999)]
    [InlineData(1e11, 1_000_000_000_000_000)]
    public void Parse_Number_GivesYuan(double number, long yuan) => Parse(number).ShouldBe((yuan, null));

    [Theory]
    [InlineData("约五千", "NOT_A_NUMBER")]
    [InlineData("12abc", "NOT_A_NUMBER")]
    [InlineData("1,5", "NOT_A_NUMBER")]
    [InlineData("1,23,456", "NOT_A_NUMBER")]
    [InlineData("1.2.3", "NOT_A_NUMBER")]
    [InlineData("1e5", "NOT_A_NUMBER")]
    [InlineData("12%", "NOT_A_NUMBER")]
    [InlineData("0x10", "NOT_A_NUMBER")]
    [InlineData("٣٤", "NOT_A_NUMBER")]
    [InlineData("(5", "NOT_A_NUMBER")]
    [InlineData(".", "NOT_A_NUMBER")]
    [InlineData("元", "NOT_A_NUMBER")]
    [InlineData("NaN", "NOT_A_NUMBER")]
    [InlineData("-5", "NEGATIVE_AMOUNT")]
    [InlineData("－5", "NEGATIVE_AMOUNT")]
    [InlineData("−5", "NEGATIVE_AMOUNT")]
    [InlineData("(500)", "NEGATIVE_AMOUNT")]
    [InlineData("-0.00001", "NEGATIVE_AMOUNT")]
    [InlineData("54583.00001", "SUB_YUAN_PRECISION")]
    [InlineData("1.00000000000000000000000000000000001", "SUB_YUAN_PRECISION")]
    [InlineData("0.5元", "SUB_YUAN_PRECISION")]
    [InlineData("100000000000.0001", "AMOUNT_TOO_LARGE")]
    [InlineData("99999999999999999999999999999999999", "AMOUNT_TOO_LARGE")]
    public void Parse_Text_Refuses(string text, string code) => Parse(text).ShouldBe((null, code));

    [Theory]
    [InlineData(-1.0, "NEGATIVE_AMOUNT")]
    [InlineData(-1e300, "NEGATIVE_AMOUNT")]
    [InlineData(1e300, "AMOUNT_TOO_LARGE")]
    [InlineData(1.1e11, "AMOUNT_TOO_LARGE")]
    [InlineData(54583.00001, "SUB_YUAN_PRECISION")]
    [InlineData(54583.00004, "SUB_YUAN_PRECISION")]
    [InlineData(0.00001, "SUB_YUAN_PRECISION")]
    [InlineData(99999999.99999, "SUB_YUAN_PRECISION")]
    [InlineData(double.NaN, "NOT_A_NUMBER")]
    [InlineData(double.PositiveInfinity, "NOT_A_NUMBER")]
    public void Parse_Number_Refuses(double number, string code) => Parse(number).ShouldBe((null, code));

    [Theory]
    [InlineData("-")]
    [InlineData("—")]
    [InlineData("——")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("　")]
    public void Parse_Blank_IsNothingOrMissing(string text)
    {
        Parse(text).ShouldBe((null, null));
        CellParser.Parse(Total.Filled(), new RawCell(text, null, null), MoneyUnit.TenThousandYuan).Code.ShouldBe("MISSING_VALUE");
    }

    [Theory]
    [InlineData(MoneyUnit.Yuan, "12345", 12_345)]
    [InlineData(MoneyUnit.ThousandYuan, "1.001", 1_001)]
    [InlineData(MoneyUnit.MillionYuan, "1.000001", 1_000_001)]
    [InlineData(MoneyUnit.HundredMillionYuan, "1.00000001", 100_000_001)]
    public void Parse_Unit_Scales(MoneyUnit unit, string text, long yuan) =>
        CellParser.Parse(Total, new RawCell(text, null, null), unit).Value.ShouldBe(yuan);

    [Fact]
    public void Parse_DayAndTruth_AreNoNumbers()
    {
        Parse(new DateTime(2017, 6, 30)).ShouldBe((null, "NOT_A_NUMBER"));
        Parse(true).ShouldBe((null, "NOT_A_NUMBER"));
    }

    [Fact]
    public void ParseOfFormat_AnyAmount_IsTheSame()
    {
        var all = Enum.GetValues<MoneyUnit>();
        var units = Gen.Int[0, all.Length - 1].Select(index => all[index]);
        Gen.Select(Gen.Long[0, MoneyCell.Largest], units).Sample((yuan, unit) =>
            CellParser.Parse(Total, new RawCell(CellText.Money(yuan, unit), null, null), unit).Value is long read && read == yuan);
    }

    // Within 15 digits a double holds a decimal, so that a number cell must give the yuan that was typed.
    [Fact]
    public void ParseOfDouble_AnyAmount_IsTheSame() => Gen.Long[0, MoneyCell.Largest - 1].Sample(yuan => Parse((double)(yuan / 10_000m)) == (yuan, null));

    [Fact]
    public void ParseOfSum_OfManyAmounts_IsTheSum() => Gen.Long[0, 100_000_000_000].Array[1, 200].Sample(amounts =>
        Parse(amounts.Aggregate(0.0, (sum, yuan) => sum + (yuan / 10_000.0))) == (amounts.Sum(), null));

    [Fact]
    public void Parse_FifthDecimal_IsNeverRounded() => Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[1, 9]).Sample((yuan, digit) =>
        Parse((double)((yuan / 10_000m) + (digit / 100_000m))) == (null, "SUB_YUAN_PRECISION")
        && Parse(((yuan / 10_000m) + (digit / 100_000m)).ToString(CultureInfo.InvariantCulture)) == (null, "SUB_YUAN_PRECISION"));

    [Fact]
    public void Parse_AnyText_GivesAnAnswer() => Gen.String.Sample(text => Parse(text) is (null, _) or ( >= 0, null));

    private static (long? Yuan, string? Code) Parse(object value)
    {
        var outcome = CellParser.Parse(Total, new RawCell(value, null, null), MoneyUnit.TenThousandYuan);
        return ((long?)outcome.Value, outcome.Code);
    }
}

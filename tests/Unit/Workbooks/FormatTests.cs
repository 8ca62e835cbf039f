using System.Text;
using Renovation.Shared.Workbooks;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

/// <summary>The reference plan reads the same from every format that is taken.</summary>
public sealed class FormatTests
{
    static FormatTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, byte[], string> Formats => new()
    {
        { "csv UTF-8 with mark", Books.Csv(Samples.Messy, new UTF8Encoding(true)), "附件1" },
        { "csv UTF-8", Books.Csv(Samples.Messy, new UTF8Encoding(false)), "附件1" },
        { "csv GB18030", Books.Csv(Samples.Messy, Encoding.GetEncoding("GB18030")), "附件1" },
        { "csv semicolons", Books.Csv(Samples.Messy, new UTF8Encoding(false), ';'), "附件1" },
        { "text UTF-16 tabs", Books.Csv(Samples.Messy, Encoding.Unicode, '\t'), "附件1" },
        { "xls", CompoundFile.Of(("Workbook", CompoundFile.Workbook("附件一", Books.Values(Samples.Messy)))), "附件一" },
    };

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public void Read_MessyPlan_ReadsAsFromXlsx(string name, byte[] content, string sheet)
    {
        var expected = TableReader.Read(Samples.Messy, Annex1.Layout).Rows;

        var reading = TableReader.Read(content, Annex1.Layout);

        reading.Errors.All.ShouldBeEmpty(name);
        reading.Sheet.ShouldBe(sheet);
        reading.Rows.Count.ShouldBe(12, name);
        foreach (var (row, same) in reading.Rows.Zip(expected))
        {
            foreach (var column in Annex1.Layout.Columns)
                Value(row, column).ShouldBe(Value(same, column), $"{name} {column.Key} {row.Number}");
            row.Address("total").ShouldBe($"{sheet}!L{same.Number}");
        }
    }

    [Fact]
    public void Read_WholePlanAsXls_HasAllRows()
    {
        var content = CompoundFile.Of(("Workbook", CompoundFile.Workbook("附件1", Books.Values(Samples.Annex1))));

        var reading = TableReader.Read(content, Annex1.Layout);

        WorkbookContent.Detect(content).ShouldBe(ContentKind.Xls);
        reading.Errors.All.ShouldBeEmpty();
        reading.Rows.Sum(row => row.Money("total")).ShouldBe(Samples.Facts.GetProperty("totalInvestmentYuan").GetInt64());
    }

    private static object? Value(TableRow row, Column column) => column.Kind switch
    {
        CellKind.Money => row.Money(column.Key),
        CellKind.Period => row.Period(column.Key),
        CellKind.YesNo => row.YesNo(column.Key),
        CellKind.Choice => row.Choice<Nature>(column.Key),
        _ => row.Text(column.Key),
    };
}

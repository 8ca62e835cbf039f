using System.Diagnostics;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class LargeTests
{
    private const int Rows = 20_000;

    [Fact]
    public void WriteAndRead_TwentyThousandRowsOfTwentyTwoColumns_StaysSmallAndQuick()
    {
        var bytes = WorkbookWriter.Write([new SheetContent<int>("附件1", "大表（样例）", Columns(), Enumerable.Range(1, Rows).Select(SheetRow<int>.Of))]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();

        var reading = TableReader.Read(bytes, Annex1.Layout);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        reading.Errors.All.ShouldBeEmpty();
        reading.Rows.Count.ShouldBe(Rows);
        reading.Rows.Sum(row => row.Money("total")).ShouldBe(Enumerable.Range(1, Rows).Sum(index => index * 10_001L));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(200 * 1024 * 1024);
        GC.KeepAlive(reading);
    }

    [Fact]
    public async Task WriteAsync_OfTwoSheets_IsTheSameWorkbookAsWrite()
    {
        var asked = new List<string>();
        SheetContent[] Sheets(bool inTime) =>
        [
            inTime ? new SheetContent<int>("附件1", "大表（样例）", Columns(), InTimeAsync(asked)) { FrozenColumns = 2 } : new SheetContent<int>("附件1", "大表（样例）", Columns(), Enumerable.Range(1, 500).Select(SheetRow<int>.Of)) { FrozenColumns = 2 },
            new SheetContent<int>("附表", "", Columns(), Noted(asked)),
        ];

        var file = await WorkbookWriter.WriteAsync(Sheets(inTime: true), TestContext.Current.CancellationToken);

        asked.ShouldBe(["first", "second"], "the rows of a sheet are asked for when its turn comes");
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2016).Validate(document).Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        using var plain = SpreadsheetDocument.Open(new MemoryStream(WorkbookWriter.Write(Sheets(inTime: false))), isEditable: false);
        PartsOf(document).ShouldBe(PartsOf(plain));
    }

    private static List<string> PartsOf(SpreadsheetDocument document) =>
        [document.WorkbookPart!.Workbook!.OuterXml.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), document.WorkbookPart.WorkbookStylesPart!.Stylesheet!.OuterXml, .. document.WorkbookPart.WorksheetParts.Select(part => part.Worksheet!.OuterXml).Order(StringComparer.Ordinal)];

    private static async IAsyncEnumerable<SheetRow<int>> InTimeAsync(List<string> asked)
    {
        asked.Add("first");
        for (var index = 1; index <= 500; index++)
        {
            if (index % 100 == 0)
                await Task.Yield();
            yield return SheetRow<int>.Of(index);
        }
    }

    private static IEnumerable<SheetRow<int>> Noted(List<string> asked)
    {
        asked.Add("second");
        yield return SheetRow<int>.Of(1);
    }

    private static List<SheetColumn<int>> Columns() => [.. Annex1.Layout.Columns.Select(column => new SheetColumn<int>(column.Key, column.Title, column.IsSequence ? CellKind.Whole : column.Kind, index => Value(column, index)))];

    private static object? Value(Column column, int index) => column.Kind switch
    {
        CellKind.Money => index * 10_001L,
        CellKind.YesNo => index % 2 == 0,
        CellKind.Choice => index % 3 == 0 ? "新开工" : "续建",
        CellKind.Period => new MonthRange(new DateOnly(2016, 3, 1), new DateOnly(2017, 12, 1)),
        _ when column.IsSequence => index,
        _ => $"{column.Title}样例{index}"[..Math.Min(18, $"{column.Title}样例{index}".Length)],
    };
}

using System.Globalization;
using Renovation.Shared.Workbooks;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class SampleTests
{
    [Fact]
    public void Annex1_Reference_HasTheFactsOfThePlan()
    {
        var facts = Samples.Facts;

        var reading = TableReader.Read(Samples.Annex1, Annex1.Layout);

        reading.Errors.All.ShouldBeEmpty();
        reading.Sheet.ShouldBe("附件1");
        reading.Title.ShouldStartWith("西安市2017年重点工业技术改造项目计划");
        reading.Rows.Count.ShouldBe(100);
        Sum(reading, "total").ShouldBe(facts.GetProperty("totalInvestmentYuan").GetInt64());
        Sum(reading, "planned").ShouldBe(facts.GetProperty("plannedInvestmentYuan").GetInt64());
        Sum(reading, "opening").ShouldBe(facts.GetProperty("openingInvestmentYuan").GetInt64());
        reading.Rows.Count(row => row.Choice<Nature>("nature") == Nature.NewStart).ShouldBe(facts.GetProperty("newStarts").GetInt32());
        reading.Rows.Count(row => row.YesNo("preliminary") == true).ShouldBe(facts.GetProperty("preliminary").GetInt32());
        reading.Rows.Count(row => row.YesNo("completes") == true).ShouldBe(facts.GetProperty("completesInYear").GetInt32());
        reading.Rows.Where(row => row.YesNo("aboveScale") == false).DistinctBy(row => row.Text("uscc"), StringComparer.Ordinal).Count().ShouldBe(facts.GetProperty("enterprisesOutsideDirectory").GetInt32());
    }

    [Fact]
    public void Annex1_Messy_HasTwelveProjectsAndNoError()
    {
        var clean = TableReader.Read(Samples.Annex1, Annex1.Layout).Rows;

        var reading = TableReader.Read(Samples.Messy, Annex1.Layout);

        reading.Errors.All.ShouldBeEmpty();
        reading.Rows.Select(row => row.Number).ShouldBe([6, 7, 8, 11, 14, 15, 16, 17, 20, 21, 22, 23]);
        foreach (var row in reading.Rows)
        {
            var same = clean.Single(other => other.Text("uscc") == row.Text("uscc") && other.Text("title") == row.Text("title"));
            row.Money("total").ShouldBe(same.Money("total"));
            row.Money("equipment").ShouldBe(same.Money("equipment"));
            row.Money("planned").ShouldBe(same.Money("planned"));
            row.Period("period").ShouldBe(same.Period("period"));
        }
    }

    [Fact]
    public void Library_Reference_Has326Projects()
    {
        var reading = TableReader.Read(Samples.Library, Library.Layout);

        reading.Errors.All.ShouldBeEmpty();
        reading.Rows.Count.ShouldBe(Samples.Facts.GetProperty("library").GetInt32());
        reading.Rows[0].Money("total").ShouldBe(201_800_000);
        reading.Rows[0].Period("period").ShouldBe(new MonthRange(new DateOnly(2016, 10, 1), new DateOnly(2019, 11, 1)));
        reading.Rows[^1].Address("total").ShouldBe("项目库!J329");
    }

    private static long Sum(TableReading reading, string key) => reading.Rows.Sum(row => row.Money(key) ?? throw new InvalidOperationException(row.Number.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>附件1 less the columns of the plan.</summary>
internal static class Library
{
    private static readonly string[] PlanColumns = ["nature", "preliminary", "planned", "goal", "completes", "reason", "note"];

    public static readonly TableLayout Layout = new("项目库", [.. Annex1.Layout.Columns.Where(column => !PlanColumns.Contains(column.Key)).Select(column => column.Key == "period" ? column.AnyOrder() : column)]);
}

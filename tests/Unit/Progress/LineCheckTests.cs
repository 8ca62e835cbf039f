using CsCheck;
using Microsoft.Extensions.Configuration;
using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Periods;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Progress;

public sealed class LineCheckTests
{
    private const long Wan = 10_000;

    // 总投资 10,000, 本年计划 4,000, 至上年底 2,000; last accepted 1,000 in the year, all of it in the quarter before (万元).
    private static readonly LineBaseline Known = new() { Period = new(2017, 2), Total = 10_000 * Wan, PlannedOfYear = 4_000 * Wan, Opening = 2_000 * Wan, LastYearToDate = 1_000 * Wan, LastQuarter = 1_000 * Wan };

    private static readonly LineFacts Good = new() { Quarter = 1_000 * Wan, YearToDate = 2_000 * Wan, Cumulative = 4_000 * Wan, Start = new(2016, 5, 1) };

    [Fact]
    public void Line_ThatAddsUp_HasNoFinding() => Codes(Good, Known).ShouldBeEmpty();

    public static IEnumerable<object[]> Errors =>
    [
        ["MISSING_VALUE", Good with { Quarter = null }],
        ["NEGATIVE_AMOUNT,YTD_DECREASED", Good with { Quarter = -1, YearToDate = 999 * Wan, Cumulative = 2_999 * Wan }],
        ["YTD_EXCEEDS_CUMULATIVE", Good with { Cumulative = 1_999 * Wan }],
        ["CUMULATIVE_MISMATCH", Good with { Cumulative = 4_000 * Wan + 1 }],
        ["QUARTER_MISMATCH", Good with { Quarter = 1_000 * Wan - 1 }],
        ["YTD_DECREASED", Good with { Quarter = 0, YearToDate = 900 * Wan, Cumulative = 2_900 * Wan }],
        ["COMPLETION_BEFORE_START", Good with { Completion = new(2016, 4, 30) }],
        ["COMPLETION_BEFORE_START", Good with { Production = new(2016, 4, 30) }],
        ["DATE_AFTER_PERIOD_END", Good with { Completion = new(2017, 7, 1) }],
        ["COMPLETED_WITHOUT_DATE", Good with { AtCapacity = true, Production = new(2017, 6, 1) }],
        ["STARTED_WITHOUT_DATE", Good with { Start = null, Production = new(2017, 6, 1) }],
        ["PROBLEM_WITHOUT_CATEGORY", Good with { HasProblem = true }],
    ];

    [Theory]
    [MemberData(nameof(Errors))]
    internal void Line_WithAnError_NamesTheRule(string codes, LineFacts line)
    {
        var findings = LineRules.Run(line, Known).Where(finding => finding.Severity == Severity.Error).ToList();

        string.Join(',', findings.Select(finding => finding.Code)).ShouldBe(codes);
        ReturnChecks.MaySubmit(findings, hasExplanation: true).ShouldBeFalse();
    }

    public static IEnumerable<object[]> Warnings =>
    [
        ["OVER_TOTAL,OVER_YEAR_PLAN,FULLY_SPENT_NOT_COMPLETED", Spent(8_001), Known],
        ["OVER_YEAR_PLAN", Spent(4_001), Known],
        ["SPENT_BEFORE_START", Good with { Start = null }, Known],
        ["SPENT_BEFORE_START", Good with { Start = new(2017, 1, 5) }, Known],
        ["STARTED_WITHOUT_INVESTMENT,BEHIND_SCHEDULE", Good with { Quarter = 0, YearToDate = 0, Cumulative = 0 }, Known with { Opening = 0, LastYearToDate = 0 }],
        ["STALLED,BEHIND_SCHEDULE", Spent(1_000), Known with { LastQuarter = 0 }],
        ["BEHIND_SCHEDULE", Spent(1_199), Known],
        ["FULLY_SPENT_NOT_COMPLETED", Good with { Cumulative = 10_000 * Wan }, Known with { Opening = 8_000 * Wan }],
        ["START_TARGET_MISSED", Good with { Quarter = 0, YearToDate = 0, Cumulative = 0, Start = null }, Known with { Opening = 0, LastYearToDate = 0, LastQuarter = 5, PlannedOfYear = 0, NewStart = true, StartDeadline = new(2017, 6, 30) }],
        ["COMPLETION_AT_RISK", Good, Known with { CompletesInYear = true }],
        ["COMPLETION_AT_RISK", Good with { ExpectedCompletion = new(2018, 1, 1) }, Known with { CompletesInYear = true, Total = 5_000 * Wan }],
        ["BEHIND_SCHEDULE,UNIT_SUSPECTED", Good with { Quarter = 2_000, YearToDate = 2_000, Cumulative = 2_000 + 2_000 * Wan }, Known with { LastYearToDate = 0 }],
    ];

    [Theory]
    [MemberData(nameof(Warnings))]
    internal void Line_ThatIsDoubtful_PassesWithAnExplanation(string codes, LineFacts line, LineBaseline known)
    {
        var findings = LineRules.Run(line, known);

        string.Join(',', findings.Select(finding => finding.Code)).ShouldBe(codes);
        findings.ShouldAllBe(finding => finding.Severity == Severity.Warning);
        ReturnChecks.MaySubmit(findings, hasExplanation: false).ShouldBeFalse();
        ReturnChecks.MaySubmit(findings, hasExplanation: true).ShouldBeTrue();
    }

    [Fact]
    public void NewStart_BeforeItsDeadlineOrStarted_IsNotMissed()
    {
        var waiting = Good with { Quarter = 0, YearToDate = 0, Cumulative = 0, Start = null };
        var known = Known with { Opening = 0, LastYearToDate = 0, LastQuarter = 5, PlannedOfYear = 0, NewStart = true };

        Codes(waiting, known with { StartDeadline = new(2017, 7, 1) }).ShouldBeEmpty();
        Codes(waiting, known with { NewStart = false, StartDeadline = new(2017, 6, 30) }).ShouldBeEmpty();
        Codes(waiting with { Start = new(2017, 6, 30), Quarter = 200 * Wan, YearToDate = 200 * Wan, Cumulative = 200 * Wan }, known with { PlannedOfYear = 400 * Wan, StartDeadline = new(2017, 6, 30) }).ShouldBeEmpty();
    }

    [Fact]
    public void Completion_ThatIsOnItsWay_IsNotAtRisk()
    {
        var known = Known with { CompletesInYear = true };

        // The unit expects it in the year; it is completed; the pace of the year reaches nine tenths: 4,000 + 2,000 of 6,666.
        Codes(Good with { ExpectedCompletion = new(2017, 12, 31) }, known).ShouldBeEmpty();
        Codes(Good with { Completion = new(2017, 6, 1) }, known).ShouldBeEmpty();
        Codes(Good, known with { Total = 6_666 * Wan }).ShouldBeEmpty();
        Codes(Good, known with { Total = 6_667 * Wan }).ShouldBe(["COMPLETION_AT_RISK"]);

        // At the end of the year there is nothing left to expect.
        Codes(Good with { Quarter = 1_000 * Wan, YearToDate = 4_000 * Wan, Cumulative = 6_000 * Wan }, known with { Period = new(2017, 4), LastYearToDate = 3_000 * Wan, Total = 6_001 * Wan }).ShouldBe(["COMPLETION_AT_RISK"]);
    }

    [Fact]
    public void Findings_TellTheFactsTheyAreFrom()
    {
        var finding = LineRules.Run(Good with { Cumulative = (4_000 * Wan) + 1 }, Known).Single();

        (finding.Rule.Version, finding.Field).ShouldBe((1, "cumulative_yuan"));
        finding.Hit.Facts.ShouldBe([new Fact("cumulative_yuan", (4_000 * Wan) + 1), new Fact("opening_investment_yuan", 2_000 * Wan), new Fact("year_to_date_yuan", 2_000 * Wan)]);
    }

    [Fact]
    public void Rules_AllHaveACodeOfTheirOwnAndBothLanguages()
    {
        LineRules.All.Select(rule => rule.Code).Distinct(StringComparer.Ordinal).Count().ShouldBe(LineRules.All.Count);
        LineRules.All.ShouldAllBe(rule => rule.Version >= 1 && rule.Title.Zh.Any(letter => letter >= 0x4E00) && rule.Title.En.All(char.IsAscii));
    }

    [Theory]
    [InlineData("Reporting:StartDeadline", "02-29")]
    [InlineData("Reporting:StartDeadline", "30 June")]
    [InlineData("Reporting:ShadowRules", "STALLED, NO_SUCH_RULE")]
    public void Settings_ThatAreWrong_AreNamed(string name, string value) =>
        Should.Throw<InvalidOperationException>(() => CheckSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build())).Message.ShouldContain(name);

    [Fact]
    public void BehindSchedule_ExactlyTwentyPoints_IsNotBehind() => Codes(Spent(1_200), Known).ShouldBeEmpty();

    [Fact]
    public void YtdDecreased_WithCorrectionReason_Passes() =>
        Codes(Good with { Quarter = 0, YearToDate = 900 * Wan, Cumulative = 2_900 * Wan, HasCorrectionReason = true }, Known).ShouldBe(["BEHIND_SCHEDULE"]);

    [Fact]
    public void QuarterMismatch_FirstReturnInTheMiddleOfAYear_AllowsEarlierMoney()
    {
        var first = Known with { LastYearToDate = null, LastQuarter = null };

        Codes(Good, first).ShouldBeEmpty();
        Codes(Good with { Quarter = 2_001 * Wan }, first).ShouldBe(["QUARTER_MISMATCH"]);
        Codes(Good, first with { Period = new(2017, 1) }).ShouldBe(["QUARTER_MISMATCH"]);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    public void UnitSuspected_Factor_HasItsBounds(long factor, bool suspected)
    {
        var known = Known with { PlannedOfYear = 0, Opening = 0, LastYearToDate = 100, Total = long.MaxValue / 4 };
        var line = Good with { Quarter = factor * 100 - 100, YearToDate = factor * 100, Cumulative = factor * 100 };

        Codes(line, known).Contains("UNIT_SUSPECTED", StringComparer.Ordinal).ShouldBe(suspected);
    }

    [Fact]
    public void Line_AnyFigures_NeverThrowsAndErrorsComeFromTheirArithmetic() =>
        Gen.Select(Gen.Long[-10, 1_000_000_000_000_000], Gen.Long[-10, 1_000_000_000_000_000], Gen.Long[-10, 1_000_000_000_000_000], Gen.Long[0, 1_000_000_000_000_000]).Sample((quarter, yearToDate, cumulative, opening) =>
        {
            var codes = Codes(new LineFacts { Quarter = quarter, YearToDate = yearToDate, Cumulative = cumulative }, Known with { Opening = opening });
            (codes.Contains("YTD_EXCEEDS_CUMULATIVE", StringComparer.Ordinal) || codes.Contains("CUMULATIVE_MISMATCH", StringComparer.Ordinal)).ShouldBe(cumulative != opening + yearToDate || yearToDate > cumulative);
        });

    [Fact]
    public void List_AgainstThePlan_FindsUnknownForeignTwiceAndMissing() =>
        ReturnChecks.CompareWithPlan(["a", "x", "f", "a", "c"], new HashSet<string>(StringComparer.Ordinal) { "a", "b", "c" }, project => project == "f")
            .Select(finding => (finding.Code, finding.Project, finding.Index))
            .ShouldBe([("UNKNOWN_PROJECT", "x", 1), ("FOREIGN_PROJECT", "f", 2), ("DUPLICATE_PROJECT", "a", 3), ("MISSING_PROJECT", "b", (int?)null)]);

    [Fact]
    public void Quarter_ReadAndItsNeighbours_AreOfTheCalendar()
    {
        var quarter = Quarter.Parse("2017Q2").ShouldNotBeNull();

        quarter.OpensOn.ShouldBe(new(2017, 7, 1));
        quarter.DueDate(5).ShouldBe(new(2017, 7, 5));
        (quarter.Next, Quarter.Parse("2017Q4")!.Value.Next).ShouldBe((new Quarter(2017, 3), new Quarter(2018, 1)));
        Quarter.Of(new(2017, 6, 30)).ShouldBe(quarter);
        Quarter.Parse("2017Q1")!.Value.Previous.ToString().ShouldBe("2016Q4");
        new[] { "2017Q5", "2017q2", "17Q2", "2017Q2\n", "1999Q4", "２０１７Q2" }.Select(Quarter.Parse).ShouldAllBe(parsed => parsed == null);
    }

    private static LineFacts Spent(long wan) => Good with { Quarter = (wan - 1_000) * Wan, YearToDate = wan * Wan, Cumulative = (wan + 2_000) * Wan };

    private static List<string> Codes(LineFacts line, LineBaseline known) => [.. LineRules.Run(line, known).Select(finding => finding.Code)];
}

using System.Globalization;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using static Renovation.ProgressReporting.Checks.Severity;

namespace Renovation.ProgressReporting.Checks;

/// <summary>The checks on one line of a return.</summary>
internal static class LineRules
{
    // More than so many basis points behind the elapsed share of the year is behind schedule (20 points).
    private const long BehindBp = 2000;
    private const long QuarterBp = 2500;

    // At the pace of the year so much of the investment must be reached by its end, or the completion is at risk.
    private const long ReachedBp = 9000;

    // A confusion of 元, 万元 and 亿元 is a factor of 10,000, or its neighbours once rounding has been at it.
    private const decimal SuspectFrom = 1_000m;
    private const decimal SuspectTo = 100_000m;

    /// <summary>The rules in the order in which they are told; errors of the arithmetic first.</summary>
    public static readonly IReadOnlyList<LineRule> All =
    [
        new("MISSING_VALUE", Error, 1, new("三项投资额均须填写。", "All three amounts are filled."), (line, _) => Amounts(line).Where(amount => amount.Yuan is null)
            .Select(amount => new Hit(amount.Field, new($"{amount.Title}未填。", $"{amount.Field} is not filled.")))),
        new("NEGATIVE_AMOUNT", Error, 1, new("投资额不能为负。", "No amount is below zero."), (line, _) => Amounts(line).Where(amount => amount.Yuan < 0)
            .Select(amount => new Hit(amount.Field, new($"{amount.Title}不能为负。", $"{amount.Field} is below zero."), new Fact(amount.Field, amount.Yuan)))),
        new("YTD_EXCEEDS_CUMULATIVE", Error, 1, new("本年累计不大于自开工累计。", "The year-to-date is not above the cumulative amount."), YtdExceedsCumulative),
        new("CUMULATIVE_MISMATCH", Error, 1, new("自开工累计等于至上年底累计与本年累计之和。", "The cumulative amount is the opening balance plus the year-to-date."), CumulativeMismatch),
        new("YTD_DECREASED", Error, 1, new("本年累计不小于上次审定数，除非填写更正原因。", "The year-to-date is not below the last accepted one without a correction reason."), YtdDecreased),
        new("QUARTER_MISMATCH", Error, 1, new("本年累计等于上次审定的本年累计与本季度完成之和。", "The year-to-date is the last accepted one plus the quarter."), QuarterMismatch),
        new("COMPLETION_BEFORE_START", Error, 1, new("竣工、投产不早于开工。", "Neither completion nor production is before the start."), CompletionBeforeStart),
        new("DATE_AFTER_PERIOD_END", Error, 1, new("实际日期不晚于报告期末。", "No actual date is after the end of the period."), DateAfterPeriodEnd),
        new("COMPLETED_WITHOUT_DATE", Error, 1, new("已达产的项目有竣工日期。", "A project at capacity has a completion date."), (line, _) => line is { AtCapacity: true, Completion: null }
            ? One("actual_completion_date", "已达产的项目须填实际竣工日期。", "A project at capacity has a completion date.") : []),
        new("STARTED_WITHOUT_DATE", Error, 1, new("已竣工、投产或达产的项目有开工日期。", "A project that is completed, producing or at capacity has a start date."), (line, _) => line.Start is null && (line.Completion is not null || line.Production is not null || line.AtCapacity)
            ? One("actual_start_date", "已竣工、投产或达产的项目须填实际开工日期。", "A project that is completed, producing or at capacity has a start date.") : []),
        new("PROBLEM_WITHOUT_CATEGORY", Error, 1, new("填写困难和问题须选类别。", "A problem has a category."), (line, _) => line is { HasProblem: true, HasProblemCategory: false }
            ? One("problem_category", "填写了困难和问题，须选问题类别。", "A problem has a category.") : []),
        new("OVER_TOTAL", Warning, 1, new("自开工累计不大于总投资。", "The cumulative amount is not above the total investment."), (line, known) => line.Cumulative > known.Total
            ? One("cumulative_yuan", $"自开工累计 {Wan(line.Cumulative)} 大于总投资 {Wan(known.Total)}。", "The cumulative amount is above the total investment.", new("cumulative_yuan", line.Cumulative), new("total_investment_yuan", known.Total)) : []),
        new("OVER_YEAR_PLAN", Warning, 1, new("本年累计不大于本年计划投资。", "The year-to-date is not above the planned investment of the year."), (line, known) => line.YearToDate > known.PlannedOfYear
            ? One("year_to_date_yuan", $"本年累计 {Wan(line.YearToDate)} 大于本年计划投资 {Wan(known.PlannedOfYear)}。", "The year-to-date is above the planned investment of the year.", new("year_to_date_yuan", line.YearToDate), new("planned_investment_yuan", known.PlannedOfYear)) : []),
        new("SPENT_BEFORE_START", Warning, 1, new("开工日期之前没有投资。", "No money was spent before the start."), SpentBeforeStart),
        new("STARTED_WITHOUT_INVESTMENT", Warning, 1, new("已开工的项目有投资。", "A project that has started has spent something."), (line, _) => line is { Start: not null, Cumulative: 0 }
            ? One("cumulative_yuan", "已开工但累计投资为零。", "The project has started and nothing is spent.", new("actual_start_date", line.Start), new("cumulative_yuan", 0L)) : []),
        new("STALLED", Warning, 1, new("在建项目没有连续两个季度未完成投资。", "Something was spent in one of the last two quarters."), (line, known) => line is { Completion: null, Start: not null, Quarter: 0 } && known.LastQuarter == 0
            ? One("quarter_yuan", "连续两个季度没有完成投资。", "Nothing was spent in two quarters.", new("quarter_yuan", 0L), new("last_quarter_yuan", 0L)) : []),
        new("FULLY_SPENT_NOT_COMPLETED", Warning, 1, new("投资已全部完成的项目已竣工。", "What is fully spent is completed."), (line, known) => line.Completion is null && known.Total > 0 && line.Cumulative >= known.Total
            ? One("actual_completion_date", "投资已全部完成但未竣工。", "All of the investment is spent and the project is not completed.", new("cumulative_yuan", line.Cumulative), new("total_investment_yuan", known.Total)) : []),
        new("BEHIND_SCHEDULE", Warning, 1, new("年计划完成比例不落后时间进度 20 个百分点以上。", "The spent share of the year plan is at most 20 points below the elapsed share of the year."), BehindSchedule),
        new("START_TARGET_MISSED", Warning, 1, new("新开工项目按期开工。", "A new start has started by the deadline."), (line, known) => known.NewStart && line.Start is null && known.Period.LastDay >= known.StartDeadline
            ? One("actual_start_date", $"新开工项目须于 {Day(known.StartDeadline)} 前开工，尚未开工。", $"A new start has to start by {Day(known.StartDeadline)}, and has not.", new Fact("start_deadline", known.StartDeadline)) : []),
        new("COMPLETION_AT_RISK", Warning, 1, new("年内竣工项目能够按期竣工。", "A project that completes in the year can be expected to."), CompletionAtRisk),
        new("UNIT_SUSPECTED", Warning, 1, new("金额单位没有错。", "The amounts are in the right unit."), UnitSuspected),
    ];

    /// <summary>Runs all rules on a line. A follow-on of a missing amount is not reported.</summary>
    public static IReadOnlyList<Finding> Run(LineFacts line, LineBaseline known) => [.. from rule in All from hit in rule.Find(line, known) select new Finding(rule, hit)];

    /// <summary>Says whether a project that is to complete in the year can be expected not to: the rule COMPLETION_AT_RISK.</summary>
    public static bool IsCompletionAtRisk(LineFacts line, LineBaseline known) => CompletionAtRisk(line, known).Any();

    private static (long? Yuan, string Field, string Title)[] Amounts(LineFacts line) =>
        [(line.Quarter, "quarter_yuan", "本季度完成"), (line.YearToDate, "year_to_date_yuan", "本年累计"), (line.Cumulative, "cumulative_yuan", "自开工累计")];

    private static IEnumerable<Hit> YtdExceedsCumulative(LineFacts line, LineBaseline known) => line.YearToDate > line.Cumulative
        ? One("cumulative_yuan", $"本年累计 {Wan(line.YearToDate)} 大于自开工累计 {Wan(line.Cumulative)}。", "The year-to-date is above the cumulative amount.", new("year_to_date_yuan", line.YearToDate), new("cumulative_yuan", line.Cumulative))
        : [];

    private static IEnumerable<Hit> CumulativeMismatch(LineFacts line, LineBaseline known) =>
        line is { Cumulative: not null, YearToDate: not null } && line.YearToDate <= line.Cumulative && line.Cumulative != known.Opening + line.YearToDate
            ? One(
                "cumulative_yuan",
                $"自开工累计 {Wan(line.Cumulative)} 不等于至上年底累计 {Wan(known.Opening)} 与本年累计 {Wan(line.YearToDate)} 之和。",
                "The cumulative amount is not the opening balance plus the year-to-date.",
                new("cumulative_yuan", line.Cumulative), new("opening_investment_yuan", known.Opening), new("year_to_date_yuan", line.YearToDate))
            : [];

    private static IEnumerable<Hit> YtdDecreased(LineFacts line, LineBaseline known) => line.YearToDate < known.LastYearToDate && !line.HasCorrectionReason
        ? One(
            "year_to_date_yuan",
            $"本年累计 {Wan(line.YearToDate)} 小于上次审定数 {Wan(known.LastYearToDate)}，须填更正原因。",
            "The year-to-date is below the last accepted one without a correction reason.",
            new("year_to_date_yuan", line.YearToDate), new("last_year_to_date_yuan", known.LastYearToDate))
        : [];

    // Who begins to report in the middle of a year has no accepted year-to-date: then the quarter is a part of the year-to-date. What decreased is told by that rule alone.
    private static IEnumerable<Hit> QuarterMismatch(LineFacts line, LineBaseline known)
    {
        if (line.YearToDate is not { } yearToDate || line.Quarter is not { } quarter || yearToDate < known.LastYearToDate)
            return [];
        var fits = known.LastYearToDate is null && known.Period.Number > 1 ? quarter <= yearToDate : yearToDate == (known.LastYearToDate ?? 0) + quarter;
        return fits
            ? []
            : One(
                "quarter_yuan",
                $"本年累计 {Wan(yearToDate)} 与上次审定的本年累计 {Wan(known.LastYearToDate ?? 0)}、本季度完成 {Wan(quarter)} 不符。",
                "The year-to-date is not the last accepted one plus the quarter.",
                new("year_to_date_yuan", yearToDate), new("last_year_to_date_yuan", known.LastYearToDate), new("quarter_yuan", quarter));
    }

    private static IEnumerable<Hit> CompletionBeforeStart(LineFacts line, LineBaseline known)
    {
        if (line.Completion < line.Start)
            yield return new Hit("actual_completion_date", new("竣工日期早于开工日期。", "The completion is before the start."), new Fact("actual_completion_date", line.Completion), new Fact("actual_start_date", line.Start));
        if (line.Production < line.Start)
            yield return new Hit("actual_production_date", new("投产日期早于开工日期。", "The production is before the start."), new Fact("actual_production_date", line.Production), new Fact("actual_start_date", line.Start));
    }

    private static IEnumerable<Hit> DateAfterPeriodEnd(LineFacts line, LineBaseline known) =>
        from date in new[] { (Day: line.Start, Field: "actual_start_date"), (Day: line.Completion, Field: "actual_completion_date"), (Day: line.Production, Field: "actual_production_date") }
        where date.Day > known.Period.LastDay
        select new Hit(date.Field, new($"实际日期晚于报告期末 {Day(known.Period.LastDay)}。", "An actual date is after the end of the period."), new Fact(date.Field, date.Day), new Fact("period_end", known.Period.LastDay));

    // Money of earlier years precedes a start in this year; money of this quarter precedes a start that has not been reported.
    private static IEnumerable<Hit> SpentBeforeStart(LineFacts line, LineBaseline known) => (line.Start is null && line.Cumulative > 0) || (line.Start?.Year >= known.Period.Year && known.Opening > 0)
        ? One("actual_start_date", "开工日期之前已有投资。", "Money was spent before the start date.", new("actual_start_date", line.Start), new("opening_investment_yuan", known.Opening), new("cumulative_yuan", line.Cumulative))
        : [];

    private static IEnumerable<Hit> BehindSchedule(LineFacts line, LineBaseline known)
    {
        if (line.Completion is not null || known.PlannedOfYear <= 0 || line.YearToDate is not { } spent || (known.Period.Number * QuarterBp) - Ratio.BasisPoints(spent, known.PlannedOfYear) <= BehindBp)
            return [];
        return One(
            "year_to_date_yuan",
            $"本年累计占年计划 {Ratio.Percent(spent, known.PlannedOfYear).ToString("0.00", CultureInfo.InvariantCulture)}%，落后时间进度 20 个百分点以上。",
            "The spent share of the year plan is more than 20 points below the elapsed share of the year.",
            new("year_to_date_yuan", spent), new("planned_investment_yuan", known.PlannedOfYear), new("elapsed_bp", known.Period.Number * QuarterBp));
    }

    // The unit's own expectation counts; without one the pace of the year goes on to its end (linear).
    private static IEnumerable<Hit> CompletionAtRisk(LineFacts line, LineBaseline known)
    {
        if (!known.CompletesInYear || line.Completion is not null)
            return [];
        var yearEnd = new DateOnly(known.Period.Year, 12, 31);
        if (line.ExpectedCompletion is { } expected)
        {
            return expected <= yearEnd
                ? []
                : One("expected_completion_date", $"列入年内竣工，预计竣工日期 {Day(expected)} 已在年后。", $"It is to complete in the year, and is expected on {Day(expected)}.", new Fact("expected_completion_date", expected));
        }

        if (known.Period.Number == 4)
            return One("actual_completion_date", "列入年内竣工，至年底未竣工。", "It is to complete in the year, and has not by its end.", new Fact("period_end", known.Period.LastDay));
        if (line is not { Cumulative: { } cumulative, YearToDate: { } spent })
            return [];
        var forecast = cumulative + ((decimal)spent / known.Period.Number * (4 - known.Period.Number));
        return forecast * 10_000m >= (decimal)known.Total * ReachedBp
            ? []
            : One(
                "expected_completion_date",
                $"列入年内竣工，按今年进度至年底只能完成投资 {Wan((long)forecast)}（线性推算），不足总投资 {Wan(known.Total)} 的 90%。",
                "It is to complete in the year, and at the pace of the year (linear) less than 90 % of the investment will be spent by its end.",
                new("forecast_yuan", (long)forecast), new("total_investment_yuan", known.Total));
    }

    private static IEnumerable<Hit> UnitSuspected(LineFacts line, LineBaseline known)
    {
        if (Suspected(line.YearToDate, known.LastYearToDate) || Suspected(line.YearToDate, known.PlannedOfYear))
        {
            return One(
                "year_to_date_yuan", "本年累计与上次或年计划相差千倍以上，请核对金额单位（万元、元、亿元）。", "The year-to-date is a thousand times off the last one or the plan: check the unit of the amount.",
                new("year_to_date_yuan", line.YearToDate), new("last_year_to_date_yuan", known.LastYearToDate), new("planned_investment_yuan", known.PlannedOfYear));
        }

        return Suspected(line.Cumulative, known.Total)
            ? One(
                "cumulative_yuan", "自开工累计与总投资相差千倍以上，请核对金额单位（万元、元、亿元）。", "The cumulative amount is a thousand times off the total: check the unit of the amount.",
                new("cumulative_yuan", line.Cumulative), new("total_investment_yuan", known.Total))
            : [];
    }

    private static bool Suspected(long? amount, long? other)
    {
        if (amount is not > 0 || other is not > 0)
            return false;
        var factor = Math.Max(amount.Value, other.Value) / (decimal)Math.Min(amount.Value, other.Value);
        return factor is >= SuspectFrom and <= SuspectTo;
    }

    private static Hit[] One(string field, string zh, string en, params Fact[] facts) => [new Hit(field, new LocalText(zh, en), facts)];

    private static string Wan(long? yuan) => string.Create(CultureInfo.InvariantCulture, $"{yuan / 10_000m:0.####} 万元");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

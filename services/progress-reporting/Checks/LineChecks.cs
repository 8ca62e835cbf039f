using System.Globalization;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using static Renovation.ProgressReporting.Checks.Severity;

namespace Renovation.ProgressReporting.Checks;

/// <summary>The checks on one line of a return: a pure function of what is reported and what is known.</summary>
internal static class LineChecks
{
    // More than so many basis points behind the elapsed share of the year is behind schedule (20 points).
    private const long BehindBp = 2000;

    // A confusion of 元, 万元 and 亿元 is a factor of 10,000, or its neighbours once rounding has been at it.
    private const decimal SuspectFrom = 1_000m;
    private const decimal SuspectTo = 100_000m;

    /// <summary>Returns every finding, errors first. A follow-on of a missing amount is not reported.</summary>
    public static IReadOnlyList<Finding> Run(LineFacts line, LineBaseline known) =>
        [.. Amounts(line, known), .. Dates(line, known), .. Problem(line), .. Plausibility(line, known), .. Pace(line, known), .. Units(line, known)];

    private static IEnumerable<Finding> Amounts(LineFacts line, LineBaseline known)
    {
        foreach (var (amount, field, title) in new[] { (line.Quarter, "quarter_yuan", "本季度完成"), (line.YearToDate, "year_to_date_yuan", "本年累计"), (line.Cumulative, "cumulative_yuan", "自开工累计") })
        {
            if (amount is null)
                yield return Found("MISSING_VALUE", Error, field, $"{title}未填。", $"{field} is not filled.");
            else if (amount < 0)
                yield return Found("NEGATIVE_AMOUNT", Error, field, $"{title}不能为负。", $"{field} is below zero.");
        }

        if (line.YearToDate > line.Cumulative)
            yield return Found("YTD_EXCEEDS_CUMULATIVE", Error, "cumulative_yuan", $"本年累计 {Wan(line.YearToDate)} 大于自开工累计 {Wan(line.Cumulative)}。", "The year-to-date is above the cumulative amount.");
        else if (line.Cumulative != known.Opening + line.YearToDate && line is { Cumulative: not null, YearToDate: not null })
            yield return Found("CUMULATIVE_MISMATCH", Error, "cumulative_yuan", $"自开工累计 {Wan(line.Cumulative)} 不等于至上年底累计 {Wan(known.Opening)} 与本年累计 {Wan(line.YearToDate)} 之和。", "The cumulative amount is not the opening balance plus the year-to-date.");

        var decreased = line.YearToDate < known.LastYearToDate;
        if (decreased && !line.HasCorrectionReason)
            yield return Found("YTD_DECREASED", Error, "year_to_date_yuan", $"本年累计 {Wan(line.YearToDate)} 小于上次审定数 {Wan(known.LastYearToDate)}，须填更正原因。", "The year-to-date is below the last accepted one without a correction reason.");
        if (!decreased && QuarterMismatch(line, known))
            yield return Found("QUARTER_MISMATCH", Error, "quarter_yuan", $"本年累计 {Wan(line.YearToDate)} 与上次审定的本年累计 {Wan(known.LastYearToDate ?? 0)}、本季度完成 {Wan(line.Quarter)} 不符。", "The year-to-date is not the last accepted one plus the quarter.");
    }

    // Who begins to report in the middle of a year has no accepted year-to-date: then the quarter is a part of the year-to-date.
    private static bool QuarterMismatch(LineFacts line, LineBaseline known)
    {
        if (line.YearToDate is not { } yearToDate || line.Quarter is not { } quarter)
            return false;
        return known.LastYearToDate is null && known.Period.Number > 1
            ? quarter > yearToDate
            : yearToDate != (known.LastYearToDate ?? 0) + quarter;
    }

    private static IEnumerable<Finding> Dates(LineFacts line, LineBaseline known)
    {
        if (line.Completion < line.Start)
            yield return Found("COMPLETION_BEFORE_START", Error, "actual_completion_date", "竣工日期早于开工日期。", "The completion is before the start.");
        if (line.Production < line.Start)
            yield return Found("COMPLETION_BEFORE_START", Error, "actual_production_date", "投产日期早于开工日期。", "The production is before the start.");
        foreach (var (date, field) in new[] { (line.Start, "actual_start_date"), (line.Completion, "actual_completion_date"), (line.Production, "actual_production_date") })
        {
            if (date > known.Period.LastDay)
                yield return Found("DATE_AFTER_PERIOD_END", Error, field, $"实际日期晚于报告期末 {known.Period.LastDay:yyyy-MM-dd}。", "An actual date is after the end of the period.");
        }

        if (line is { AtCapacity: true, Completion: null })
            yield return Found("COMPLETED_WITHOUT_DATE", Error, "actual_completion_date", "已达产的项目须填实际竣工日期。", "A project at capacity has a completion date.");
        if (line.Start is null && (line.Completion is not null || line.Production is not null || line.AtCapacity))
            yield return Found("STARTED_WITHOUT_DATE", Error, "actual_start_date", "已竣工、投产或达产的项目须填实际开工日期。", "A project that is completed, producing or at capacity has a start date.");
    }

    private static IEnumerable<Finding> Problem(LineFacts line)
    {
        if (line is { HasProblem: true, HasProblemCategory: false })
            yield return Found("PROBLEM_WITHOUT_CATEGORY", Error, "problem_category", "填写了困难和问题，须选问题类别。", "A problem has a category.");
    }

    private static IEnumerable<Finding> Plausibility(LineFacts line, LineBaseline known)
    {
        if (line.Cumulative > known.Total)
            yield return Found("OVER_TOTAL", Warning, "cumulative_yuan", $"自开工累计 {Wan(line.Cumulative)} 大于总投资 {Wan(known.Total)}。", "The cumulative amount is above the total investment.");
        if (line.YearToDate > known.PlannedOfYear)
            yield return Found("OVER_YEAR_PLAN", Warning, "year_to_date_yuan", $"本年累计 {Wan(line.YearToDate)} 大于本年计划投资 {Wan(known.PlannedOfYear)}。", "The year-to-date is above the planned investment of the year.");
        if (SpentBeforeStart(line, known))
            yield return Found("SPENT_BEFORE_START", Warning, "actual_start_date", "开工日期之前已有投资。", "Money was spent before the start date.");
        if (line is { Start: not null, Cumulative: 0 })
            yield return Found("STARTED_WITHOUT_INVESTMENT", Warning, "cumulative_yuan", "已开工但累计投资为零。", "The project has started and nothing is spent.");
    }

    // Money of earlier years precedes a start in this year; money of this quarter precedes a start that has not been reported.
    private static bool SpentBeforeStart(LineFacts line, LineBaseline known) =>
        (line.Start is null && line.Cumulative > 0) || (line.Start?.Year >= known.Period.Year && known.Opening > 0);

    private static IEnumerable<Finding> Pace(LineFacts line, LineBaseline known)
    {
        var open = line.Completion is null;
        if (open && line.Start is not null && line.Quarter == 0 && known.LastQuarter == 0)
            yield return Found("STALLED", Warning, "quarter_yuan", "连续两个季度没有完成投资。", "Nothing was spent in two quarters.");
        if (open && known.Total > 0 && line.Cumulative >= known.Total)
            yield return Found("FULLY_SPENT_NOT_COMPLETED", Warning, "actual_completion_date", "投资已全部完成但未竣工。", "All of the investment is spent and the project is not completed.");
        if (open && known.PlannedOfYear > 0 && line.YearToDate is { } spent && known.Period.Number * 2500L - Ratio.BasisPoints(spent, known.PlannedOfYear) > BehindBp)
            yield return Found("BEHIND_SCHEDULE", Warning, "year_to_date_yuan", $"本年累计占年计划 {Ratio.Percent(spent, known.PlannedOfYear).ToString("0.00", CultureInfo.InvariantCulture)}%，落后时间进度 20 个百分点以上。", "The spent share of the year plan is more than 20 points below the elapsed share of the year.");
    }

    private static IEnumerable<Finding> Units(LineFacts line, LineBaseline known)
    {
        if (Suspected(line.YearToDate, known.LastYearToDate) || Suspected(line.YearToDate, known.PlannedOfYear))
            yield return Found("UNIT_SUSPECTED", Warning, "year_to_date_yuan", "本年累计与上次或年计划相差千倍以上，请核对金额单位（万元、元、亿元）。", "The year-to-date is a thousand times off the last one or the plan: check the unit of the amount.");
        else if (Suspected(line.Cumulative, known.Total))
            yield return Found("UNIT_SUSPECTED", Warning, "cumulative_yuan", "自开工累计与总投资相差千倍以上，请核对金额单位（万元、元、亿元）。", "The cumulative amount is a thousand times off the total: check the unit of the amount.");
    }

    private static bool Suspected(long? amount, long? other)
    {
        if (amount is not > 0 || other is not > 0)
            return false;
        var factor = Math.Max(amount.Value, other.Value) / (decimal)Math.Min(amount.Value, other.Value);
        return factor is >= SuspectFrom and <= SuspectTo;
    }

    private static Finding Found(string code, Severity severity, string field, string zh, string en) => new(code, severity, field, new LocalText(zh, en));

    private static string Wan(long? yuan) => string.Create(CultureInfo.InvariantCulture, $"{yuan / 10_000m:0.####} 万元");
}

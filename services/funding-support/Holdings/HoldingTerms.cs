using System.Text.Json.Serialization;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Holdings;

/// <summary>Terms of preferred shares.</summary>
/// <param name="Holder">Company that holds them.</param>
/// <param name="PrincipalYuan">Money held.</param>
/// <param name="Start">First day.</param>
/// <param name="Months">Term in months.</param>
/// <param name="YearlyReturnBp">Return a year in basis points of the principal.</param>
/// <param name="Benchmark">The rate that the return is measured by.</param>
internal sealed record HoldingTerms(string Holder, long PrincipalYuan, DateOnly Start, int Months, int YearlyReturnBp, BenchmarkRate Benchmark)
{
    private const int LongestName = 100;
    private const int MonthsOfAYear = 12;

    /// <summary>Last day of the term.</summary>
    [JsonIgnore]
    public DateOnly Maturity => Start.AddMonths(Months);

    /// <summary>Notes everything that is wrong with the terms.</summary>
    public void Validate(Validation validation, HoldingLimits limits, DateOnly today)
    {
        validation.Check(Holder.Length is >= 1 and <= LongestName, "holding.holder", "LENGTH", new LocalText($"持有人须为 1–{LongestName} 字。", $"The holder has 1–{LongestName} characters."));
        validation.Check(PrincipalYuan > 0, "holding.principal_yuan", "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
        validation.Check(Start <= today, "holding.start_date", "OUT_OF_RANGE", new LocalText("起始日不得晚于今天。", "The first day is not after today."));
        validation.Check(Months >= 1 && Months <= limits.Months, "holding.term_months", "OUT_OF_RANGE", new LocalText($"期限须为 1–{limits.Months} 个月。", $"The term is 1–{limits.Months} months."));
        validation.Check(Benchmark.Title.Length is >= 1 and <= LongestName, "holding.benchmark", "LENGTH", new LocalText($"基准利率名称须为 1–{LongestName} 字。", $"The benchmark has 1–{LongestName} characters."));
        validation.Check(Benchmark.RateBp is >= 1 and <= 10_000, "holding.benchmark_bp", "OUT_OF_RANGE", new LocalText("基准利率须为 1–10000 基点。", "The benchmark rate is 1–10000 basis points."));
        validation.Check(Benchmark.Day <= Start, "holding.benchmark_date", "OUT_OF_RANGE", new LocalText("基准利率日期不得晚于起始日。", "The day of the benchmark rate is not after the first day."));
        var ceiling = limits.CeilingBp(Benchmark.RateBp);
        validation.Check(
            YearlyReturnBp >= 0 && YearlyReturnBp <= ceiling, "holding.yearly_return_bp", "ABOVE_CEILING", new LocalText($"年化收益率须为 0–{ceiling} 基点（不超过基准利率的 {limits.ReturnBp / 100m:0.##}%）。", $"The yearly return is 0–{ceiling} basis points ({limits.ReturnBp / 100m:0.##} % of the benchmark rate)."));
    }

    /// <summary>Gives what is owed: a year's return on every anniversary, the rest on the last day.</summary>
    public IReadOnlyList<Dividend> Schedule()
    {
        var owed = new List<Dividend>();
        for (var month = MonthsOfAYear; month < Months + MonthsOfAYear; month += MonthsOfAYear)
        {
            var end = Math.Min(month, Months);
            var amount = Math.Round((decimal)PrincipalYuan * YearlyReturnBp * (end - (month - MonthsOfAYear)) / (10_000m * MonthsOfAYear), MidpointRounding.AwayFromZero);
            owed.Add(new Dividend { Number = owed.Count + 1, DueDate = Start.AddMonths(end), AmountYuan = (long)amount });
        }

        return owed;
    }
}

/// <summary>A rate of interest that is published.</summary>
/// <param name="Title">What it is.</param>
/// <param name="RateBp">In basis points a year.</param>
/// <param name="Day">Of which day it is.</param>
internal sealed record BenchmarkRate(string Title, int RateBp, DateOnly Day);

/// <summary>What the terms may be at most.</summary>
/// <param name="Months">Longest term in months: <c>Funding:HoldingMonths</c>.</param>
/// <param name="ReturnBp">Share of the benchmark rate that the return may reach, in basis points: <c>Funding:HoldingReturnBp</c>.</param>
internal sealed record HoldingLimits(int Months, int ReturnBp)
{
    /// <summary>Gives the highest return under a benchmark rate, rounded down.</summary>
    public int CeilingBp(int benchmarkBp) => (int)((long)benchmarkBp * ReturnBp / 10_000);
}

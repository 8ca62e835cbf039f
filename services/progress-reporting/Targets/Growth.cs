namespace Renovation.ProgressReporting.Targets;

/// <summary>How a forecast for the whole year is made.</summary>
internal enum ForecastMethod
{
    /// <summary>There is none: too little is known.</summary>
    None = 0,

    /// <summary>The year gets as far as last year did from the same period on: year-to-date × last year's total ÷ last year's same period.</summary>
    SamePeriodShare = 1,

    /// <summary>The pace of the year goes on: year-to-date ÷ elapsed quarters × 4.</summary>
    Linear = 2,
}

/// <summary>The statistical renovation investment of a unit or of the city, in yuan; null when not known.</summary>
/// <param name="YearToDate">本年累计.</param>
/// <param name="LastYear">上年同期.</param>
/// <param name="LastYearTotal">Last year as a whole.</param>
internal sealed record GrowthFigures(long? YearToDate, long? LastYear, long? LastYearTotal);

/// <summary>
/// Growth by the definition of the field: year-to-date ÷ same period of last year − 1. It takes the figures of statistics only, never the sum over plan projects. A pure function.
/// </summary>
/// <param name="GrowthBp">Growth in basis points; null when it cannot be said.</param>
/// <param name="GapBp">Growth less target in basis points, below zero when the target is not reached; null when it cannot be said.</param>
/// <param name="RequiredTotalYuan">What the year needs as a whole to reach the target; null when last year's total is not known.</param>
/// <param name="NeededPerQuarterYuan">What each of the quarters that are left needs, 0 when the target is reached; null when nothing is left or it cannot be said.</param>
/// <param name="ForecastYuan">Forecast for the whole year; null when there is none.</param>
/// <param name="ForecastGrowthBp">Growth of the year by the forecast in basis points; null when last year's total is not known.</param>
/// <param name="Method">How the forecast is made.</param>
internal sealed record Growth(int? GrowthBp, int? GapBp, long? RequiredTotalYuan, long? NeededPerQuarterYuan, long? ForecastYuan, int? ForecastGrowthBp, ForecastMethod Method)
{
    private const decimal Whole = 10_000m;
    private const int Quarters = 4;

    /// <summary>Computes the growth at the end of a quarter.</summary>
    /// <param name="targetBp">Growth that the year is to reach, in basis points.</param>
    /// <param name="quarter">1–4.</param>
    public static Growth Of(GrowthFigures figures, int targetBp, int quarter)
    {
        var growth = Rate(figures.YearToDate, figures.LastYear);
        var required = figures.LastYearTotal is { } total ? Round(total * (1 + (targetBp / Whole))) : null;
        var left = Quarters - quarter;
        long? needed = required is { } wanted && figures.YearToDate is { } done && left > 0 ? Math.Max(0, Round((wanted - done) / (decimal)left) ?? 0) : null;
        var (forecast, method) = Forecast(figures, quarter);
        return new Growth(growth, growth is { } reached ? Clamp((long)reached - targetBp) : null, required, needed, forecast, Rate(forecast, figures.LastYearTotal), method);
    }

    private static (long? Yuan, ForecastMethod Method) Forecast(GrowthFigures figures, int quarter)
    {
        if (figures.YearToDate is not { } done)
            return (null, ForecastMethod.None);
        if (figures is { LastYear: > 0 and var last, LastYearTotal: { } total } && total >= last)
            return (Round((decimal)done * total / last), ForecastMethod.SamePeriodShare);
        return (Round((decimal)done / quarter * Quarters), ForecastMethod.Linear);
    }

    private static int? Rate(long? now, long? before) => now is { } yuan && before is > 0 and var past ? Clamp((yuan * Whole / past) - Whole) : null;

    private static int Clamp(decimal value) => (int)Math.Round(Math.Clamp(value, int.MinValue, int.MaxValue), 0, MidpointRounding.AwayFromZero);

    private static long? Round(decimal value) => value is < long.MinValue or > long.MaxValue ? null : (long)Math.Round(value, 0, MidpointRounding.AwayFromZero);
}

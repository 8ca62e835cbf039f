using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Targets;

/// <summary>Says how far a year has come.</summary>
internal sealed class Evaluation(ProgressDbContext db)
{
    private const int LastQuarter = 4;

    /// <summary>Evaluates a target at the end of a quarter.</summary>
    /// <param name="quarter">1–4, 0 for the latest that was opened.</param>
    /// <param name="units">Units to show; null for all, and the city with them.</param>
    /// <exception cref="DomainException">NotFound: the period was never opened.</exception>
    public async Task<V1.EvaluateTargetResponse> RunAsync(Target target, int quarter, IReadOnlyList<string>? units, CancellationToken cancellationToken)
    {
        var period = await db.Periods.AsNoTracking().Where(period => period.Year == target.Year && (quarter == 0 || period.Id == new Quarter(target.Year, quarter).ToString()))
            .OrderByDescending(period => period.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw DomainException.NotFound(quarter == 0 ? $"periods/{target.Year}Q*" : $"periods/{target.Year}Q{quarter}");
        var closed = period.State == PeriodState.Closed;
        var rows = await RowsAsync(target, period.Quarter, closed, await FiguresAsync(period.Id, cancellationToken), cancellationToken);
        var planned = await PlannedAsync(period.Id, cancellationToken);
        foreach (var row in rows)
            row.PlanProjectsYearToDateYuan = planned.GetValueOrDefault(row.Unit);
        var answer = new V1.EvaluateTargetResponse
        {
            Period = period.ResourceName,
            Closed = closed,
            Units = { rows.Where(row => units is null || units.Contains(row.Unit, StringComparer.Ordinal)) },
        };
        answer.MissingUnits.Add(answer.Units.Where(row => !IsWhole(row)).Select(row => row.Unit));
        if (units is null)
            answer.City = City(rows, target.TargetBp, period.Quarter.Number);
        return answer;
    }

    /// <summary>Says how far the city is at the end of a quarter; without the sum over plan projects.</summary>
    public async Task<V1.GrowthRow> CityAsync(Target target, Period period, CancellationToken cancellationToken) => City(
        await RowsAsync(target, period.Quarter, period.State == PeriodState.Closed, await FiguresAsync(period.Id, cancellationToken), cancellationToken), target.TargetBp, period.Quarter.Number);

    /// <summary>The same from figures that are given.</summary>
    /// <param name="figures">Figures of the period by unit.</param>
    /// <param name="lastYear">Investment of last year as a whole by unit.</param>
    public async Task<V1.GrowthRow> CityAsync(
        Target target, Quarter quarter, bool closed, IReadOnlyDictionary<string, UnitFigure> figures, IReadOnlyDictionary<string, long?> lastYear, CancellationToken cancellationToken) =>
        City(Rows(target, quarter, closed, figures, lastYear, await UnitsAsync(cancellationToken)), target.TargetBp, quarter.Number);

    private async Task<List<V1.GrowthRow>> RowsAsync(Target target, Quarter quarter, bool closed, Dictionary<string, UnitFigure> figures, CancellationToken cancellationToken)
    {
        var last = new Quarter(target.Year - 1, LastQuarter).ToString();
        var lastYear = await db.UnitFigures.Where(figure => figure.Period == last).Select(figure => new { figure.Unit, figure.YearToDateYuan }).ToDictionaryAsync(figure => figure.Unit, figure => figure.YearToDateYuan, StringComparer.Ordinal, cancellationToken);
        return Rows(target, quarter, closed, figures, lastYear, await UnitsAsync(cancellationToken));
    }

    private static List<V1.GrowthRow> Rows(
        Target target, Quarter quarter, bool closed, IReadOnlyDictionary<string, UnitFigure> figures, IReadOnlyDictionary<string, long?> lastYear, List<(string Code, string Title)> units)
    {
        var own = target.Units.ToDictionary(unit => unit.Unit, StringComparer.Ordinal);
        return units.ConvertAll(unit =>
        {
            var figure = figures.GetValueOrDefault(unit.Code);
            var total = own.GetValueOrDefault(unit.Code)?.LastYearTotalYuan ?? lastYear.GetValueOrDefault(unit.Code);
            var (yearToDate, same) = closed ? (figure?.FrozenYearToDateYuan, figure?.FrozenLastYearYuan) : (figure?.YearToDateYuan, figure?.LastYearYuan);
            var row = Row(new GrowthFigures(yearToDate, same, total), own.GetValueOrDefault(unit.Code)?.TargetBp ?? target.TargetBp, quarter.Number);
            (row.Unit, row.UnitTitle) = (unit.Code, unit.Title);
            if (closed)
                (row.YearToDateCorrectionYuan, row.LastYearCorrectionYuan) = ((figure?.YearToDateYuan ?? 0) - (yearToDate ?? 0), (figure?.LastYearYuan ?? 0) - (same ?? 0));
            return row;
        });
    }

    private static bool IsWhole(V1.GrowthRow row) => row.HasYearToDateYuan && row.HasLastYearYuan;

    // Like is compared with like: a unit counts once it reported both figures, and last year's total once every counted unit has one.
    private static V1.GrowthRow City(List<V1.GrowthRow> rows, int targetBp, int quarter)
    {
        var counted = rows.Where(IsWhole).ToList();
        long? total = counted.Count > 0 && counted.TrueForAll(row => row.HasLastYearTotalYuan) ? counted.Sum(row => row.LastYearTotalYuan) : null;
        var city = counted.Count == 0
            ? Row(new GrowthFigures(null, null, null), targetBp, quarter)
            : Row(new GrowthFigures(counted.Sum(row => row.YearToDateYuan), counted.Sum(row => row.LastYearYuan), total), targetBp, quarter);
        city.PlanProjectsYearToDateYuan = rows.Sum(row => row.PlanProjectsYearToDateYuan);
        city.YearToDateCorrectionYuan = rows.Sum(row => row.YearToDateCorrectionYuan);
        city.LastYearCorrectionYuan = rows.Sum(row => row.LastYearCorrectionYuan);
        return city;
    }

    private static V1.GrowthRow Row(GrowthFigures figures, int targetBp, int quarter)
    {
        var growth = Growth.Of(figures, targetBp, quarter);
        var row = new V1.GrowthRow { TargetBp = targetBp, ForecastMethod = (V1.GrowthRow.Types.ForecastMethod)growth.Method };
        if (figures.YearToDate is { } yearToDate)
            row.YearToDateYuan = yearToDate;
        if (figures.LastYear is { } lastYear)
            row.LastYearYuan = lastYear;
        if (figures.LastYearTotal is { } total)
            row.LastYearTotalYuan = total;
        if (growth.GrowthBp is { } rate)
            row.GrowthBp = rate;
        if (growth.GapBp is { } gap)
            row.GapBp = gap;
        if (growth.RequiredTotalYuan is { } required)
            row.RequiredTotalYuan = required;
        if (growth.NeededPerQuarterYuan is { } needed)
            row.NeededPerQuarterYuan = needed;
        if (growth.ForecastYuan is { } forecast)
            row.ForecastYuan = forecast;
        if (growth.ForecastGrowthBp is { } forecastRate)
            row.ForecastGrowthBp = forecastRate;
        return row;
    }

    private async Task<List<(string Code, string Title)>> UnitsAsync(CancellationToken cancellationToken) =>
        (await db.Units.Where(unit => unit.Reporting).OrderBy(unit => unit.Code).Select(unit => new { unit.Code, unit.Title }).ToListAsync(cancellationToken)).ConvertAll(unit => (unit.Code, unit.Title));

    private Task<Dictionary<string, UnitFigure>> FiguresAsync(string period, CancellationToken cancellationToken) =>
        db.UnitFigures.AsNoTracking().Where(figure => figure.Period == period).ToDictionaryAsync(figure => figure.Unit, StringComparer.Ordinal, cancellationToken);

    // The sum over plan projects as accepted: shown beside, under its own name.
    private async Task<Dictionary<string, long>> PlannedAsync(string period, CancellationToken cancellationToken) =>
        await db.Investments.AsNoTracking().Where(investment => investment.Period == period)
            .Join(db.Lines.Where(line => line.Return.StartsWith(period)), investment => investment.Project, line => line.Project, (investment, line) => new { line.Return, investment.YearToDateYuan })
            .Join(db.Returns.Where(filed => filed.Period == period), pair => pair.Return, filed => filed.Id, (pair, filed) => new { filed.Unit, pair.YearToDateYuan })
            .GroupBy(pair => pair.Unit).Select(group => new { Unit = group.Key, Yuan = group.Sum(pair => pair.YearToDateYuan) })
            .ToDictionaryAsync(group => group.Unit, group => group.Yuan, StringComparer.Ordinal, cancellationToken);
}

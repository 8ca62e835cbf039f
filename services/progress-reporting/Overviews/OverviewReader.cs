using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.ProgressReporting.Targets;
using Renovation.Shared.Contract;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>Which overview is asked for, on which day.</summary>
internal sealed record OverviewKey(int Year, string Filter, bool WithUnits, DateOnly Today);

/// <summary>Reads the overview of the present from what is kept.</summary>
internal sealed class OverviewReader(ProgressDbContext db, Evaluation evaluation)
{
    /// <summary>Reads it.</summary>
    public async Task<V1.Overview> ReadAsync(PlanCopy plan, UnitFilter filter, bool withUnits, YearDay day, CancellationToken cancellationToken)
    {
        var periods = await db.Periods.AsNoTracking().Where(period => period.Year == plan.Year).OrderBy(period => period.Id).ToListAsync(cancellationToken);
        var standings = Visible(db.UnitStandings.AsNoTracking().Where(standing => standing.Year == plan.Year), filter);
        var figures = await SumAsync(standings, cancellationToken);
        var overview = new V1.Overview
        {
            Name = $"overviews/{plan.Year}",
            PlanRevision = plan.Revision,
            DocumentNumber = plan.DocumentNumber,
            Plan = OverviewMapping.ToProto(figures, day),
            Periods = { await PeriodsAsync(periods, filter, cancellationToken) },
            Problems = await ProblemsAsync(filter, day.Today, cancellationToken),
        };
        if (filter.Everything && periods.Count > 0 && await db.FindTargetAsync(plan.Year, cancellationToken) is { } target)
        {
            overview.Growth = await evaluation.CityAsync(target, periods[^1], cancellationToken);
            overview.Growth.PlanProjectsYearToDateYuan = figures.YearToDateYuan;
            overview.GrowthPeriod = periods[^1].ResourceName;
        }

        if (withUnits)
            overview.Units.Add(await UnitsAsync([.. (await standings.ToListAsync(cancellationToken)).Select(standing => (standing.Unit, standing.Figures))], day, cancellationToken));
        return overview;
    }

    /// <summary>Gives the figures of units by code, with their titles.</summary>
    public async Task<IEnumerable<V1.UnitFigures>> UnitsAsync(List<(string Unit, PlanFigures Figures)> units, YearDay day, CancellationToken cancellationToken)
    {
        var titles = await db.Units.Select(unit => new { unit.Code, unit.Title }).ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        return units.Where(unit => unit.Figures.Projects > 0).OrderBy(unit => unit.Unit, StringComparer.Ordinal)
            .Select(unit => new V1.UnitFigures { Unit = unit.Unit, UnitTitle = titles.GetValueOrDefault(unit.Unit, unit.Unit), Plan = OverviewMapping.ToProto(unit.Figures, day) });
    }

    /// <summary>Gives the query of one sum over units.</summary>
    internal static IQueryable<PlanFigures> Sum(IQueryable<UnitStanding> standings) => standings.GroupBy(_ => 1).Select(all => new PlanFigures
    {
        Projects = all.Sum(one => one.Figures.Projects),
        Reported = all.Sum(one => one.Figures.Reported),
        TotalYuan = all.Sum(one => one.Figures.TotalYuan),
        PlannedYuan = all.Sum(one => one.Figures.PlannedYuan),
        OpeningYuan = all.Sum(one => one.Figures.OpeningYuan),
        YearToDateYuan = all.Sum(one => one.Figures.YearToDateYuan),
        CumulativeYuan = all.Sum(one => one.Figures.CumulativeYuan),
        Starts = all.Sum(one => one.Figures.Starts),
        StartsDone = all.Sum(one => one.Figures.StartsDone),
        StartsDoneLate = all.Sum(one => one.Figures.StartsDoneLate),
        Preliminary = all.Sum(one => one.Figures.Preliminary),
        PreliminaryDone = all.Sum(one => one.Figures.PreliminaryDone),
        PreliminaryDoneLate = all.Sum(one => one.Figures.PreliminaryDoneLate),
        Completions = all.Sum(one => one.Figures.Completions),
        CompletionsDone = all.Sum(one => one.Figures.CompletionsDone),
        CompletionsAtRisk = all.Sum(one => one.Figures.CompletionsAtRisk),
        InProduction = all.Sum(one => one.Figures.InProduction),
        AtCapacity = all.Sum(one => one.Figures.AtCapacity),
    });

    private static async Task<PlanFigures> SumAsync(IQueryable<UnitStanding> standings, CancellationToken cancellationToken) => await Sum(standings).SingleOrDefaultAsync(cancellationToken) ?? PlanFigures.None;

    private static IQueryable<UnitStanding> Visible(IQueryable<UnitStanding> standings, UnitFilter filter) =>
        filter.Units is { } units ? standings.Where(standing => units.Contains(standing.Unit)) : standings;

    private async Task<IEnumerable<V1.PeriodFigures>> PeriodsAsync(List<Period> periods, UnitFilter filter, CancellationToken cancellationToken)
    {
        var ids = periods.ConvertAll(period => period.Id);
        var returns = db.Returns.AsNoTracking().Where(filed => ids.Contains(filed.Period));
        if (filter.Units is { } units)
            returns = returns.Where(filed => units.Contains(filed.Unit));
        var counts = await returns.GroupBy(filed => new { filed.Period, filed.State, filed.OnTime })
            .Select(group => new { group.Key.Period, group.Key.State, group.Key.OnTime, Count = group.Count() }).ToListAsync(cancellationToken);
        return periods.Select(period => PeriodOf(
            period.ResourceName, (V1.Period.Types.State)period.State, CalendarText.Day(period.DueDate), [.. counts.Where(count => count.Period == period.Id).Select(count => (count.State, count.OnTime, count.Count))]));
    }

    /// <summary>Sums the returns of a period up.</summary>
    public static V1.PeriodFigures PeriodOf(string name, V1.Period.Types.State state, string dueDate, IReadOnlyCollection<(ReturnState State, bool OnTime, int Count)> returns)
    {
        var filed = returns.Where(one => one.State is ReturnState.Submitted or ReturnState.Accepted).ToList();
        var all = returns.Sum(one => one.Count);
        return new V1.PeriodFigures
        {
            Period = name,
            State = state,
            DueDate = dueDate,
            Units = all,
            OnTime = filed.Where(one => one.OnTime).Sum(one => one.Count),
            Late = filed.Where(one => !one.OnTime).Sum(one => one.Count),
            Missing = all - filed.Sum(one => one.Count),
            Returned = returns.Where(one => one.State == ReturnState.Returned).Sum(one => one.Count),
            Accepted = returns.Where(one => one.State == ReturnState.Accepted).Sum(one => one.Count),
        };
    }

    private async Task<V1.ProblemFigures> ProblemsAsync(UnitFilter filter, DateOnly today, CancellationToken cancellationToken)
    {
        // What is closed is most of the ledger, and counts for nothing.
        var counts = await ProblemQueries.Visible(db, filter).Where(problem => problem.State == ProblemState.Open || problem.State == ProblemState.Resolved)
            .GroupBy(problem => new { problem.State, problem.Level })
            .Select(group => new { group.Key.State, group.Key.Level, Count = group.Count(), Overdue = group.Count(problem => problem.DueDate < today) }).ToListAsync(cancellationToken);
        return ProblemsOf([.. counts.Select(count => (count.State, count.Level, count.Count, count.Overdue))]);
    }

    /// <summary>Sums the problem ledger up.</summary>
    public static V1.ProblemFigures ProblemsOf(IReadOnlyCollection<(ProblemState State, ProblemLevel Level, int Count, int Overdue)> problems)
    {
        var open = problems.Where(one => one.State == ProblemState.Open).ToList();
        return new V1.ProblemFigures
        {
            Open = open.Sum(one => one.Count),
            Overdue = open.Sum(one => one.Overdue),
            AtDistrict = At(ProblemLevel.District),
            AtBureau = At(ProblemLevel.Bureau),
            AtDepartments = At(ProblemLevel.Departments),
            AtGovernment = At(ProblemLevel.Government),
            Resolved = problems.Where(one => one.State == ProblemState.Resolved).Sum(one => one.Count),
        };

        int At(ProblemLevel level) => open.Where(one => one.Level == level).Sum(one => one.Count);
    }
}

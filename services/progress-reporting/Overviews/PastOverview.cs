using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.ProgressReporting.Targets;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>Computes the overview of an instant from scratch: from the sealed journal, which does not change, and the revision of the plan that was known.</summary>
internal sealed class PastOverview(ProgressDbContext db, JournalReader<ProgressDbContext> journal, OverviewReader reader, OverviewUpkeep upkeep, Evaluation evaluation)
{
    private static readonly string Accepted = V1.ReturnAccepted.Descriptor.FullName;
    private static readonly string[] PeriodEvents = [V1.PeriodOpened.Descriptor.FullName, V1.PeriodClosed.Descriptor.FullName];

    /// <summary>Computes it.</summary>
    /// <param name="day">The day of the instant.</param>
    /// <exception cref="DomainException">NotFound: there was no plan yet; IN_FUTURE.</exception>
    public async Task<V1.Overview> ReadAsync(DateTime asOf, UnitFilter filter, bool withUnits, YearDay day, CancellationToken cancellationToken)
    {
        var (year, name) = (day.Year, $"overviews/{day.Year}");
        await journal.SettleAsync(asOf, cancellationToken);
        var plan = await db.PlanRevisions.AsNoTracking().Where(revision => revision.Year == year && revision.FromTime <= asOf).OrderByDescending(revision => revision.Revision)
            .FirstOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound(name);
        var accepted = await AcceptedAsync(year, asOf, cancellationToken);
        var standings = upkeep.Derive([.. plan.Entries.Where(entry => filter.Units is not { } shown || shown.Contains(entry.Unit, StringComparer.Ordinal))], OverviewUpkeep.LastOf(year, accepted.SelectMany(InvestmentsOf)));
        var units = standings.GroupBy(standing => standing.Unit, StringComparer.Ordinal).Select(unit => (Unit: unit.Key, Figures: PlanFigures.Of([.. unit]))).ToList();
        var figures = PlanFigures.Of(standings);
        var periods = (await journal.AllAsOfAsync<V1.Period>(rows => rows.Where(row => PeriodEvents.Contains(row.EventType) && row.Resource.StartsWith($"periods/{year}Q")), asOf, cancellationToken))
            .OrderBy(period => period.Name, StringComparer.Ordinal).ToList();
        var overview = new V1.Overview
        {
            Name = name,
            PlanRevision = plan.Revision,
            DocumentNumber = plan.DocumentNumber,
            Plan = OverviewMapping.ToProto(figures, day),
            Periods = { await PeriodsAsync(periods, year, filter, asOf, cancellationToken) },
            Problems = await ProblemsAsync(filter, asOf, day.Today, cancellationToken),
        };
        if (filter.Everything && periods.Count > 0 && await TargetAsync(plan, asOf, cancellationToken) is { } target)
        {
            overview.Growth = await GrowthAsync(target, periods[^1], accepted, cancellationToken);
            overview.Growth.PlanProjectsYearToDateYuan = figures.YearToDateYuan;
            overview.GrowthPeriod = periods[^1].Name;
        }

        if (withUnits)
            overview.Units.Add(await reader.UnitsAsync(units, day, cancellationToken));
        return overview;
    }

    private static IEnumerable<Investment> InvestmentsOf(V1.Return filed) => filed.Lines.Select(line => new Investment
    {
        Project = line.Project,
        Period = PeriodOf(filed.Period),
        QuarterYuan = line.QuarterYuan,
        YearToDateYuan = line.YearToDateYuan,
        CumulativeYuan = line.CumulativeYuan,
        StartDate = CalendarText.TryDay(line.ActualStartDate),
        CompletionDate = CalendarText.TryDay(line.ActualCompletionDate),
        ExpectedCompletionDate = CalendarText.TryDay(line.ExpectedCompletionDate),
        ProductionDate = CalendarText.TryDay(line.ActualProductionDate),
        AtCapacity = line.AtCapacity,
    });

    private static string PeriodOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    // The revisions that count: the last accepted one of every return of the year and the one before.
    private Task<List<V1.Return>> AcceptedAsync(int year, DateTime asOf, CancellationToken cancellationToken)
    {
        var (before, now) = ($"periods/{year - 1}Q", $"periods/{year}Q");
        return journal.AllAsOfAsync<V1.Return>(rows => rows.Where(row => row.EventType == Accepted && (row.Resource.StartsWith(before) || row.Resource.StartsWith(now))), asOf, cancellationToken);
    }

    private async Task<IEnumerable<V1.PeriodFigures>> PeriodsAsync(List<V1.Period> periods, int year, UnitFilter filter, DateTime asOf, CancellationToken cancellationToken)
    {
        var prefix = $"periods/{year}Q";
        var returns = (await journal.AllAsOfAsync<V1.Return>(rows => rows.Where(row => row.Resource.StartsWith(prefix) && row.Resource.Contains("/returns/") && row.Kind != Return.LineUpdated), asOf, cancellationToken))
            .Where(filed => filter.Units is not { } shown || shown.Contains(filed.Unit, StringComparer.Ordinal)).ToLookup(filed => filed.Period, StringComparer.Ordinal);
        return periods.Select(period => OverviewReader.PeriodOf(
            period.Name, period.State, period.DueDate, [.. returns[period.Name].Select(filed => ((ReturnState)filed.State, filed.OnTime, 1))]));
    }

    private async Task<V1.ProblemFigures> ProblemsAsync(UnitFilter filter, DateTime asOf, DateOnly today, CancellationToken cancellationToken)
    {
        var problems = await journal.AllAsOfAsync<V1.Problem>(rows => rows.Where(row => row.Resource.StartsWith("problems/")), asOf, cancellationToken);
        return OverviewReader.ProblemsOf(
        [
            .. problems.Where(problem => filter.Units is not { } shown || shown.Contains(problem.Unit, StringComparer.Ordinal) || shown.Contains(problem.Owner, StringComparer.Ordinal))
                .Select(problem => ((ProblemState)problem.State, (ProblemLevel)problem.Level, 1, CalendarText.TryDay(problem.DueDate) < today ? 1 : 0)),
        ]);
    }

    private async Task<Target?> TargetAsync(PlanRevisionCopy plan, DateTime asOf, CancellationToken cancellationToken)
    {
        if (await journal.AsOfAsync<V1.Target>(Target.NameOf(plan.Year), asOf, cancellationToken) is not { } set)
            return plan.GrowthTargetBp == 0 ? null : Target.Of(plan.Year, plan.GrowthTargetBp);
        var target = Target.Of(plan.Year, set.TargetBp);
        target.Set(set.TargetBp, [.. set.Units.Select(TargetMapping.ToUnit)]);
        return target;
    }

    private async Task<V1.GrowthRow> GrowthAsync(Target target, V1.Period period, List<V1.Return> accepted, CancellationToken cancellationToken)
    {
        var closed = period.State == V1.Period.Types.State.Closed;
        var figures = FiguresOf(accepted, period.Name);
        if (closed)
        {
            var closing = await journal.SequenceOfAsync(period.Name, [V1.PeriodClosed.Descriptor], 1, cancellationToken);
            var prefix = $"{period.Name}/returns/";
            foreach (var frozen in await journal.AllUpToAsync<V1.Return>(rows => rows.Where(row => row.EventType == Accepted && row.Resource.StartsWith(prefix)), closing, cancellationToken))
            {
                if (figures.GetValueOrDefault(frozen.Unit) is { } figure)
                    (figure.Frozen, figure.FrozenYearToDateYuan, figure.FrozenLastYearYuan) = (true, YearToDateOf(frozen), LastYearOf(frozen));
            }
        }

        var lastYear = FiguresOf(accepted, $"periods/{target.Year - 1}Q4").ToDictionary(figure => figure.Key, figure => figure.Value.YearToDateYuan, StringComparer.Ordinal);
        return await evaluation.CityAsync(target, Quarter.Parse(PeriodOf(period.Name))!.Value, closed, figures, lastYear, cancellationToken);
    }

    private static Dictionary<string, UnitFigure> FiguresOf(List<V1.Return> accepted, string period) => accepted.Where(filed => filed.Period == period).ToDictionary(
        filed => filed.Unit,
        filed => new UnitFigure { Period = PeriodOf(period), Unit = filed.Unit, YearToDateYuan = YearToDateOf(filed), LastYearYuan = LastYearOf(filed) },
        StringComparer.Ordinal);

    private static long? YearToDateOf(V1.Return filed) => filed.HasUnitInvestmentYtdYuan ? filed.UnitInvestmentYtdYuan : null;

    private static long? LastYearOf(V1.Return filed) => filed.HasUnitInvestmentLastYearYuan ? filed.UnitInvestmentLastYearYuan : null;
}

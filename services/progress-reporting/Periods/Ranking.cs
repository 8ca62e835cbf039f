using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Time;
using Outcome = Renovation.Protos.Progress.V1.RankUnitsResponse.Types.Outcome;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Ranks units by how punctually they filed in a year.</summary>
internal sealed class Ranking(ProgressDbContext db, BusinessClock clock)
{
    /// <summary>Ranks all units, and gives the rows of <paramref name="units"/> only unless null.</summary>
    public async Task<V1.RankUnitsResponse> RunAsync(int year, IReadOnlyList<string>? units, CancellationToken cancellationToken)
    {
        var cells = await db.Returns.AsNoTracking().Join(db.Periods.Where(period => period.Year == year), filed => filed.Period, period => period.Id, (filed, period) => new { filed, period })
            .OrderBy(pair => pair.period.Id)
            .Select(pair => new Filing(pair.filed.Unit, pair.period.Id, pair.filed.FirstSubmitTime, pair.filed.OnTime, pair.filed.Extension == null ? pair.period.LateFrom : pair.filed.Extension.LateFrom))
            .ToListAsync(cancellationToken);
        var titles = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        var rows = cells.GroupBy(cell => cell.Unit, StringComparer.Ordinal).Select(group => Row(group.Key, titles.GetValueOrDefault(group.Key, group.Key), [.. group])).ToList();
        Rank(rows);
        return new V1.RankUnitsResponse
        {
            Rows = { rows.Where(row => units is null || units.Contains(row.Unit, StringComparer.Ordinal)).OrderBy(row => row.Rank).ThenBy(row => row.Unit, StringComparer.Ordinal) },
        };
    }

    private V1.RankUnitsResponse.Types.Row Row(string unit, string title, List<Filing> filings)
    {
        var row = new V1.RankUnitsResponse.Types.Row { Unit = unit, UnitTitle = title, Cells = { filings.Select(Cell) } };
        row.OnTimeCount = row.Cells.Count(cell => cell.Outcome == Outcome.OnTime);
        row.LateCount = row.Cells.Count(cell => cell.Outcome == Outcome.Late);
        row.MissingCount = row.Cells.Count(cell => cell.Outcome == Outcome.Missing);
        row.OnTimeBp = (int)Ratio.BasisPoints(row.OnTimeCount, row.OnTimeCount + row.LateCount + row.MissingCount);
        return row;
    }

    private V1.RankUnitsResponse.Types.Cell Cell(Filing filing)
    {
        var cell = new V1.RankUnitsResponse.Types.Cell { Period = $"periods/{filing.Period}" };
        cell.Outcome = filing switch
        {
            { SubmitTime: null } => clock.Now < filing.LateFrom ? Outcome.Pending : Outcome.Missing,
            { OnTime: true } => Outcome.OnTime,
            _ => Outcome.Late,
        };
        if (cell.Outcome == Outcome.Late)
            cell.DaysLate = (int)Math.Floor((filing.SubmitTime!.Value - filing.LateFrom).TotalDays) + 1;
        return cell;
    }

    private static void Rank(List<V1.RankUnitsResponse.Types.Row> rows)
    {
        var rank = 0;
        foreach (var equal in rows.GroupBy(Merit).OrderByDescending(group => group.Key))
        {
            foreach (var row in equal)
                row.Rank = rank + 1;
            rank += equal.Count();
        }
    }

    private static (int OnTime, int Missing, int Late) Merit(V1.RankUnitsResponse.Types.Row row) => (row.OnTimeBp, -row.MissingCount, -row.Cells.Sum(cell => cell.DaysLate));

    private sealed record Filing(string Unit, string Period, DateTime? SubmitTime, bool OnTime, DateTime LateFrom);
}

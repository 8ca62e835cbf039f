using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Says who has filed.</summary>
internal static class Completenesses
{
    /// <summary>Reads the completeness of a period; of <paramref name="units"/> only, unless null.</summary>
    public static async Task<V1.Completeness> ReadAsync(ProgressDbContext db, string period, IReadOnlyList<string>? units, CancellationToken cancellationToken)
    {
        var returns = db.Returns.AsNoTracking().Where(filed => filed.Period == period);
        if (units is not null)
            returns = returns.Where(filed => units.Contains(filed.Unit));
        var rows = await returns.OrderBy(filed => filed.Unit)
            .Select(filed => new { filed.Unit, filed.State, filed.OnTime, filed.FirstSubmitTime, filed.Nil }).ToListAsync(cancellationToken);
        var filed = rows.Where(row => row.State is ReturnState.Submitted or ReturnState.Accepted).ToList();
        return new V1.Completeness
        {
            Period = $"periods/{period}",
            Units = rows.Count,
            OnTime = filed.Count(row => row.OnTime),
            Late = filed.Count(row => !row.OnTime),
            Missing = rows.Count - filed.Count,
            Accepted = filed.Count(row => row.State == ReturnState.Accepted),
            ByUnit =
            {
                rows.Select(row => new V1.Completeness.Types.UnitState
                {
                    Unit = row.Unit,
                    State = ReturnMapping.NameOf(row.State),
                    OnTime = row.OnTime,
                    SubmitTime = CalendarText.Instant(row.FirstSubmitTime),
                    Nil = row.Nil,
                }),
            },
        };
    }
}

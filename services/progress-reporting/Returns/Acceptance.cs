using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Overviews;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Storage;
using Renovation.ProgressReporting.Targets;
using Renovation.Shared.Journal;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Accepts returns: their figures become the ones that later periods begin with.</summary>
internal sealed class Acceptance(ProgressDbContext db, ReturnStore store, ProblemDesk problems, OverviewUpkeep overviews, BusinessClock clock, TimeProvider time)
{
    /// <summary>Accepts a return.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">NotFound, StaleEtag, NOT_SUBMITTED.</exception>
    public Task<Return> AcceptAsync(ReturnKey key, string etag, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            await LockPlansAsync(key.Period, cancellationToken);

            // What is accepted while the period closes is frozen with it, or comes after it.
            await db.LockRowAsync<Period>(key.Period, cancellationToken);
            return await store.ChangeAsync(key, etag, filed => AcceptAsync(filed, cancellationToken), cancellationToken);
        },
        cancellationToken);

    /// <summary>Brings a return that goes back to its unit up to what was accepted since it was submitted.</summary>
    public async Task RebaseAsync(Return filed, CancellationToken cancellationToken)
    {
        var history = new AcceptedHistory(await AcceptedHistory.ReadAsync(db, ProjectsOf([filed]), filed.Quarter.Year, cancellationToken));
        filed.Rebase(project => history.Before(project, filed.Quarter), Instants.Now(time));
    }

    /// <summary>Gives the revisions of returns that count as accepted: the returns themselves, or what was accepted of them before they were opened again; those never accepted are left out.</summary>
    public async Task<IEnumerable<V1.Return>> LastAsync(IReadOnlyCollection<(Return Filed, V1.Return Shown)> returns, CancellationToken cancellationToken)
    {
        var reopened = returns.Where(one => one.Filed.State != ReturnState.Accepted && one.Filed.AcceptTime is not null).Select(one => one.Filed.ResourceName).ToArray();
        var accepted = V1.ReturnAccepted.Descriptor.FullName;
        var rows = reopened.Length == 0
            ? []
            : await db.Journal.AsNoTracking().Where(row => reopened.Contains(row.Resource) && row.EventType == accepted).Select(row => new { row.Resource, row.Version, row.Body }).ToListAsync(cancellationToken);
        var last = rows.GroupBy(row => row.Resource, StringComparer.Ordinal).ToDictionary(group => group.Key, group => JournalBody.Read<V1.Return>(group.MaxBy(row => row.Version)!.Body), StringComparer.Ordinal);
        return returns.Select(one => one.Filed.State == ReturnState.Accepted ? one.Shown : last.GetValueOrDefault(one.Filed.ResourceName)).OfType<V1.Return>();
    }

    private async Task AcceptAsync(Return filed, CancellationToken cancellationToken)
    {
        filed.Accept(clock.Now);
        var later = await LaterAsync(filed, cancellationToken);
        var known = await AcceptedHistory.ReadAsync(db, ProjectsOf([filed, .. later]), filed.Quarter.Year, cancellationToken);
        foreach (var line in filed.Lines)
            Keep(filed, line, known);
        await KeepAsync(filed, cancellationToken);
        await problems.TakeAsync(filed, cancellationToken);
        await overviews.NoteAsync(filed, known, cancellationToken);
        var history = new AcceptedHistory(known);
        foreach (var next in later)
            next.Rebase(project => history.Before(project, next.Quarter), Instants.Now(time));
    }

    // A period that opens now begins with these figures or waits, and so does a plan; the year after begins where this one ends.
    private async Task LockPlansAsync(string period, CancellationToken cancellationToken)
    {
        if (Quarter.Parse(period) is not { } quarter)
            return;
        await db.LockRowAsync<PlanCopy>(quarter.Year, cancellationToken);
        await db.LockRowAsync<PlanCopy>(quarter.Year + 1, cancellationToken);
    }

    private Task<List<Return>> LaterAsync(Return filed, CancellationToken cancellationToken)
    {
        var until = new Quarter(filed.Quarter.Year + 1, 1).ToString();
        return db.Returns.Include(later => later.Lines)
            .Where(later => later.Unit == filed.Unit && string.Compare(later.Period, filed.Period) > 0 && string.Compare(later.Period, until) <= 0)
            .Where(later => later.State == ReturnState.NotStarted || later.State == ReturnState.Draft || later.State == ReturnState.Ready || later.State == ReturnState.Returned)
            .ToListAsync(cancellationToken);
    }

    private void Keep(Return filed, ReturnLine line, List<Investment> known)
    {
        var kept = known.Find(one => one.Project == line.Project && one.Period == filed.Period);
        if (kept is null)
        {
            kept = new Investment { Project = line.Project, Period = filed.Period };
            db.Investments.Add(kept);
            known.Add(kept);
        }

        var entry = line.Entry;
        (kept.QuarterYuan, kept.YearToDateYuan, kept.CumulativeYuan) = (entry.Quarter ?? 0, entry.YearToDate ?? 0, entry.Cumulative ?? 0);
        (kept.StartDate, kept.CompletionDate, kept.ExpectedCompletionDate, kept.ProductionDate) = (entry.Start, entry.Completion, entry.ExpectedCompletion, entry.Production);
        (kept.AtCapacity, kept.AcceptTime) = (entry.AtCapacity, filed.AcceptTime!.Value);
        (kept.PhysicalProgress, kept.PhysicalProgressBp) = (entry.PhysicalProgress, entry.PhysicalProgressBp);
    }

    private async Task KeepAsync(Return filed, CancellationToken cancellationToken)
    {
        var kept = await db.UnitFigures.SingleOrDefaultAsync(figure => figure.Period == filed.Period && figure.Unit == filed.Unit, cancellationToken);
        if (kept is null)
        {
            kept = new UnitFigure { Period = filed.Period, Unit = filed.Unit };
            db.UnitFigures.Add(kept);
        }

        (kept.YearToDateYuan, kept.LastYearYuan, kept.AcceptTime) = (filed.Head.InvestmentYtdYuan, filed.Head.InvestmentLastYearYuan, filed.AcceptTime!.Value);
    }

    private static HashSet<string> ProjectsOf(IEnumerable<Return> returns) => returns.SelectMany(filed => filed.Lines).Select(line => line.Project).ToHashSet(StringComparer.Ordinal);
}

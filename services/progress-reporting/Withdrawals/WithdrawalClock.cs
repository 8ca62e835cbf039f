using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Withdrawals;

/// <summary>Proposes to withdraw projects that are missing in the last periods whose due time is over, and takes the proposal back once their unit has filed.</summary>
internal sealed class WithdrawalClock(IServiceScopeFactory scopes, BusinessClock clock, TimeProvider time, ReportingRules rules, ILogger<WithdrawalClock> logger)
    : CalendarLooks(rules.MissingPeriods > 0, TimeSpan.FromSeconds(10), scopes, time, logger)
{
    protected override Task LookAsync(CancellationToken cancellationToken) => ProposeAsync(rules.MissingPeriods, cancellationToken);

    /// <summary>Brings the proposals in step with what is missing.</summary>
    /// <param name="count">In how many consecutive periods a project is missing.</param>
    internal async Task ProposeAsync(int count, CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        var missing = await MissingAsync(db, count, cancellationToken);
        var open = await db.WithdrawalProposals.AsNoTracking().Where(proposal => proposal.State == ProposalState.Open).Select(proposal => proposal.Project).ToListAsync(cancellationToken);
        foreach (var project in missing.Values.Where(project => !open.Contains(project.Project, StringComparer.Ordinal)))
            await ChangeAsync(project.Project, project, cancellationToken);
        foreach (var project in open.Where(project => !missing.ContainsKey(project)))
            await ChangeAsync(project, null, cancellationToken);
    }

    // Whoever is first does it; of two that make the first proposal of a project one fails, and finds it made at its next look.
    private async Task ChangeAsync(string project, MissingProject? missing, CancellationToken cancellationToken)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        await db.InTransactionAsync(
            async () =>
            {
                var proposal = await db.WithdrawalProposals.Where(proposal => proposal.Project == project).Locked(db).SingleOrDefaultAsync(cancellationToken);
                if (proposal is null && missing is not null)
                    db.WithdrawalProposals.Add(WithdrawalProposal.Of(missing, clock.Today()));
                else if (proposal?.State == ProposalState.Revoked && missing is not null)
                    proposal.Propose(missing, clock.Today());
                else if (proposal?.State == ProposalState.Open && missing is null)
                    proposal.Revoke();
                return await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private async Task<Dictionary<string, MissingProject>> MissingAsync(ProgressDbContext db, int count, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var periods = (await db.Periods.AsNoTracking().Where(period => period.LateFrom <= now).OrderByDescending(period => period.Id).Take(count).Select(period => period.Id).ToListAsync(cancellationToken))
            .ConvertAll(id => Quarter.Parse(id)!.Value);
        if (periods.Count < count || periods.Zip(periods.Skip(1)).Any(pair => pair.First.Previous != pair.Second))
            return [];
        Dictionary<string, MissingProject>? missing = null;
        foreach (var quarter in periods.AsEnumerable().Reverse())
        {
            var found = await MissingInAsync(db, quarter.ToString(), now, cancellationToken);
            var before = missing;
            missing = found.Where(project => before is null || before.ContainsKey(project.Project)).ToDictionary(
                project => project.Project, project => before is null ? project : project with { Periods = [.. before[project.Project].Periods, .. project.Periods] }, StringComparer.Ordinal);
        }

        return missing!;
    }

    // What is with the city is reported; who was given more time is not missing yet.
    private static async Task<List<MissingProject>> MissingInAsync(ProgressDbContext db, string period, DateTime now, CancellationToken cancellationToken)
    {
        var owed = await db.Returns.AsNoTracking().Where(filed => filed.Period == period && filed.State != ReturnState.Submitted && filed.State != ReturnState.Accepted).ToListAsync(cancellationToken);
        var units = owed.Where(filed => filed.FirstSubmitTime is null && !(filed.Extension?.LateFrom > now)).ToDictionary(filed => filed.Id, filed => filed.Unit, StringComparer.Ordinal);
        var lines = await ReturnQueries.LinesOf(db, [.. units.Keys]).Select(line => new { line.Return, line.Project, line.Facts.ProjectTitle }).ToListAsync(cancellationToken);
        return lines.ConvertAll(line => new MissingProject(line.Project, line.ProjectTitle, units[line.Return], [period]));
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Identity;

namespace Renovation.FundingSupport.Recommendations;

/// <summary>Ranks the projects that a program may be recommended.</summary>
internal sealed class RecommendationRanking(FundingDbContext db)
{
    /// <summary>Gives the eligible projects in the plan of the year, in order: preferred first, then by score, then by base, then by id.</summary>
    /// <param name="excluded">Ids of projects to leave out.</param>
    /// <param name="limit">At most so many, 0 for all.</param>
    public async Task<IReadOnlyList<RecommendedProject>> RankAsync(FundingProgram program, IReadOnlySet<string> excluded, int limit, CancellationToken cancellationToken)
    {
        var sent = await SentAsync(program.Id, cancellationToken);
        var eligible = new List<(KnownProject Known, Assessment Assessment)>();
        await foreach (var known in KnownProjects.InPlan(db, program.Year, new UnitFilter(null, null), after: null).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var assessment = EligibilityAssessment.Assess(program.Rules, known.Standing);
            if (assessment.Result == EligibilityResult.Passed && !excluded.Contains(known.Id) && !sent.Contains(known.Id))
                eligible.Add((known, assessment));
        }

        var scores = await ScoresAsync([.. eligible.Select(one => one.Known.Id)], cancellationToken);
        var owners = eligible.Select(one => one.Known.Enterprise).Distinct(StringComparer.Ordinal).ToArray();
        var (enterprises, units) = (
            await db.Enterprises.AsNoTracking().Where(enterprise => EF.Parameter(owners).Contains(enterprise.Uscc)).ToDictionaryAsync(enterprise => enterprise.Uscc, enterprise => enterprise.Title, StringComparer.Ordinal, cancellationToken),
            await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken));
        var ranked = eligible
            .OrderByDescending(one => one.Assessment.Preferred)
            .ThenByDescending(one => scores.GetValueOrDefault(one.Known.Id))
            .ThenByDescending(one => one.Assessment.BaseYuan)
            .ThenBy(one => one.Known.Id, StringComparer.Ordinal);
        return
        [
            .. (limit == 0 ? ranked : ranked.Take(limit)).Select((one, index) => new RecommendedProject
            {
                Rank = index + 1,
                Project = one.Known.Id,
                ProjectTitle = one.Known.Title,
                Enterprise = one.Known.Enterprise,
                EnterpriseTitle = enterprises.GetValueOrDefault(one.Known.Enterprise, one.Known.Enterprise),
                Unit = one.Known.Unit,
                UnitTitle = units.GetValueOrDefault(one.Known.Unit, one.Known.Unit),
                Preferred = one.Assessment.Preferred,
                Score = scores.GetValueOrDefault(one.Known.Id),
                BaseYuan = one.Assessment.BaseYuan,
                ProposedYuan = one.Assessment.ProposedYuan,
            }),
        ];
    }

    /// <summary>Gives the projects that a batch sent to a program and that were not turned down.</summary>
    public async Task<HashSet<string>> SentAsync(string program, CancellationToken cancellationToken)
    {
        var batches = await db.Recommendations.AsNoTracking().Where(other => other.Program == program && other.State == RecommendationState.Sent).Select(other => other.Entries).ToListAsync(cancellationToken);
        return batches.SelectMany(entries => entries).Where(entry => entry.Outcome != RecommendationOutcome.Rejected).Select(entry => entry.Project).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, int>> ScoresAsync(string[] projects, CancellationToken cancellationToken)
    {
        var scored = await db.Applications.AsNoTracking()
            .Where(application => EF.Parameter(projects).Contains(application.Project) && application.Reviews.Any(review => review.Score != null)).ToListAsync(cancellationToken);
        return scored.GroupBy(application => application.Project, StringComparer.Ordinal)
            .ToDictionary(project => project.Key, project => project.MaxBy(application => application.Id, StringComparer.Ordinal)!.Score, StringComparer.Ordinal);
    }
}

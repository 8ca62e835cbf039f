using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Programs;

/// <summary>Shows what other rules would change, before they are put in force.</summary>
internal sealed class RulesPreview(FundingDbContext db)
{
    private const string Field = "rules";

    /// <summary>Compares the rules in force with others, for every project in the plan of the year; in one statement.</summary>
    /// <exception cref="DomainException">Invalid, listing what is wrong with the rules.</exception>
    public async Task<V1.PreviewRulesResponse> CompareAsync(FundingProgram program, V1.PreviewRulesRequest request, CancellationToken cancellationToken)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var rules = ProgramMapping.ToRules(request.Rules, Field);
        var validation = new Validation();
        rules.Validate(validation, Field);
        validation.ThrowIfAny();
        var answer = new V1.PreviewRulesResponse();
        await foreach (var known in KnownProjects.InPlan(db, program.Year, new UnitFilter(null, null), after: null).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var (before, after) = (EligibilityAssessment.Assess(program.Rules, known.Standing), EligibilityAssessment.Assess(rules, known.Standing));
            answer.ProjectCount++;
            answer.PassedBeforeCount += before.Result == EligibilityResult.Passed ? 1 : 0;
            answer.PassedAfterCount += after.Result == EligibilityResult.Passed ? 1 : 0;
            answer.ProposedBeforeYuan += before.ProposedYuan;
            answer.ProposedAfterYuan += after.ProposedYuan;
            var criteria = Differing(before, after);
            if (before.Result == after.Result && before.ProposedYuan == after.ProposedYuan && criteria.Count == 0)
                continue;
            answer.ChangedCount++;
            if (page.HasAfter && string.CompareOrdinal(known.Id, page.After) <= 0)
                continue;
            if (answer.Changes.Count < page.Size)
                answer.Changes.Add(Show(known, before, after, criteria));
            else if (answer.NextPageToken.Length == 0)
                answer.NextPageToken = page.NextToken(answer.Changes[^1].Project);
        }

        return answer;
    }

    // A criterion that one of them does not have differs when it is not met.
    private static List<string> Differing(Assessment before, Assessment after)
    {
        var (one, other) = (ResultsOf(before), ResultsOf(after));
        return [.. one.Keys.Union(other.Keys, StringComparer.Ordinal).Where(code => one.GetValueOrDefault(code, EligibilityResult.Passed) != other.GetValueOrDefault(code, EligibilityResult.Passed)).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, EligibilityResult> ResultsOf(Assessment assessment) => assessment.Criteria.ToDictionary(
        criterion => criterion.Code == EligibilityAssessment.RequiredProcedure ? $"{criterion.Code}:{criterion.Required}" : criterion.Code, criterion => criterion.Result, StringComparer.Ordinal);

    private static V1.PreviewRulesResponse.Types.Change Show(KnownProject known, Assessment before, Assessment after, IEnumerable<string> criteria) => new()
    {
        Project = known.Id,
        ProjectTitle = known.Title,
        Unit = known.Unit,
        ResultBefore = (V1.Eligibility.Types.Result)before.Result,
        ResultAfter = (V1.Eligibility.Types.Result)after.Result,
        ProposedBeforeYuan = before.ProposedYuan,
        ProposedAfterYuan = after.ProposedYuan,
        Criteria = { criteria },
    };
}

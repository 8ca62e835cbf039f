using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Eligibility;

/// <summary>Computes eligibility when it is asked for, from the copies that events keep current: there is nothing that could be stale besides them.</summary>
internal sealed class EligibilityReader(FundingDbContext db, CallContext call, CallerScope scope, TimeProvider time)
{
    /// <summary>Gives how one project stands to a program.</summary>
    /// <exception cref="DomainException">NOT_FOUND: nothing was heard of the project.</exception>
    public async Task<V1.Eligibility> GetAsync(FundingProgram program, string project, CancellationToken cancellationToken) =>
        await KnownProjects.FindAsync(db, program.Year, project, cancellationToken) is { } known
            ? Explain(program, known, EligibilityAssessment.Assess(program.Rules, known.Standing))
            : throw DomainException.NotFound($"programs/{program.Id}/eligibilities/{project}");

    /// <summary>Lists how the projects of the plan of its year stand to a program, in one statement.</summary>
    /// <exception cref="DomainException">A wrong page, or a foreign unit.</exception>
    public async Task<V1.ListEligibilitiesResponse> ListAsync(FundingProgram program, V1.ListEligibilitiesRequest request, CancellationToken cancellationToken)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, cancellationToken);
        var projects = KnownProjects.InPlan(db, program.Year, filter, page.HasAfter ? page.After : null);

        if (request.NotApplied)
            projects = projects.Where(known => !ApplicationQueries.Standing(db).Any(application => application.Program == program.Id && application.Project == known.Id));
        if (request.MissingOnly.Length > 0)
            RequireCriterion(program.Rules, request.MissingOnly);

        // The database does not know the results: with one asked for, projects are read until the page is full.
        if (request is { Result: V1.Eligibility.Types.Result.Unspecified, MissingOnly: "" })
            projects = projects.Take(page.Size + 1);
        var answer = new V1.ListEligibilitiesResponse();
        await foreach (var known in projects.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var assessment = EligibilityAssessment.Assess(program.Rules, known.Standing);
            if (!IsAskedFor(assessment, request))
                continue;
            if (answer.Eligibilities.Count == page.Size)
            {
                answer.NextPageToken = page.NextToken(answer.Eligibilities[^1].Project);
                break;
            }

            answer.Eligibilities.Add(Explain(program, known, assessment));
        }

        return answer;
    }

    private static bool IsAskedFor(Assessment assessment, V1.ListEligibilitiesRequest request) =>
        (request.Result == V1.Eligibility.Types.Result.Unspecified || (int)assessment.Result == (int)request.Result)
        && (request.MissingOnly.Length == 0 || assessment.MissesOnly(request.MissingOnly));

    private static void RequireCriterion(ProgramRules rules, string wanted)
    {
        var known = EligibilityAssessment.Assess(rules, new ProjectStanding { InPlan = true }).Criteria;
        if (!known.Any(criterion => criterion.IsNamed(wanted)))
            throw DomainException.Invalid("missing_only", "UNKNOWN_CRITERION", new LocalText($"该专项没有条件 {wanted}。", $"The program has no criterion {wanted}."));
    }

    private V1.Eligibility Explain(FundingProgram program, KnownProject known, Assessment assessment) => new()
    {
        Name = $"programs/{program.Id}/eligibilities/{known.Id}",
        Project = known.Id,
        ProjectTitle = known.Title,
        Unit = known.Unit,
        Result = (V1.Eligibility.Types.Result)assessment.Result,
        Criteria =
        {
            assessment.Criteria.Select(criterion => new V1.Eligibility.Types.Criterion
            {
                Code = criterion.Code,
                Result = (V1.Eligibility.Types.Result)criterion.Result,
                Required = criterion.Required,
                Fact = criterion.Fact,
                Message = CriterionTexts.Of(criterion).In(call.Language),
                Source = criterion.Source.Resource,
                FactTime = CalendarText.Instant(criterion.Source.Time),
            }),
        },
        Preferred = assessment.Preferred,
        BaseYuan = assessment.BaseYuan,
        ProposedYuan = assessment.ProposedYuan,
        RulesVersion = program.RulesNumber,
        UpdateTime = CalendarText.Instant(time.GetUtcNow().UtcDateTime),
    };
}

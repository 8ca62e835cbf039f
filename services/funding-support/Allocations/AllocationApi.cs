using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Allocations;

/// <summary>Proposes how a budget is spread; a person decides.</summary>
internal sealed class AllocationApi(FundingDbContext db, CallContext call) : V1.AllocationService.AllocationServiceBase
{
    private const int Whole = 10_000;

    public override async Task<V1.PreviewAllocationResponse> PreviewAllocation(V1.PreviewAllocationRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Program, "programs", "program");
        Validate(request);
        var program = await db.ReadProgramAsync(id, context.CancellationToken);
        var budget = request.BudgetYuan > 0 ? request.BudgetYuan : program.AppropriatedYuan - program.CommittedYuan;
        var eligible = await EligibleAsync(program, request.LeastShareBp == 0 ? Whole : request.LeastShareBp, context.CancellationToken);
        var quotas = request.Quotas.OrderBy(quota => quota.Unit, StringComparer.Ordinal).Select(quota => new UnitQuota(quota.Unit, quota.HasMostYuan ? quota.MostYuan : null, quota.LeastCount)).ToList();
        var problem = new AllocationProblem((AllocationAim)request.Aim, budget, [.. eligible.Values.Select(one => one.Candidate)], quotas);
        return AllocationSolver.Solve(problem, context.CancellationToken) is { } proposal ? Show(proposal, budget, eligible) : throw Unsatisfiable(program, problem);
    }

    private static void Validate(V1.PreviewAllocationRequest request)
    {
        var validation = new Validation();
        validation.Check(Enum.IsDefined((AllocationAim)request.Aim), "aim", "REQUIRED", new LocalText("须填写目标。", "The aim is required."));
        validation.Check(request.BudgetYuan >= 0, "budget_yuan", "NEGATIVE_AMOUNT", new LocalText("预算不能为负。", "The budget is not negative."));
        validation.Check(request.LeastShareBp is >= 0 and <= Whole, "least_share_bp", "OUT_OF_RANGE", new LocalText($"最低比例须在 0–{Whole} 基点之间。", $"The least share is 0–{Whole} basis points."));
        foreach (var (quota, index) in request.Quotas.Select((quota, index) => (quota, index)))
        {
            validation.Check(quota.Unit.Length > 0, $"quotas[{index}].unit", "REQUIRED", new LocalText("须填写单位。", "The unit is required."));
            validation.Check(!quota.HasMostYuan || quota.MostYuan >= 0, $"quotas[{index}].most_yuan", "NEGATIVE_AMOUNT", new LocalText("限额不能为负。", "The limit is not negative."));
            validation.Check(quota.LeastCount >= 0, $"quotas[{index}].least_count", "NEGATIVE", new LocalText("数量不能为负。", "The number is not negative."));
        }

        validation.Check(
            request.Quotas.Select(quota => quota.Unit).Distinct(StringComparer.Ordinal).Count() == request.Quotas.Count, "quotas", "DUPLICATE", new LocalText("每个单位只能有一项限额。", "Each unit has one quota."));
        validation.ThrowIfAny();
    }

    // Those without an award of the program; at most what an undecided application requests.
    private async Task<SortedDictionary<string, (KnownProject Known, AllocationCandidate Candidate)>> EligibleAsync(FundingProgram program, int leastShareBp, CancellationToken cancellationToken)
    {
        var requested = await ApplicationQueries.Standing(db).AsNoTracking().Where(application => application.Program == program.Id)
            .Select(application => new { application.Project, application.RequestedYuan, application.State }).ToListAsync(cancellationToken);
        var awarded = requested.Where(application => application.State == ApplicationState.Approved).Select(application => application.Project).ToHashSet(StringComparer.Ordinal);
        var limits = requested.Where(application => application.State < ApplicationState.Approved).ToDictionary(application => application.Project, application => application.RequestedYuan, StringComparer.Ordinal);
        var eligible = new SortedDictionary<string, (KnownProject, AllocationCandidate)>(StringComparer.Ordinal);
        await foreach (var known in KnownProjects.InPlan(db, program.Year, new UnitFilter(null, null), after: null).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var assessment = EligibilityAssessment.Assess(program.Rules, known.Standing);
            var most = Math.Min(assessment.ProposedYuan, limits.GetValueOrDefault(known.Id, long.MaxValue));
            if (most <= 0 || awarded.Contains(known.Id))
                continue;
            var least = Math.Max(1, (long)Math.Ceiling((decimal)most * leastShareBp / Whole));
            var investment = known.Standing.TotalInvestmentYuan ?? assessment.BaseYuan;
            eligible[known.Id] = (known, new AllocationCandidate(known.Id, known.Unit, least, most, investment, known.Project is { IsCompleted: true }));
        }

        return eligible;
    }

    private static DomainException Unsatisfiable(FundingProgram program, AllocationProblem problem) => DomainException.WrongState(
        "ALLOCATION_UNSATISFIABLE",
        program.ResourceName,
        new LocalText("预算和限额之内无法满足各单位的最低项目数。", "Within budget and quotas the units cannot have as many projects as is asked for."),
        [.. problem.Quotas.Where(quota => quota.LeastCount > 0).Select(quota => new FieldError(
            quota.Unit,
            "LEAST_COUNT",
            new LocalText(
                $"须支持 {quota.LeastCount} 个，符合条件的有 {problem.Candidates.Count(candidate => candidate.Unit == quota.Unit)} 个。",
                $"{quota.LeastCount} are asked for, {problem.Candidates.Count(candidate => candidate.Unit == quota.Unit)} are eligible.")))]);

    private V1.PreviewAllocationResponse Show(AllocationProposal proposal, long budget, IReadOnlyDictionary<string, (KnownProject Known, AllocationCandidate Candidate)> eligible)
    {
        var supported = proposal.Projects.Where(one => one.ProposedYuan > 0).ToList();
        return new V1.PreviewAllocationResponse
        {
            Entries =
            {
                proposal.Projects.Select(one => new V1.PreviewAllocationResponse.Types.Entry
                {
                    Project = one.Candidate.Id,
                    ProjectTitle = eligible[one.Candidate.Id].Known.Title,
                    Unit = one.Candidate.Unit,
                    ProposedYuan = one.ProposedYuan,
                    LeastYuan = one.Candidate.LeastYuan,
                    MostYuan = one.Candidate.MostYuan,
                    InvestmentYuan = one.Candidate.InvestmentYuan,
                    Completed = one.Candidate.Completed,
                    Reason = (V1.PreviewAllocationResponse.Types.Entry.Types.Reason)one.Reason,
                    Message = TextOf(one.Reason).In(call.Language),
                }),
            },
            BudgetYuan = budget,
            ProposedYuan = supported.Sum(one => one.ProposedYuan),
            SupportedCount = supported.Count,
            CompletedCount = supported.Count(one => one.Candidate.Completed),
            InvestmentYuan = supported.Sum(one => one.Candidate.InvestmentYuan),
            Optimal = proposal.Optimal,
        };
    }

    private static LocalText TextOf(AllocationReason reason) => reason switch
    {
        AllocationReason.Full => new LocalText("按规则足额支持", "It gets all that it can get"),
        AllocationReason.Budget => new LocalText("预算已分配完毕", "The budget is spent"),
        AllocationReason.UnitQuota => new LocalText("所在单位限额已用完", "The quota of its unit is spent"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}

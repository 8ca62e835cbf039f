namespace Renovation.FundingSupport.Allocations;

/// <summary>What counts in an allocation.</summary>
internal enum AllocationAim
{
    LeveragedInvestment = 1,
    Completions = 2,
    ProjectCount = 3,
}

/// <summary>Why a project gets what it gets.</summary>
internal enum AllocationReason
{
    Full = 1,
    Budget = 2,
    UnitQuota = 3,
}

/// <summary>A project that may be supported.</summary>
/// <param name="LeastYuan">Least that it gets when it is supported, above 0.</param>
/// <param name="MostYuan">Most that it can get, not less.</param>
/// <param name="InvestmentYuan">Its total investment.</param>
internal sealed record AllocationCandidate(string Id, string Unit, long LeastYuan, long MostYuan, long InvestmentYuan, bool Completed);

/// <summary>What a unit may have.</summary>
/// <param name="MostYuan">Most that its projects get together, null for no limit.</param>
/// <param name="LeastCount">Least number of its projects that are supported.</param>
internal sealed record UnitQuota(string Unit, long? MostYuan, int LeastCount);

/// <summary>A budget to spread.</summary>
internal sealed record AllocationProblem(AllocationAim Aim, long BudgetYuan, IReadOnlyList<AllocationCandidate> Candidates, IReadOnlyList<UnitQuota> Quotas)
{
    private const long TenThousand = 10_000;

    /// <summary>Gives how much each candidate counts, the most important thing first: investment in whole 万元 and one more, so that each counts; before it the number that the aim is about.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Objectives()
    {
        long[] investment = [.. Candidates.Select(candidate => candidate.InvestmentYuan / TenThousand + 1)];
        return Aim switch
        {
            AllocationAim.LeveragedInvestment => [investment],
            AllocationAim.Completions => [[.. Candidates.Select(candidate => candidate.Completed ? 1L : 0L)], investment],
            AllocationAim.ProjectCount => [[.. Candidates.Select(_ => 1L)], investment],
            _ => throw new InvalidOperationException($"{Aim} is not an aim."),
        };
    }
}

/// <summary>What a project would get.</summary>
internal sealed record AllocatedProject(AllocationCandidate Candidate, long ProposedYuan, AllocationReason Reason);

/// <summary>An answer.</summary>
/// <param name="Projects">In the order of the candidates.</param>
/// <param name="Optimal">Whether no choice of projects counts more.</param>
internal sealed record AllocationProposal(IReadOnlyList<AllocatedProject> Projects, bool Optimal);

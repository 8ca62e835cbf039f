using Google.OrTools.Sat;

namespace Renovation.FundingSupport.Allocations;

/// <summary>
/// Spreads a budget: CP-SAT chooses the projects so that they count most when each gets its least amount, then the rest is spread over them. Deterministic: one worker, a fixed seed, and a
/// limit that counts work, not time.
/// </summary>
internal static class AllocationSolver
{
    private const string Parameters = "num_workers:1 random_seed:1 cp_model_presolve:true linearization_level:2 max_deterministic_time:6";

    /// <summary>Solves a problem; null when no choice meets the quotas.</summary>
    /// <param name="problem">Candidates by id.</param>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static AllocationProposal? Solve(AllocationProblem problem, CancellationToken cancellationToken)
    {
        var objectives = problem.Objectives();
        if (Choose(problem, objectives, cancellationToken) is not var (chosen, optimal))
            return null;
        return new AllocationProposal(Spread(problem, objectives[^1], chosen), optimal);
    }

    private static (bool[] Chosen, bool Optimal)? Choose(AllocationProblem problem, IReadOnlyList<IReadOnlyList<long>> objectives, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = new CpModel();
        var variables = problem.Candidates.Select(candidate => model.NewBoolVar(candidate.Id)).ToArray();
        model.Add(LinearExpr.WeightedSum(variables, problem.Candidates.Select(candidate => candidate.LeastYuan)) <= problem.BudgetYuan);
        foreach (var quota in problem.Quotas)
        {
            var own = variables.Zip(problem.Candidates).Where(pair => pair.Second.Unit == quota.Unit).ToArray();
            if (quota.MostYuan is { } most)
                model.Add(LinearExpr.WeightedSum(own.Select(pair => pair.First), own.Select(pair => pair.Second.LeastYuan)) <= most);
            if (quota.LeastCount > 0)
                model.Add(LinearExpr.Sum(own.Select(pair => pair.First)) >= quota.LeastCount);
        }

        // One after the other: what was reached for the first is kept for the next.
        var (chosen, optimal) = (Array.Empty<bool>(), true);
        foreach (var objective in objectives)
        {
            var counts = LinearExpr.WeightedSum(variables, objective);
            model.Maximize(counts);
            using var solver = new CpSolver { StringParameters = Parameters };
            using var registration = cancellationToken.Register(solver.StopSearch);
            var status = solver.Solve(model);
            cancellationToken.ThrowIfCancellationRequested();
            if (status == CpSolverStatus.Infeasible)
                return null;
            if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible))
                throw new InvalidOperationException($"The solver ended with {status}.");
            (chosen, optimal) = (Array.ConvertAll(variables, solver.BooleanValue), optimal && status == CpSolverStatus.Optimal);
            model.Add(counts >= objective.Where((_, index) => chosen[index]).Sum());
            model.ClearHints();
            foreach (var (variable, hint) in variables.Zip(chosen))
                model.AddHint(variable, hint);
        }

        return (chosen, optimal);
    }

    // What is left after the least amounts goes to those that count most for theirs. As units lie side by side under one budget, whatever the order it is all that can be given.
    private static AllocatedProject[] Spread(AllocationProblem problem, IReadOnlyList<long> values, bool[] chosen)
    {
        var candidates = problem.Candidates;
        var amounts = candidates.Select((candidate, index) => chosen[index] ? candidate.LeastYuan : 0).ToArray();
        var left = problem.BudgetYuan - amounts.Sum();
        var quotas = problem.Quotas.Where(quota => quota.MostYuan is not null).ToDictionary(
            quota => quota.Unit, quota => quota.MostYuan!.Value - candidates.Select((candidate, index) => candidate.Unit == quota.Unit ? amounts[index] : 0).Sum(), StringComparer.Ordinal);
        foreach (var index in Enumerable.Range(0, candidates.Count).Where(index => chosen[index]).OrderByDescending(index => (decimal)values[index] / candidates[index].LeastYuan).ThenBy(index => index))
        {
            var unit = candidates[index].Unit;
            var more = Math.Min(candidates[index].MostYuan - amounts[index], Math.Min(left, quotas.GetValueOrDefault(unit, long.MaxValue)));
            amounts[index] += more;
            left -= more;
            if (quotas.ContainsKey(unit))
                quotas[unit] -= more;
        }

        // It could have more, but for the quota of its unit, or else the budget: a project that is not supported would have taken its least amount.
        return
        [
            .. candidates.Select((candidate, index) => new AllocatedProject(
                candidate,
                amounts[index],
                amounts[index] == candidate.MostYuan ? AllocationReason.Full
                : quotas.GetValueOrDefault(candidate.Unit, long.MaxValue) < (chosen[index] ? 1 : candidate.LeastYuan) ? AllocationReason.UnitQuota
                : AllocationReason.Budget)),
        ];
    }
}

using Google.OrTools.Sat;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>
/// Chooses projects with CP-SAT so that the score is the highest possible under the quotas. Deterministic: candidates come by id, one worker, a fixed seed, no limit of time.
/// </summary>
internal static class ScreeningSolver
{
    private const string Parameters = "num_workers:1 random_seed:1 cp_model_presolve:true";

    /// <summary>Screens candidates.</summary>
    /// <param name="candidates">Projects of the library, in any order.</param>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static ScreeningOutcome Solve(IReadOnlyCollection<ScreeningCandidate> candidates, ScreeningRules rules, CancellationToken cancellationToken)
    {
        var ordered = candidates.OrderBy(candidate => candidate.Id, StringComparer.Ordinal).Select(candidate => new Entrant(candidate, rules)).ToList();
        var eligible = ordered.Where(entrant => entrant.Eligible).ToList();
        var constraints = Constraints(eligible, rules);
        var chosen = Choose(eligible, constraints, optimise: true, cancellationToken);
        return chosen is null
            ? new ScreeningOutcome([], Conflict(eligible, constraints, cancellationToken))
            : new ScreeningOutcome(ScreeningReasons.Explain(ordered, chosen, rules), []);
    }

    private static List<ScreeningConstraint> Constraints(List<Entrant> eligible, ScreeningRules rules)
    {
        var byUnit = eligible.ToLookup(entrant => entrant.Candidate.Unit, StringComparer.Ordinal);
        var pinned = eligible.Count(entrant => entrant.PinnedIn);
        List<ScreeningConstraint> constraints = [new(ConstraintKind.Count, "", rules.Count, eligible.Count)];
        if (pinned > 0)
            constraints.Add(new(ConstraintKind.PinnedIn, "", pinned, pinned));
        if (rules.MinCompletesBp > 0)
            constraints.Add(new(ConstraintKind.CompletesShare, "", Completing(rules), eligible.Count(entrant => entrant.Completes)));
        foreach (var quota in rules.Quotas.OrderBy(quota => quota.Unit, StringComparer.Ordinal))
        {
            var available = byUnit[quota.Unit].Count();
            if (quota.Least > 0)
                constraints.Add(new(ConstraintKind.UnitMinimum, quota.Unit, quota.Least, available));
            if (quota.Most is { } most)
                constraints.Add(new(ConstraintKind.UnitMaximum, quota.Unit, most, available));
        }

        return constraints;
    }

    // So many of the count complete at least: the share rounded up.
    private static int Completing(ScreeningRules rules) => (int)(((long)rules.MinCompletesBp * rules.Count + 9_999) / 10_000);

    // What is left when nothing can be left out any more is a minimal conflict.
    private static List<ScreeningConstraint> Conflict(List<Entrant> eligible, List<ScreeningConstraint> constraints, CancellationToken cancellationToken)
    {
        var needed = constraints.ToList();
        foreach (var constraint in constraints)
        {
            var others = needed.Where(other => other != constraint).ToList();
            if (Choose(eligible, others, optimise: false, cancellationToken) is null)
                needed = others;
        }

        return needed;
    }

    private static HashSet<string>? Choose(List<Entrant> eligible, IReadOnlyList<ScreeningConstraint> constraints, bool optimise, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = new CpModel();
        var variables = eligible.ConvertAll(entrant => (Entrant: entrant, Variable: model.NewBoolVar(entrant.Candidate.Id)));
        foreach (var constraint in constraints)
        {
            var about = variables.Where(pair => Concerns(constraint, pair.Entrant)).Select(pair => pair.Variable).ToArray();
            switch (constraint.Kind)
            {
                case ConstraintKind.Count:
                    model.Add(LinearExpr.Sum(about) == constraint.Bound);
                    break;
                case ConstraintKind.UnitMaximum:
                    model.Add(LinearExpr.Sum(about) <= constraint.Bound);
                    break;
                default:
                    model.Add(LinearExpr.Sum(about) >= constraint.Bound);
                    break;
            }
        }

        if (optimise)
            model.Maximize(LinearExpr.WeightedSum(variables.Select(pair => pair.Variable), variables.Select(pair => pair.Entrant.Score.Total)));
        using var registration = new Interruption(cancellationToken);
        var status = registration.Solver.Solve(model);
        cancellationToken.ThrowIfCancellationRequested();
        return status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
            ? variables.Where(pair => registration.Solver.BooleanValue(pair.Variable)).Select(pair => pair.Entrant.Candidate.Id).ToHashSet(StringComparer.Ordinal)
            : null;
    }

    private static bool Concerns(ScreeningConstraint constraint, Entrant entrant) => constraint.Kind switch
    {
        ConstraintKind.UnitMinimum or ConstraintKind.UnitMaximum => entrant.Candidate.Unit == constraint.Unit,
        ConstraintKind.CompletesShare => entrant.Completes,
        ConstraintKind.PinnedIn => entrant.PinnedIn,
        _ => true,
    };

    /// <summary>A solver that stops when its caller goes away.</summary>
    private sealed class Interruption : IDisposable
    {
        private readonly CancellationTokenRegistration _registration;

        public Interruption(CancellationToken cancellationToken)
        {
            Solver = new CpSolver { StringParameters = Parameters };
            _registration = cancellationToken.Register(Solver.StopSearch);
        }

        public CpSolver Solver { get; }

        public void Dispose()
        {
            _registration.Dispose();
            Solver.Dispose();
        }
    }
}

using System.Diagnostics;
using CsCheck;
using Renovation.FundingSupport.Allocations;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class AllocationTests
{
    private static readonly string[] Units = ["610102", "610103", "6101Z1"];

    private static readonly Gen<AllocationCandidate> Candidate = Gen.Select(
        Gen.Int[0, 2], Gen.Long[1, 40], Gen.Long[0, 30], Gen.Long[0, 500_000], Gen.Bool, (unit, least, more, investment, completed) => new AllocationCandidate("", Units[unit], least, least + more, investment, completed));

    private static readonly Gen<AllocationProblem> Problem =
        from aim in Gen.Int[1, 3]
        from budget in Gen.Long[0, 200]
        from candidates in Candidate.Array[0, 9]
        from quotas in Gen.Select(Gen.Long[0, 80].Nullable(), Gen.Int[0, 2]).Array[3]
        from limited in Gen.Bool.Array[3]
        select new AllocationProblem(
            (AllocationAim)aim,
            budget,
            [.. candidates.Select((candidate, index) => candidate with { Id = $"p{index}" })],
            [.. Units.Select((unit, index) => new UnitQuota(unit, quotas[index].Item1, quotas[index].Item2)).Where((_, index) => limited[index])]);

    [Fact]
    public void Solve_AnySmallProblem_EqualsBruteForce() => Problem.Sample(
        problem =>
        {
            var proposal = AllocationSolver.Solve(problem, TestContext.Current.CancellationToken);
            var best = BestByBruteForce(problem);
            (proposal is null).ShouldBe(best is null);
            if (proposal is null)
                return;
            var chosen = proposal.Projects.Select(project => project.ProposedYuan > 0).ToArray();
            proposal.Optimal.ShouldBeTrue();
            problem.Objectives().Select(objective => objective.Where((_, index) => chosen[index]).Sum()).ShouldBe(best!);
            Fits(problem, proposal.Projects.Select(project => project.ProposedYuan).ToArray()).ShouldBeTrue();
            proposal.Projects.ShouldAllBe(project => project.ProposedYuan == 0 || (project.ProposedYuan >= project.Candidate.LeastYuan && project.ProposedYuan <= project.Candidate.MostYuan));
            proposal.Projects.Sum(project => project.ProposedYuan).ShouldBe(MostThatCanBeGiven(problem, chosen));
            foreach (var project in proposal.Projects)
                (project.Reason == AllocationReason.Full).ShouldBe(project.ProposedYuan == project.Candidate.MostYuan);
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void Solve_TheSameTwice_AnswersTheSame() => Problem.Sample(
        problem =>
        {
            var (first, second) = (AllocationSolver.Solve(problem, TestContext.Current.CancellationToken), AllocationSolver.Solve(problem, TestContext.Current.CancellationToken));
            (second?.Projects ?? []).ShouldBe(first?.Projects ?? []);
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void Solve_AThousandProjects_SpreadsTheBudget()
    {
        var random = new Random(20170519);
        var candidates = Enumerable.Range(0, 1_000).Select(index =>
        {
            var investment = random.NextInt64(500, 50_000) * 10_000;
            var most = Math.Min(investment / 20, 10_000_000);
            return new AllocationCandidate($"p{index:0000}", Units[random.Next(3)], most / 2, most, investment, random.Next(3) == 0);
        }).ToList();
        foreach (var aim in Enum.GetValues<AllocationAim>())
        {
            var problem = new AllocationProblem(aim, 1_000_000_000, candidates, [new(Units[0], 250_000_000, 20), new(Units[1], 300_000_000, 0), new(Units[2], null, 50)]);
            var watch = Stopwatch.StartNew();
            var proposal = AllocationSolver.Solve(problem, TestContext.Current.CancellationToken)!;
            TestContext.Current.TestOutputHelper!.WriteLine($"{aim}: {watch.Elapsed.TotalSeconds:0.00} s, {proposal.Projects.Count(project => project.ProposedYuan > 0)} supported, optimal: {proposal.Optimal}");
            Fits(problem, [.. proposal.Projects.Select(project => project.ProposedYuan)]).ShouldBeTrue();
            proposal.Projects.Sum(project => project.ProposedYuan).ShouldBe(1_000_000_000);
        }
    }

    [Fact]
    public void Solve_SaysWhatStoodInTheWay()
    {
        AllocationCandidate[] candidates = [new("a", Units[0], 50, 60, 900_000, false), new("b", Units[0], 50, 60, 800_000, false), new("c", Units[1], 50, 60, 700_000, true), new("d", Units[1], 50, 60, 600_000, true)];

        AllocationSolver.Solve(new(AllocationAim.LeveragedInvestment, 130, candidates, [new(Units[0], 70, 0)]), TestContext.Current.CancellationToken)!.Projects.Select(project => (project.Candidate.Id, project.ProposedYuan, project.Reason))
            .ShouldBe([("a", 60, AllocationReason.Full), ("b", 0, AllocationReason.UnitQuota), ("c", 60, AllocationReason.Full), ("d", 0, AllocationReason.Budget)]);
        AllocationSolver.Solve(new(AllocationAim.Completions, 115, candidates, []), TestContext.Current.CancellationToken)!.Projects.Select(project => project.ProposedYuan).ShouldBe([0, 0, 60, 55]);
        AllocationSolver.Solve(new(AllocationAim.ProjectCount, 100, candidates, [new(Units[1], null, 2)]), TestContext.Current.CancellationToken)!.Projects.Select(project => project.ProposedYuan).ShouldBe([0, 0, 50, 50]);
        AllocationSolver.Solve(new(AllocationAim.ProjectCount, 100, candidates, [new(Units[1], 90, 2)]), TestContext.Current.CancellationToken).ShouldBeNull();
    }

    [Fact]
    public void Solve_CountsWhatTheAimSays()
    {
        AllocationCandidate[] candidates = [new("big", Units[0], 100, 100, 9_000_000, false), new("done", Units[0], 60, 60, 20_000, true), new("small", Units[0], 50, 50, 500_000, false), new("tiny", Units[0], 50, 50, 10_000, false)];
        string[] Supported(AllocationAim aim) =>
            [.. AllocationSolver.Solve(new(aim, 100, candidates, []), TestContext.Current.CancellationToken)!.Projects.Where(project => project.ProposedYuan > 0).Select(project => project.Candidate.Id)];

        Supported(AllocationAim.LeveragedInvestment).ShouldBe(["big"]);
        Supported(AllocationAim.Completions).ShouldBe(["done"]);
        Supported(AllocationAim.ProjectCount).ShouldBe(["small", "tiny"]);
    }

    // Among the choices that fit with the least amounts, the most that counts.
    private static long[]? BestByBruteForce(AllocationProblem problem)
    {
        long[]? best = null;
        for (var choice = 0; choice < 1 << problem.Candidates.Count; choice++)
        {
            var amounts = problem.Candidates.Select((candidate, index) => (choice >> index & 1) == 1 ? candidate.LeastYuan : 0).ToArray();
            if (!Fits(problem, amounts))
                continue;
            long[] counts = [.. problem.Objectives().Select(objective => objective.Where((_, index) => (choice >> index & 1) == 1).Sum())];
            if (best is null || counts.AsSpan().SequenceCompareTo(best) > 0)
                best = counts;
        }

        return best;
    }

    private static bool Fits(AllocationProblem problem, long[] amounts) =>
        amounts.Sum() <= problem.BudgetYuan
        && problem.Quotas.All(quota =>
        {
            var own = problem.Candidates.Select((candidate, index) => (candidate.Unit, Amount: amounts[index])).Where(one => one.Unit == quota.Unit).ToList();
            return own.Sum(one => one.Amount) <= (quota.MostYuan ?? long.MaxValue) && own.Count(one => one.Amount > 0) >= quota.LeastCount;
        });

    private static long MostThatCanBeGiven(AllocationProblem problem, bool[] chosen) => Math.Min(
        problem.BudgetYuan,
        problem.Candidates.Select((candidate, index) => (candidate.Unit, Amount: chosen[index] ? candidate.MostYuan : 0)).GroupBy(one => one.Unit, StringComparer.Ordinal)
            .Sum(unit => Math.Min(unit.Sum(one => one.Amount), problem.Quotas.FirstOrDefault(quota => quota.Unit == unit.Key)?.MostYuan ?? long.MaxValue)));
}

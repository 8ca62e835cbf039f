using System.Diagnostics;
using System.Numerics;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Screenings;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Catalog;

public sealed class ScreeningTests(ITestOutputHelper output)
{
    private static readonly ScreeningRules Rules = new(2017, 2, 0, [], 0, 0, [], [], ScreeningWeights.Default, [], []);

    [Fact]
    public void Solve_Quotas_ExplainWhoIsInAndWhoIsOut()
    {
        var candidates = new[]
        {
            Candidate("a1", "A", 900), Candidate("a2", "A", 800), Candidate("a3", "A", 700), Candidate("b1", "B", 500), Candidate("b2", "B", 100),
            Candidate("c1", "C", 600) with { Stage = Stage.Terminated }, Candidate("c2", "C", 20), Candidate("c3", "C", 650) with { MissingProcedures = ProcedureKinds.Bit(ProcedureKind.Eia) | ProcedureKinds.Bit(ProcedureKind.Land) },
            Candidate("d1", "D", 400), Candidate("d2", "D", 30),
        };
        var rules = Rules with
        {
            Count = 4,
            MinTotalInvestmentYuan = 25 * Million,
            RequiredProcedures = ProcedureKinds.Bit(ProcedureKind.Eia),
            Quotas = [new("A", 0, 2), new("B", 1, null)],
            PinnedIn = ["d2"],
            PinnedOut = ["d1"],
        };

        var outcome = ScreeningSolver.Solve(candidates, rules, TestContext.Current.CancellationToken);

        outcome.Conflict.ShouldBeEmpty();
        outcome.Decisions.Select(one => $"{one.Candidate.Id} {(one.Chosen ? "in" : "out")} {string.Join('+', one.Reasons.Select(reason => reason.Code))}").ShouldBe(
        [
            "a1 in HighScore", "a2 in HighScore", "a3 out UnitFull", "b1 in HighScore", "b2 out Outscored", "c1 out StageNotWanted", "c2 out BelowMinInvestment", "c3 out ProceduresMissing", "d1 out PinnedOut", "d2 in PinnedIn",
        ]);
        ScreeningReasons.Text(outcome.Decisions[7].Reasons[0]).Zh.ShouldBe("必备手续未办结：环评。");
        ScreeningReasons.Text(outcome.Decisions[2].Reasons[0]).Zh.ShouldBe("所在单位已达上限 2 个。");
    }

    [Fact]
    public void Solve_MinimumAndShare_ForceLowerScores()
    {
        var candidates = new[]
        {
            Candidate("a1", "A", 900), Candidate("a2", "A", 850), Candidate("a3", "A", 800), Candidate("b1", "B", 100), Candidate("c1", "C", 50) with { EndMonth = new(2017, 10, 1) },
        };
        var rules = Rules with { Count = 3, Quotas = [new("B", 1, null)], MinCompletesBp = 3_000, Weights = ScreeningWeights.Default with { Completes = 0 } };

        var outcome = ScreeningSolver.Solve(candidates, rules, TestContext.Current.CancellationToken);

        outcome.Decisions.Select(one => $"{one.Candidate.Id} {string.Join('+', one.Reasons.Select(reason => $"{reason.Code} {reason.Fact}"))}")
            .ShouldBe(["a1 HighScore 1", "a2 Outscored 470000", "a3 Outscored 470000", "b1 UnitMinimum 1", "c1 CompletesShare 1"]);
    }

    [Fact]
    public void Solve_Impossible_NamesAMinimalConflict()
    {
        ScreeningCandidate[] candidates = [Candidate("a1", "A", 900), Candidate("a2", "A", 800), Candidate("b1", "B", 700), Candidate("c1", "C", 600)];
        List<ScreeningConstraint> Conflict(ScreeningRules rules) => [.. ScreeningSolver.Solve(candidates, rules, TestContext.Current.CancellationToken).Conflict];

        Conflict(Rules with { Count = 5 }).ShouldBe([new(ConstraintKind.Count, "", 5, 4)]);
        Conflict(Rules with { Quotas = [new("B", 2, null), new("A", 1, 2)] }).ShouldBe([new(ConstraintKind.UnitMinimum, "B", 2, 1)]);
        Conflict(Rules with { Count = 3, Quotas = [new("A", 0, 1), new("B", 0, 1), new("C", 0, 0)] })
            .ShouldBe([new(ConstraintKind.Count, "", 3, 4), new(ConstraintKind.UnitMaximum, "A", 1, 2), new(ConstraintKind.UnitMaximum, "C", 0, 1)], "B has no more than its maximum anyway");
        Conflict(Rules with { Count = 1, PinnedIn = ["a1", "b1"] }).ShouldBe([new(ConstraintKind.Count, "", 1, 4), new(ConstraintKind.PinnedIn, "", 2, 2)]);
        Conflict(Rules with { Count = 4, MinCompletesBp = 1 }).ShouldBe([new(ConstraintKind.CompletesShare, "", 1, 0)]);
    }

    [Fact]
    public void Solve_SmallRandomCases_EqualBruteForce()
    {
        var random = new Random(20170519);
        for (var round = 0; round < 500; round++)
        {
            var (candidates, rules) = RandomCase(random);
            var best = BruteForce(candidates, rules);

            var outcome = ScreeningSolver.Solve(candidates, rules, TestContext.Current.CancellationToken);
            var shuffled = candidates.ToArray();
            random.Shuffle(shuffled);
            var again = ScreeningSolver.Solve(shuffled, rules, TestContext.Current.CancellationToken);

            var found = outcome.Conflict.Count > 0 ? (long?)null : outcome.Decisions.Where(one => one.Chosen).Sum(one => one.Score.Total);
            found.ShouldBe(best, $"round {round}");
            outcome.Decisions.ShouldAllBe(one => one.Reasons.Count > 0, $"round {round}");
            again.Decisions.Where(one => one.Chosen).Select(one => one.Candidate.Id).ShouldBe(outcome.Decisions.Where(one => one.Chosen).Select(one => one.Candidate.Id), $"round {round}: the order of the library decides nothing");
            again.Conflict.ShouldBe(outcome.Conflict);
            if (best is null)
                ShouldBeMinimal(candidates, rules, outcome.Conflict, round);
        }
    }

    [Fact]
    public void Solve_FiveThousandCandidates_PrintsItsCost()
    {
        var random = new Random(7);
        var candidates = Enumerable.Range(0, 5_000).Select(number => Candidate($"p{number:0000}", $"u{random.Next(25):00}", random.Next(5, 2_000)) with
        {
            EndMonth = new DateOnly(random.Next(2016, 2020), random.Next(1, 13), 1),
            MissingProcedures = random.Next(128) << 1,
            IndustryCode = $"C{random.Next(13, 43)}",
            EquipmentYuan = random.Next(1, 5) * Million,
        }).ToList();
        var rules = Rules with
        {
            Count = 100,
            MinCompletesBp = 4_200,
            Quotas = [.. Enumerable.Range(0, 25).Select(number => new UnitQuota($"u{number:00}", 2, 8))],
            Industries = [new("C36", 30), new("C38", 20)],
        };
        var watch = Stopwatch.StartNew();

        var outcome = ScreeningSolver.Solve(candidates, rules, TestContext.Current.CancellationToken);

        output.WriteLine($"5,000 candidates, 25 units, 100 chosen: {watch.Elapsed.TotalSeconds:0.00} s");
        var chosen = outcome.Decisions.Where(one => one.Chosen).ToList();
        chosen.Count.ShouldBe(100);
        chosen.Count(one => one.Candidate.CompletesIn(2017)).ShouldBeGreaterThanOrEqualTo(42);
        chosen.GroupBy(one => one.Candidate.Unit, StringComparer.Ordinal).ShouldAllBe(group => group.Count() >= 2 && group.Count() <= 8);
    }

    [Fact]
    public void Score_Parts_AreWeightTimesShare()
    {
        var candidate = Candidate("a", "A", 545) with { EquipmentYuan = 109 * Million, EndMonth = new(2017, 12, 1), MissingProcedures = ProcedureKinds.Bit(ProcedureKind.Eia), IndustryCode = "C3612" };
        var rules = Rules with { Industries = [new("C", 1), new("C36", -5), new("D", 9)] };

        ScreeningScore.Of(candidate, rules).ShouldBe(new ScreeningScore(30 * 5_450, 20 * 2_000, 20 * 10_000, 20 * 8_571, -5 * 10_000));
        ScreeningScore.Of(candidate with { TotalYuan = 9_000 * Million, EquipmentYuan = 0, EndMonth = null }, rules).Investment.ShouldBe(30 * 10_000);
    }

    [Fact]
    public void Rules_Wrong_AreAllNamed()
    {
        var validation = new Validation();
        new ScreeningRules(2017, 0, -1, [], 0, 10_001, [new("A", -1, null), new("A", 2, 1)], [new("", 101)], new(101, 0, 0, -1), ["a"], ["a"]).Validate(validation);

        validation.Errors.Select(error => $"{error.Field} {error.Reason}").ShouldBe(
        [
            "rules.count OUT_OF_RANGE", "rules.min_total_investment_yuan NEGATIVE_AMOUNT", "rules.min_completes_in_year_bp OUT_OF_RANGE", "rules.unit_quotas[0].min NEGATIVE", "rules.unit_quotas[1].max BELOW_MINIMUM",
            "rules.unit_quotas[1].unit DUPLICATE", "rules.industry_weights[0].prefix REQUIRED", "rules.industry_weights[0].weight OUT_OF_RANGE", "rules.weights.investment OUT_OF_RANGE", "rules.weights.procedures OUT_OF_RANGE",
            "rules.pinned_out CONTRADICTION",
        ]);
    }

    private const long Million = 1_000_000;

    private static ScreeningCandidate Candidate(string id, string unit, long millions) =>
        new(id, unit, Stage.Preliminary, "C36", millions * Million, 0, 0, 0, new(2016, 3, 1), new(2018, 12, 1), false);

    private static (List<ScreeningCandidate> Candidates, ScreeningRules Rules) RandomCase(Random random)
    {
        var candidates = Enumerable.Range(0, random.Next(1, 12)).Select(number => Candidate($"p{number:00}", $"{(char)('A' + random.Next(3))}", random.Next(1, 1_200)) with
        {
            EndMonth = new DateOnly(random.Next(2016, 2019), 6, 1),
            MissingProcedures = random.Next(4) == 0 ? ProcedureKinds.Bit(ProcedureKind.Eia) : 0,
            Stage = random.Next(6) == 0 ? Stage.Suspended : Stage.Reserve,
        }).ToList();
        List<string> Some(int share) => [.. candidates.Where(_ => random.Next(share) == 0).Select(candidate => candidate.Id)];
        var pinnedIn = Some(8);
        var rules = Rules with
        {
            Count = random.Next(1, 7),
            MinTotalInvestmentYuan = random.Next(3) == 0 ? 300 * Million : 0,
            RequiredProcedures = random.Next(2) == 0 ? ProcedureKinds.Bit(ProcedureKind.Eia) : 0,
            MinCompletesBp = random.Next(3) * 2_500,
            Quotas = [.. "AB".Where(_ => random.Next(2) == 0).Select(unit => new UnitQuota($"{unit}", random.Next(3), random.Next(2) == 0 ? null : random.Next(2, 4)))],
            PinnedIn = pinnedIn,
            PinnedOut = [.. Some(8).Except(pinnedIn, StringComparer.Ordinal)],
        };
        return (candidates, rules);
    }

    // Every subset, judged by the rules as they are written down.
    private static long? BruteForce(List<ScreeningCandidate> candidates, ScreeningRules rules, Func<ScreeningConstraint, bool>? holds = null)
    {
        bool Asks(ConstraintKind kind, string unit = "") => holds is null || holds(new(kind, unit, 0, 0));
        long? best = null;
        for (var set = 0u; set < 1u << candidates.Count; set++)
        {
            if (Asks(ConstraintKind.Count) && BitOperations.PopCount(set) != rules.Count)
                continue;
            var chosen = candidates.Where((_, index) => (set & (1u << index)) != 0).ToList();
            if (Allowed(chosen) && (best is null || Score(chosen) > best))
                best = Score(chosen);
        }

        return best;

        long Score(List<ScreeningCandidate> chosen) => chosen.Sum(one => ScreeningScore.Of(one, rules).Total);

        bool Allowed(List<ScreeningCandidate> chosen) =>
            chosen.All(one => rules.PinnedIn.Contains(one.Id, StringComparer.Ordinal) || (!rules.PinnedOut.Contains(one.Id, StringComparer.Ordinal) && one.Stage != Stage.Suspended && one.TotalYuan >= rules.MinTotalInvestmentYuan && (one.MissingProcedures & rules.RequiredProcedures) == 0))
            && (!Asks(ConstraintKind.PinnedIn) || rules.PinnedIn.All(id => chosen.Exists(one => one.Id == id)))
            && (!Asks(ConstraintKind.CompletesShare) || chosen.Count(one => one.EndMonth?.Year == 2017) >= Math.Ceiling(rules.MinCompletesBp * rules.Count / 10_000m))
            && rules.Quotas.All(quota => (!Asks(ConstraintKind.UnitMinimum, quota.Unit) || chosen.Count(one => one.Unit == quota.Unit) >= quota.Least)
                && (!Asks(ConstraintKind.UnitMaximum, quota.Unit) || quota.Most is null || chosen.Count(one => one.Unit == quota.Unit) <= quota.Most));
    }

    // Together there is no answer, and without any one of them there is.
    private static void ShouldBeMinimal(List<ScreeningCandidate> candidates, ScreeningRules rules, IReadOnlyList<ScreeningConstraint> conflict, int round)
    {
        bool In(IEnumerable<ScreeningConstraint> set, ScreeningConstraint asked) => set.Any(one => one.Kind == asked.Kind && one.Unit == asked.Unit);
        BruteForce(candidates, rules, asked => In(conflict, asked)).ShouldBeNull($"round {round}");
        foreach (var one in conflict)
            BruteForce(candidates, rules, asked => In(conflict.Where(other => other != one), asked)).ShouldNotBeNull($"round {round} without {one}");
    }
}

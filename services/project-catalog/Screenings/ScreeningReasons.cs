using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Says of every candidate why it was chosen or not.</summary>
internal static class ScreeningReasons
{
    /// <summary>Explains a choice.</summary>
    /// <param name="entrants">All candidates.</param>
    /// <param name="chosen">Ids of those that were chosen.</param>
    public static List<ScreeningDecision> Explain(IReadOnlyList<Entrant> entrants, HashSet<string> chosen, ScreeningRules rules)
    {
        var view = new View(entrants, chosen, rules);
        return [.. entrants.Select(entrant => new ScreeningDecision(entrant.Candidate, entrant.Score, chosen.Contains(entrant.Candidate.Id), view.ReasonsOf(entrant)))];
    }

    /// <summary>Puts a reason into words.</summary>
    public static LocalText Text(ScreeningReason reason) => reason.Code switch
    {
        ReasonCode.PinnedIn => new LocalText("人工指定列入。", "Pinned in by a person."),
        ReasonCode.PinnedOut => new LocalText("人工指定排除。", "Pinned out by a person."),
        ReasonCode.StageNotWanted => new LocalText("项目阶段不在筛选范围。", "Its stage is not among those asked for."),
        ReasonCode.BelowMinInvestment => new LocalText($"总投资低于下限 {reason.Fact / 10_000m:0.####} 万元。", $"Its total investment is below {reason.Fact} yuan."),
        ReasonCode.ProceduresMissing => new LocalText(
            $"必备手续未办结：{string.Join("、", ProcedureKinds.Of((int)reason.Fact).Select(kind => ProcedureKinds.Text(kind).Zh))}。",
            $"Required permit steps are missing: {string.Join(", ", ProcedureKinds.Of((int)reason.Fact).Select(kind => ProcedureKinds.Text(kind).En))}."),
        ReasonCode.HighScore => new LocalText($"按得分入选，符合条件的项目中排第 {reason.Fact}。", $"Chosen for its score, number {reason.Fact} of the eligible ones."),
        ReasonCode.UnitMinimum => new LocalText($"为满足所在单位至少 {reason.Fact} 个的要求入选。", $"Chosen because its unit has at least {reason.Fact}."),
        ReasonCode.CompletesShare => new LocalText($"为满足年内竣工至少 {reason.Fact} 个的要求入选。", $"Chosen because at least {reason.Fact} complete in the year."),
        ReasonCode.Outscored => new LocalText($"得分低于入选最低分 {reason.Fact}。", $"Its score is below the lowest that was chosen, {reason.Fact}."),
        ReasonCode.UnitFull => new LocalText($"所在单位已达上限 {reason.Fact} 个。", $"Its unit is at its maximum of {reason.Fact}."),
        ReasonCode.Yielded => new LocalText("得分够，但须让位于单位下限、年内竣工占比或指定项目。", "Its score would do, but minimums of units, the share that completes or pinned projects took the place."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };

    /// <summary>What all candidates together look like.</summary>
    private sealed class View
    {
        private readonly HashSet<string> _chosen;
        private readonly ScreeningRules _rules;
        private readonly Dictionary<string, int> _ranks;
        private readonly Dictionary<string, int> _chosenByUnit;
        private readonly Dictionary<string, UnitQuota> _quotas;
        private readonly long _bestLeftOut;
        private readonly long _lowestChosen;
        private readonly int _completing;
        private readonly int _completingNeeded;

        public View(IReadOnlyList<Entrant> entrants, HashSet<string> chosen, ScreeningRules rules)
        {
            (_chosen, _rules) = (chosen, rules);
            var eligible = entrants.Where(entrant => entrant.Eligible).ToList();
            _ranks = eligible.OrderByDescending(entrant => entrant.Score.Total).ThenBy(entrant => entrant.Candidate.Id, StringComparer.Ordinal)
                .Select((entrant, index) => (entrant.Candidate.Id, Rank: index + 1)).ToDictionary(pair => pair.Id, pair => pair.Rank, StringComparer.Ordinal);
            var taken = eligible.Where(entrant => chosen.Contains(entrant.Candidate.Id)).ToList();
            _chosenByUnit = taken.GroupBy(entrant => entrant.Candidate.Unit, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
            _quotas = rules.Quotas.ToDictionary(quota => quota.Unit, StringComparer.Ordinal);
            _completing = taken.Count(entrant => entrant.Completes);
            _completingNeeded = (int)(((long)rules.MinCompletesBp * rules.Count + 9_999) / 10_000);

            // Those whose units are full could not have been taken instead.
            _bestLeftOut = eligible.Where(entrant => !chosen.Contains(entrant.Candidate.Id) && !IsFull(entrant.Candidate.Unit)).Select(entrant => entrant.Score.Total).DefaultIfEmpty(long.MinValue).Max();
            _lowestChosen = taken.Where(entrant => !entrant.PinnedIn && !IsForced(entrant)).Select(entrant => entrant.Score.Total).DefaultIfEmpty(taken.Select(entrant => entrant.Score.Total).DefaultIfEmpty(0).Min()).Min();
        }

        public IReadOnlyList<ScreeningReason> ReasonsOf(Entrant entrant)
        {
            if (entrant.PinnedIn)
                return [new ScreeningReason(ReasonCode.PinnedIn), .. entrant.Objections];
            if (entrant.Objections.Count > 0)
                return entrant.Objections;
            return _chosen.Contains(entrant.Candidate.Id) ? [.. WhyIn(entrant)] : [WhyOut(entrant)];
        }

        private IEnumerable<ScreeningReason> WhyIn(Entrant entrant)
        {
            if (!IsForced(entrant))
            {
                yield return new ScreeningReason(ReasonCode.HighScore, _ranks[entrant.Candidate.Id]);
                yield break;
            }

            if (IsAtMinimum(entrant.Candidate.Unit))
                yield return new ScreeningReason(ReasonCode.UnitMinimum, _quotas[entrant.Candidate.Unit].Least);
            if (IsShareTight(entrant))
                yield return new ScreeningReason(ReasonCode.CompletesShare, _completingNeeded);
        }

        private ScreeningReason WhyOut(Entrant entrant)
        {
            if (entrant.Score.Total < _lowestChosen)
                return new ScreeningReason(ReasonCode.Outscored, _lowestChosen);
            return IsFull(entrant.Candidate.Unit) ? new ScreeningReason(ReasonCode.UnitFull, _quotas[entrant.Candidate.Unit].Most!.Value) : new ScreeningReason(ReasonCode.Yielded);
        }

        // Chosen before a higher score: something other than the score wanted it.
        private bool IsForced(Entrant entrant) =>
            entrant.Score.Total < _bestLeftOut && (IsAtMinimum(entrant.Candidate.Unit) || IsShareTight(entrant));

        private bool IsAtMinimum(string unit) => _quotas.TryGetValue(unit, out var quota) && quota.Least > 0 && _chosenByUnit.GetValueOrDefault(unit) == quota.Least;

        private bool IsShareTight(Entrant entrant) => entrant.Completes && _rules.MinCompletesBp > 0 && _completing == _completingNeeded;

        private bool IsFull(string unit) => _quotas.TryGetValue(unit, out var quota) && quota.Most is { } most && _chosenByUnit.GetValueOrDefault(unit) >= most;
    }
}

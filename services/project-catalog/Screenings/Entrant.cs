using Renovation.ProjectCatalog.Library;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>A candidate with its score and with what the rules say of it by itself.</summary>
internal sealed class Entrant
{
    public Entrant(ScreeningCandidate candidate, ScreeningRules rules)
    {
        Candidate = candidate;
        Score = ScreeningScore.Of(candidate, rules);
        PinnedIn = rules.PinnedIn.Contains(candidate.Id, StringComparer.Ordinal);
        Completes = candidate.CompletesIn(rules.Year);
        Objections = [.. Object(candidate, rules)];
        Eligible = PinnedIn || Objections.Count == 0;
    }

    public ScreeningCandidate Candidate { get; }

    public ScreeningScore Score { get; }

    public bool PinnedIn { get; }

    public bool Completes { get; }

    /// <summary>What speaks against it; a person may want it nevertheless.</summary>
    public IReadOnlyList<ScreeningReason> Objections { get; }

    public bool Eligible { get; }

    private static IEnumerable<ScreeningReason> Object(ScreeningCandidate candidate, ScreeningRules rules)
    {
        if (rules.PinnedOut.Contains(candidate.Id, StringComparer.Ordinal))
            yield return new ScreeningReason(ReasonCode.PinnedOut);
        if (rules.Stages.Count > 0 ? !rules.Stages.Contains(candidate.Stage) : candidate.Stage is Stage.Suspended or Stage.Terminated)
            yield return new ScreeningReason(ReasonCode.StageNotWanted);
        if (candidate.TotalYuan < rules.MinTotalInvestmentYuan)
            yield return new ScreeningReason(ReasonCode.BelowMinInvestment, rules.MinTotalInvestmentYuan);
        if ((candidate.MissingProcedures & rules.RequiredProcedures) is var missing and not 0)
            yield return new ScreeningReason(ReasonCode.ProceduresMissing, missing);
    }
}

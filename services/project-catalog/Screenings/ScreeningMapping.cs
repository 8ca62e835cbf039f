using Google.Protobuf.WellKnownTypes;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Maps screenings to the contract and back.</summary>
internal static class ScreeningMapping
{
    public static V1.Screening ToProto(Screening screening) => new()
    {
        Name = screening.ResourceName,
        Rules = V1.ScreeningRules.Parser.ParseJson(screening.Rules),
        Person = screening.Person,
        CandidateCount = screening.CandidateCount,
        ChosenCount = screening.ChosenCount,
        Score = screening.Score,
        CreateTime = Timestamp.FromDateTime(screening.CreateTime),
        UpdateTime = Timestamp.FromDateTime(screening.UpdateTime),
        Etag = screening.Etag,
    };

    public static V1.ScreeningDecision ToProto(StoredDecision decision, int year, Language language) => new()
    {
        Project = decision.Project,
        Unit = decision.Unit,
        Chosen = decision.Chosen,
        Score = decision.Score.Total,
        ScoreParts =
        {
            { "investment", decision.Score.Investment },
            { "equipment", decision.Score.Equipment },
            { "completes_in_year", decision.Score.Completes },
            { "procedures", decision.Score.Procedures },
            { "industry", decision.Score.Industry },
        },
        Reasons = { decision.Reasons.Select(reason => new V1.ScreeningDecision.Types.Reason { Code = Snake(reason.Code.ToString()), Text = ScreeningReasons.Text(reason).In(language) }) },
        Entry = decision.Entry is { } entry ? Proposed(decision, entry, year) : null,
    };

    /// <summary>Gives the entry that was proposed.</summary>
    public static V1.PlanEntry Proposed(StoredDecision decision, YearAttributes entry, int year) => new()
    {
        Name = $"plans/{year}/entries/{decision.Project}",
        Project = decision.Project,
        Position = decision.Position,
        Unit = decision.Unit,
        Nature = (V1.PlanEntry.Types.Nature)entry.Nature,
        Preliminary = entry.Preliminary,
        CompletesInYear = entry.CompletesInYear,
        PlannedInvestmentYuan = entry.PlannedInvestmentYuan,
        OpeningInvestmentYuan = entry.OpeningInvestmentYuan,
    };

    public static ScreeningRules ToRules(V1.ScreeningRules rules, int year) => new(
        year,
        rules.Count,
        rules.MinTotalInvestmentYuan,
        [.. rules.Stages.Select(stage => (Stage)stage).Distinct()],
        rules.RequiredProcedures.Select(kind => (ProcedureKind)kind).Where(ProcedureKinds.All.Contains).Distinct().Sum(ProcedureKinds.Bit),
        rules.MinCompletesInYearBp,
        [.. rules.UnitQuotas.Select(quota => new UnitQuota(quota.Unit, quota.Min, quota.HasMax ? quota.Max : null))],
        [.. rules.IndustryWeights.Select(industry => new IndustryWeight(industry.Prefix.Trim(), industry.Weight))],
        rules.Weights is { } weights ? new ScreeningWeights(weights.Investment, weights.Equipment, weights.CompletesInYear, weights.Procedures) : ScreeningWeights.Default,
        [.. rules.PinnedIn.Distinct(StringComparer.Ordinal)],
        [.. rules.PinnedOut.Distinct(StringComparer.Ordinal)]);

    /// <summary>Names a constraint, e.g. <c>UNIT_MINIMUM 610102</c>.</summary>
    public static string NameOf(ScreeningConstraint constraint) => constraint.Unit.Length == 0 ? CodeOf(constraint.Kind) : $"{CodeOf(constraint.Kind)} {constraint.Unit}";

    /// <summary>Gives the code of a kind, e.g. <c>UNIT_MINIMUM</c>.</summary>
    public static string CodeOf(ConstraintKind kind) => Snake(kind.ToString());

    /// <summary>Puts a constraint into words.</summary>
    public static LocalText TextOf(ScreeningConstraint constraint) => constraint.Kind switch
    {
        ConstraintKind.Count => new LocalText($"需选 {constraint.Bound} 个，符合条件的有 {constraint.Available} 个。", $"{constraint.Bound} are asked for, {constraint.Available} are eligible."),
        ConstraintKind.PinnedIn => new LocalText($"人工指定列入 {constraint.Bound} 个。", $"{constraint.Bound} are pinned in."),
        ConstraintKind.CompletesShare => new LocalText($"年内竣工至少 {constraint.Bound} 个，符合条件的有 {constraint.Available} 个。", $"At least {constraint.Bound} complete in the year, {constraint.Available} are eligible."),
        ConstraintKind.UnitMinimum => new LocalText($"单位 {constraint.Unit} 至少 {constraint.Bound} 个，符合条件的有 {constraint.Available} 个。", $"At least {constraint.Bound} of unit {constraint.Unit}, {constraint.Available} are eligible."),
        _ => new LocalText($"单位 {constraint.Unit} 至多 {constraint.Bound} 个，符合条件的有 {constraint.Available} 个。", $"At most {constraint.Bound} of unit {constraint.Unit}, {constraint.Available} are eligible."),
    };

    private static string Snake(string name) => string.Concat(name.Select((character, index) => index > 0 && char.IsUpper(character) ? $"_{character}" : $"{character}")).ToUpperInvariant();
}

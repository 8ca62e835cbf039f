using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>What a screening is asked for.</summary>
/// <param name="Year">Year of the plan.</param>
/// <param name="Count">How many projects are chosen, exactly.</param>
/// <param name="MinTotalInvestmentYuan">Total investment from which a project is considered, in yuan; 0 for any.</param>
/// <param name="Stages">Stages that are considered; empty for all but suspended and terminated ones.</param>
/// <param name="RequiredProcedures">Permit steps that must be settled, a bit for each.</param>
/// <param name="MinCompletesBp">Share of the chosen that completes in the year at least, in basis points.</param>
/// <param name="Quotas">Bounds by reporting unit.</param>
/// <param name="Industries">Industries to favour.</param>
/// <param name="Weights">What counts how much.</param>
/// <param name="PinnedIn">Ids of projects that are chosen whatever else.</param>
/// <param name="PinnedOut">Ids of projects that are not chosen.</param>
internal sealed record ScreeningRules(
    int Year,
    int Count,
    long MinTotalInvestmentYuan,
    IReadOnlyList<Stage> Stages,
    int RequiredProcedures,
    int MinCompletesBp,
    IReadOnlyList<UnitQuota> Quotas,
    IReadOnlyList<IndustryWeight> Industries,
    ScreeningWeights Weights,
    IReadOnlyList<string> PinnedIn,
    IReadOnlyList<string> PinnedOut)
{
    private const int MostPins = 1000;

    /// <summary>Notes everything that is wrong with the rules themselves.</summary>
    public void Validate(Validation validation)
    {
        validation.Check(Count is >= 1 and <= 1000, "rules.count", "OUT_OF_RANGE", new LocalText("项目个数须为 1–1000。", "The count is 1–1000."));
        Amounts.Check(validation, MinTotalInvestmentYuan, "rules.min_total_investment_yuan");
        validation.Check(MinCompletesBp is >= 0 and <= 10_000, "rules.min_completes_in_year_bp", "OUT_OF_RANGE", new LocalText("年内竣工占比须为 0–100%。", "The share is 0–10000 basis points."));
        for (var index = 0; index < Quotas.Count; index++)
        {
            var quota = Quotas[index];
            validation.Check(quota.Least >= 0, $"rules.unit_quotas[{index}].min", "NEGATIVE", new LocalText("下限不能为负。", "The minimum is not negative."));
            validation.Check(quota.Most is null || quota.Most >= quota.Least, $"rules.unit_quotas[{index}].max", "BELOW_MINIMUM", new LocalText("上限低于下限。", "The maximum is below the minimum."));
            validation.Check(Quotas.Take(index).All(other => other.Unit != quota.Unit), $"rules.unit_quotas[{index}].unit", "DUPLICATE", new LocalText("单位重复。", "The unit has a quota already."));
        }

        for (var index = 0; index < Industries.Count; index++)
        {
            validation.Check(Industries[index].Prefix.Length > 0, $"rules.industry_weights[{index}].prefix", "REQUIRED", new LocalText("须填行业代码。", "The industry is required."));
            validation.Check(Math.Abs(Industries[index].Weight) <= ScreeningWeights.Most, $"rules.industry_weights[{index}].weight", "OUT_OF_RANGE", new LocalText("权重须为 -100–100。", "The weight is -100–100."));
        }

        Weights.Validate(validation);
        validation.Check(PinnedIn.Count <= MostPins && PinnedOut.Count <= MostPins, "rules.pinned_in", "TOO_MANY", new LocalText($"指定项目不超过 {MostPins} 个。", $"At most {MostPins} projects are pinned."));
        validation.Check(!PinnedIn.Intersect(PinnedOut, StringComparer.Ordinal).Any(), "rules.pinned_out", "CONTRADICTION", new LocalText("同一项目不能既必选又排除。", "A project is not pinned in and out at once."));
    }
}

/// <summary>Bounds of one reporting unit.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Least">At least so many of it are chosen.</param>
/// <param name="Most">At most so many, null for any number.</param>
internal sealed record UnitQuota(string Unit, int Least, int? Most);

/// <summary>An industry to favour, or not.</summary>
/// <param name="Prefix">Beginning of the industry code, e.g. <c>C36</c>; the longest that fits counts.</param>
/// <param name="Weight">−100 to 100.</param>
internal sealed record IndustryWeight(string Prefix, int Weight);

/// <summary>What counts how much, each 0–100.</summary>
/// <param name="Investment">Total investment; a billion yuan or more has full marks.</param>
/// <param name="Equipment">Share of equipment in the investment.</param>
/// <param name="Completes">That it completes in the year.</param>
/// <param name="Procedures">Share of the permit steps that are settled.</param>
internal sealed record ScreeningWeights(int Investment, int Equipment, int Completes, int Procedures)
{
    /// <summary>Largest weight.</summary>
    public const int Most = 100;

    /// <summary>What counts when nothing is said.</summary>
    public static readonly ScreeningWeights Default = new(30, 20, 20, 20);

    /// <summary>Notes weights out of range.</summary>
    public void Validate(Validation validation)
    {
        foreach (var (weight, name) in new[] { (Investment, "investment"), (Equipment, "equipment"), (Completes, "completes_in_year"), (Procedures, "procedures") })
            validation.Check(weight is >= 0 and <= Most, $"rules.weights.{name}", "OUT_OF_RANGE", new LocalText("权重须为 0–100。", "The weight is 0–100."));
    }
}

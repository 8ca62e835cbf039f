using Renovation.FundingSupport.Copies;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Programs;

/// <summary>What the amount of support is computed on.</summary>
internal enum SupportBase
{
    EquipmentInvestment = 1,
    FixedAssetInvestment = 2,
    AuditedInvestment = 3,
    AcceptedInvestment = 4,
    InterestPaid = 5,
}

/// <summary>What being in the annual plan means to a program.</summary>
internal enum PlanMembership
{
    Irrelevant = 0,
    Required = 1,
    Preferred = 2,
}

/// <summary>A share of the base with its own rate.</summary>
/// <param name="FromYuan">Base above which the tier begins, in yuan.</param>
/// <param name="RateBp">Rate on the part of the base in this tier, in basis points, 0–10000.</param>
internal sealed record Tier(long FromYuan, int RateBp);

/// <summary>Rules of a program as data, with the document they come from.</summary>
internal sealed record ProgramRules
{
    /// <summary>Field of a program's rules in the requests that write it.</summary>
    public const string Field = "program.rules";

    private const int MostTiers = 20;

    /// <summary>Procedures by their path segment in the catalog.</summary>
    private static readonly string[] Procedures = ["filing", "eia", "land", "planning", "energy", "safety", "construction"];

    public required string SourceDocument { get; init; }

    public required SupportBase Base { get; init; }

    /// <summary>Rates, ascending by <see cref="Tier.FromYuan"/>, the first from 0.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary>Most that is proposed, in yuan; 0 for no cap.</summary>
    public long CapYuan { get; init; }

    /// <summary>Least base that counts, in yuan; 0 for none.</summary>
    public long FloorYuan { get; init; }

    /// <summary>Stages that count, by the names of the catalog; empty for any.</summary>
    public IReadOnlyList<string> RequiredStages { get; init; } = [];

    /// <summary>Procedures that must be settled, by their path segment.</summary>
    public IReadOnlyList<string> RequiredProcedures { get; init; } = [];

    public PlanMembership PlanMembership { get; init; }

    /// <summary>Year in which the project must be completed; 0 for any.</summary>
    public int CompletionYear { get; init; }

    public bool AboveScaleRequired { get; init; }

    public bool StackingAllowed { get; init; }

    /// <summary>First and last day on which applications are taken under them.</summary>
    public DayRange Valid { get; init; } = DayRange.Any;

    /// <summary>First and last day of the invoices that count.</summary>
    public DayRange Invoices { get; init; } = DayRange.Any;

    /// <summary>Notes everything that is wrong with the rules.</summary>
    /// <param name="validation">Where to.</param>
    /// <param name="field">Field of the request that has the rules.</param>
    public void Validate(Validation validation, string field)
    {
        validation.Check(SourceDocument.Length is >= 1 and <= 300, $"{field}.source_document", "LENGTH", new LocalText("依据文件须为 1–300 字。", "The source document has 1–300 characters."));
        validation.Check(Enum.IsDefined(Base), $"{field}.base", "REQUIRED", new LocalText("须填写计算基数。", "The base is required."));
        validation.Check(Tiers.Count <= MostTiers, $"{field}.tiers", "TOO_MANY", new LocalText($"档次不得超过 {MostTiers} 个。", $"There are at most {MostTiers} tiers."));
        validation.Check(Tiers.Count > 0 && Tiers[0].FromYuan == 0, $"{field}.tiers", "FIRST_TIER", new LocalText("第一档须从 0 起。", "The first tier begins at 0."));
        validation.Check(Tiers.Zip(Tiers.Skip(1)).All(pair => pair.First.FromYuan < pair.Second.FromYuan), $"{field}.tiers", "NOT_ASCENDING", new LocalText("各档起点须递增。", "The tiers ascend."));
        validation.Check(Tiers.All(tier => tier.RateBp is >= 0 and <= 10_000), $"{field}.tiers.rate_bp", "OUT_OF_RANGE", new LocalText("比例须在 0–10000 基点之间。", "A rate is 0–10000 basis points."));
        validation.Check(CapYuan >= 0, $"{field}.cap_yuan", "NEGATIVE_AMOUNT", new LocalText("上限不能为负。", "The cap is not negative."));
        validation.Check(FloorYuan >= 0, $"{field}.floor_yuan", "NEGATIVE_AMOUNT", new LocalText("下限不能为负。", "The floor is not negative."));
        CheckNames(validation, RequiredStages, ProjectStages.All, $"{field}.required_stages", "UNKNOWN_STAGE");
        CheckNames(validation, RequiredProcedures, Procedures, $"{field}.required_procedures", "UNKNOWN_PROCEDURE");
        validation.Check(Enum.IsDefined(PlanMembership), $"{field}.plan_membership", "OUT_OF_RANGE", new LocalText("计划要求的取值无效。", "The plan membership has no such value."));
        validation.Check(!Valid.IsReversed, $"{field}.valid_to_date", "BEFORE_START", new LocalText("截止日不得早于起始日。", "The last day is not before the first."));
        validation.Check(!Invoices.IsReversed, $"{field}.invoice_to_date", "BEFORE_START", new LocalText("截止日不得早于起始日。", "The last day is not before the first."));
        validation.Check(CompletionYear is 0 or (>= 2000 and <= 2100), $"{field}.completion_year", "OUT_OF_RANGE", new LocalText("竣工年份须在 2000–2100 之间。", "The completion year is 2000–2100."));
    }

    /// <summary>Says whether the rules say the same.</summary>
    public bool SameAs(ProgramRules other) =>
        this with { Tiers = [], RequiredStages = [], RequiredProcedures = [] } == other with { Tiers = [], RequiredStages = [], RequiredProcedures = [] }
        && Tiers.SequenceEqual(other.Tiers)
        && RequiredStages.SequenceEqual(other.RequiredStages, StringComparer.Ordinal)
        && RequiredProcedures.SequenceEqual(other.RequiredProcedures, StringComparer.Ordinal);

    /// <summary>Returns what the rules give on a base, in whole yuan, rounded down; a proposal, never a decision.</summary>
    /// <param name="baseYuan">The base in yuan.</param>
    public long Propose(long baseYuan) => baseYuan <= 0 ? 0 : Calculate(baseYuan)[^1].AmountYuan;

    /// <summary>Computes what the rules give on a base, step by step; the last step has the amount.</summary>
    /// <param name="baseYuan">The base in yuan.</param>
    public IReadOnlyList<CalculationStep> Calculate(long baseYuan)
    {
        var steps = new List<CalculationStep> { new(CalculationCode.Base, 0, 0, 0, baseYuan) };
        if (baseYuan < FloorYuan)
        {
            steps.Add(new CalculationStep(CalculationCode.BelowFloor, FloorYuan, 0, 0, 0));
            return steps;
        }

        decimal amount = 0;
        for (var index = 0; index < Tiers.Count && Tiers[index].FromYuan < baseYuan; index++)
        {
            var end = index + 1 < Tiers.Count ? Math.Min(Tiers[index + 1].FromYuan, baseYuan) : baseYuan;
            var part = (decimal)(end - Tiers[index].FromYuan) * Tiers[index].RateBp / 10_000m;
            amount += part;
            steps.Add(new CalculationStep(CalculationCode.Tier, Tiers[index].FromYuan, end, Tiers[index].RateBp, (long)Math.Floor(part)));
        }

        var whole = (long)Math.Floor(amount);
        steps.Add(new CalculationStep(CalculationCode.Rounded, 0, 0, 0, whole));
        if (CapYuan > 0 && CapYuan < whole)
            steps.Add(new CalculationStep(CalculationCode.Cap, whole, 0, 0, CapYuan));
        return steps;
    }

    private static void CheckNames(Validation validation, IReadOnlyList<string> names, IReadOnlyList<string> known, string field, string reason)
    {
        var wrong = string.Join(", ", names.Where(name => !known.Contains(name, StringComparer.Ordinal)));
        validation.Check(wrong.Length == 0, field, reason, new LocalText($"不认识：{wrong}。", $"Not known: {wrong}."));
        validation.Check(names.Distinct(StringComparer.Ordinal).Count() == names.Count, field, "DUPLICATE", new LocalText("不得重复。", "Each is named once."));
    }
}

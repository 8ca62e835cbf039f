using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Programs;

/// <summary>What the amount of support is computed on.</summary>
internal enum SupportBase
{
    EquipmentInvestment = 1,
    FixedAssetInvestment = 2,
    AuditedInvestment = 3,
    AcceptedInvestment = 4,
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

    /// <summary>Notes everything that is wrong with the rules.</summary>
    public void Validate(Validation validation)
    {
        validation.Check(SourceDocument.Length is >= 1 and <= 300, "program.rules.source_document", "LENGTH", new LocalText("依据文件须为 1–300 字。", "The source document has 1–300 characters."));
        validation.Check(Tiers.Count > 0 && Tiers[0].FromYuan == 0, "program.rules.tiers", "FIRST_TIER", new LocalText("第一档须从 0 起。", "The first tier begins at 0."));
        validation.Check(Tiers.Zip(Tiers.Skip(1)).All(pair => pair.First.FromYuan < pair.Second.FromYuan), "program.rules.tiers", "NOT_ASCENDING", new LocalText("各档起点须递增。", "The tiers ascend."));
        validation.Check(Tiers.All(tier => tier.RateBp is >= 0 and <= 10_000), "program.rules.tiers.rate_bp", "OUT_OF_RANGE", new LocalText("比例须在 0–10000 基点之间。", "A rate is 0–10000 basis points."));
        validation.Check(CapYuan >= 0, "program.rules.cap_yuan", "NEGATIVE_AMOUNT", new LocalText("上限不能为负。", "The cap is not negative."));
        validation.Check(FloorYuan >= 0, "program.rules.floor_yuan", "NEGATIVE_AMOUNT", new LocalText("下限不能为负。", "The floor is not negative."));
    }

    /// <summary>Returns what the rules give on a base, in whole yuan, rounded down; a proposal, never a decision.</summary>
    /// <param name="baseYuan">The base in yuan.</param>
    public long Propose(long baseYuan)
    {
        if (baseYuan <= 0 || baseYuan < FloorYuan)
            return 0;
        decimal amount = 0;
        for (var index = 0; index < Tiers.Count && Tiers[index].FromYuan < baseYuan; index++)
        {
            var end = index + 1 < Tiers.Count ? Math.Min(Tiers[index + 1].FromYuan, baseYuan) : baseYuan;
            amount += (decimal)(end - Tiers[index].FromYuan) * Tiers[index].RateBp / 10_000m;
        }

        var whole = (long)Math.Floor(amount);
        return CapYuan > 0 ? Math.Min(whole, CapYuan) : whole;
    }
}

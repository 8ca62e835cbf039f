using Renovation.FundingSupport.Copies;

namespace Renovation.FundingSupport.Eligibility;

/// <summary>What is known here of a project: the project itself counts once it was heard of, else what the plan froze.</summary>
internal sealed record KnownProject
{
    public required string Id { get; init; }

    public required PlanEntryCopy? Entry { get; init; }

    public required ProjectCopy? Project { get; init; }

    public required bool? Listed { get; init; }

    /// <summary>Cumulative in the last accepted return, null without one.</summary>
    public required long? AcceptedInvestmentYuan { get; init; }

    public string Title => Project?.Title ?? Entry?.Title ?? "";

    public string Unit => Project?.Unit ?? Entry?.Unit ?? "";

    public ProjectStanding Standing => new()
    {
        InPlan = Entry is not null,
        Stage = Project?.Stage,
        CompletionDate = Project?.CompletionDate,
        AboveScale = Listed ?? Entry?.EnterpriseListed,
        Procedures = Project?.Procedures ?? new Dictionary<string, bool>(StringComparer.Ordinal),
        EquipmentInvestmentYuan = Project?.EquipmentInvestmentYuan,
        TotalInvestmentYuan = Project?.TotalInvestmentYuan ?? Entry?.TotalInvestmentYuan,
        AcceptedInvestmentYuan = AcceptedInvestmentYuan,
    };
}

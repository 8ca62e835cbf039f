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

    /// <summary>That return, <c>periods/{p}/returns/{unit}</c>; null without one.</summary>
    public required string? AcceptedReturn { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTime? AcceptTime { get; init; }

    /// <summary>Year of the plan that is looked at; 0 for none.</summary>
    public required int PlanYear { get; init; }

    /// <summary>When that plan was last changed (UTC).</summary>
    public required DateTime? PlanTime { get; init; }

    /// <summary>When the enterprise was last changed (UTC).</summary>
    public required DateTime? EnterpriseTime { get; init; }

    public string Title => Project?.Title ?? Entry?.Title ?? "";

    public string Unit => Project?.Unit ?? Entry?.Unit ?? "";

    public string Enterprise => Project?.Enterprise ?? Entry?.Enterprise ?? "";

    private FactSource PlanSource => new($"plans/{PlanYear}", PlanTime);

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
        PlanSource = PlanYear == 0 ? FactSource.None : PlanSource,
        ProjectSource = Project is null ? PlanSource : new FactSource($"projects/{Id}", Project.UpdateTime),
        EnterpriseSource = Listed is null ? PlanSource : new FactSource($"enterprises/{Enterprise}", EnterpriseTime),
        InvestmentSource = AcceptedReturn is null ? FactSource.None : new FactSource(AcceptedReturn, AcceptTime),
    };
}

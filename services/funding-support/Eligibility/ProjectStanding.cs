namespace Renovation.FundingSupport.Eligibility;

/// <summary>What is known of a plan project; null is not known.</summary>
internal sealed record ProjectStanding
{
    public required bool InPlan { get; init; }

    /// <summary>Stage by the names of the catalog, e.g. <c>COMPLETED</c>.</summary>
    public string? Stage { get; init; }

    public DateOnly? CompletionDate { get; init; }

    public bool? AboveScale { get; init; }

    /// <summary>Procedures by path segment: true when obtained or not required.</summary>
    public IReadOnlyDictionary<string, bool> Procedures { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    public long? EquipmentInvestmentYuan { get; init; }

    public long? TotalInvestmentYuan { get; init; }

    public long? AcceptedInvestmentYuan { get; init; }

    public long? AuditedInvestmentYuan { get; init; }
}

/// <summary>Result of a criterion or of all of them.</summary>
internal enum EligibilityResult
{
    Passed = 1,
    Failed = 2,
    Unknown = 3,
}

/// <summary>One criterion with what it requires and the fact it looked at.</summary>
internal sealed record Criterion(string Code, EligibilityResult Result, string Required, string Fact);

/// <summary>How a project stands to a program.</summary>
/// <param name="Result">FAILED when one criterion is failed, else UNKNOWN when one is unknown, else PASSED.</param>
/// <param name="Criteria">Every criterion of the rules.</param>
/// <param name="Preferred">True for plan projects of a program that prefers them.</param>
/// <param name="BaseYuan">Base in yuan, 0 when not known.</param>
/// <param name="ProposedYuan">What the rules would give, 0 unless passed.</param>
internal sealed record Assessment(EligibilityResult Result, IReadOnlyList<Criterion> Criteria, bool Preferred, long BaseYuan, long ProposedYuan);

using Renovation.FundingSupport.Programs;

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

    /// <summary>As the application states; so is what follows.</summary>
    public long? AuditedInvestmentYuan { get; init; }

    public long? InterestPaidYuan { get; init; }

    /// <summary>Days of the first and the last invoice.</summary>
    public DayRange Invoices { get; init; } = DayRange.Any;

    /// <summary>Where it is read that the project is in the plan, or not.</summary>
    public FactSource PlanSource { get; init; } = FactSource.None;

    /// <summary>Where stage, completion, procedures and planned investment are read.</summary>
    public FactSource ProjectSource { get; init; } = FactSource.None;

    /// <summary>Where it is read whether the enterprise is above scale.</summary>
    public FactSource EnterpriseSource { get; init; } = FactSource.None;

    /// <summary>Where the accepted investment is read.</summary>
    public FactSource InvestmentSource { get; init; } = FactSource.None;

    /// <summary>The application, for what it states.</summary>
    public FactSource ApplicationSource { get; init; } = FactSource.None;
}

/// <summary>Where a fact was read.</summary>
/// <param name="Resource">Name of the resource, empty when nothing is known.</param>
/// <param name="Time">When it was last changed (UTC), as its owner said; null when nobody said.</param>
internal sealed record FactSource(string Resource, DateTime? Time)
{
    public static readonly FactSource None = new("", null);
}

/// <summary>Result of a criterion or of all of them.</summary>
internal enum EligibilityResult
{
    Passed = 1,
    Failed = 2,
    Unknown = 3,
}

/// <summary>One criterion with what it requires, the fact it looked at, and where that was read.</summary>
internal sealed record Criterion(string Code, EligibilityResult Result, string Required, string Fact, FactSource Source)
{
    /// <summary>Says whether people mean this one: by its code, or by the procedure that it requires.</summary>
    public bool IsNamed(string name) => Code == EligibilityAssessment.RequiredProcedure ? Required == name : Code == name;
}

/// <summary>How a project stands to a program.</summary>
/// <param name="Result">FAILED when one criterion is failed, else UNKNOWN when one is unknown, else PASSED.</param>
/// <param name="Criteria">Every criterion of the rules.</param>
/// <param name="Preferred">True for plan projects of a program that prefers them.</param>
/// <param name="BaseYuan">Base in yuan, 0 when not known.</param>
/// <param name="ProposedYuan">What the rules would give, 0 unless passed.</param>
internal sealed record Assessment(EligibilityResult Result, IReadOnlyList<Criterion> Criteria, bool Preferred, long BaseYuan, long ProposedYuan)
{
    /// <summary>Says whether all but one criterion are met, and that one is not.</summary>
    public bool MissesOnly(string name) => Criteria.Count(criterion => criterion.Result != EligibilityResult.Passed) == 1 && Criteria.Any(criterion => criterion.Result != EligibilityResult.Passed && criterion.IsNamed(name));
}

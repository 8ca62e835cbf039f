using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>A unit of the organisation tree.</summary>
internal sealed class UnitCopy : ICopy
{
    public required string Code { get; init; }

    public required string? Parent { get; init; }

    public required string Title { get; init; }

    public required long Version { get; init; }
}

/// <summary>An enterprise.</summary>
internal sealed class EnterpriseCopy : ICopy
{
    public required string Uscc { get; init; }

    public required string Title { get; init; }

    /// <summary>Whether it is in the above-scale directory; null when nobody said.</summary>
    public required bool? Listed { get; init; }

    /// <summary>Revenue of the last 12 months in yuan, 0 when not known.</summary>
    public required long RevenueYuan { get; init; }

    /// <summary>When it was last changed (UTC), as the catalog said; null when it did not.</summary>
    public required DateTime? UpdateTime { get; init; }

    public required long Version { get; init; }
}

/// <summary>A project of the library.</summary>
internal sealed class ProjectCopy : ICopy
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Enterprise { get; init; }

    public required string Unit { get; init; }

    /// <summary>Stage by the names of the catalog, e.g. <c>COMPLETED</c>; null when not known.</summary>
    public required string? Stage { get; init; }

    /// <summary>Whether it is completed (竣工), or further on.</summary>
    public bool IsCompleted => ProjectStages.CompletedOrFurther.Contains(Stage, StringComparer.Ordinal);

    public required DateOnly? CompletionDate { get; init; }

    public required long TotalInvestmentYuan { get; init; }

    public required long EquipmentInvestmentYuan { get; init; }

    /// <summary>Code of the industry, empty when not known.</summary>
    public required string Industry { get; init; }

    /// <summary>Procedures by path segment: true when obtained or not required.</summary>
    public required IReadOnlyDictionary<string, bool> Procedures { get; init; }

    /// <summary>When it was last changed (UTC), as the catalog said; null when it did not.</summary>
    public required DateTime? UpdateTime { get; init; }

    public required long Version { get; init; }
}

/// <summary>The issued plan of a year.</summary>
internal sealed class PlanCopy : ICopy
{
    public required int Year { get; init; }

    public required string DocumentNumber { get; init; }

    /// <summary>When it was last changed (UTC), as the catalog said; null when it did not.</summary>
    public required DateTime? UpdateTime { get; init; }

    public required long Version { get; init; }
}

/// <summary>A project in the plan of a year, with what was frozen at issue: it counts until the project itself is heard of.</summary>
internal sealed class PlanEntryCopy
{
    public required int Year { get; init; }

    public required string Project { get; init; }

    public required string Title { get; init; }

    public required string Enterprise { get; init; }

    public required string Unit { get; init; }

    public required bool EnterpriseListed { get; init; }

    public required long TotalInvestmentYuan { get; init; }
}

using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Copies;

/// <summary>A unit of the organisation tree.</summary>
internal sealed class UnitCopy : ICopy
{
    public required string Code { get; init; }

    public required string? Parent { get; init; }

    public required string Title { get; init; }

    /// <summary>Other titles and codes by which workbooks name the unit.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Whether the unit files returns (填报单位).</summary>
    public required bool Reporting { get; init; }

    public required long Version { get; init; }

    /// <summary>Says whether a text of a workbook names this unit.</summary>
    public bool IsNamed(string text) =>
        string.Equals(text, Code, StringComparison.Ordinal) || string.Equals(text, Title, StringComparison.Ordinal) || Aliases.Contains(text, StringComparer.Ordinal);
}

/// <summary>A project of the library.</summary>
internal sealed class ProjectCopy : ICopy
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Enterprise { get; init; }

    public required string EnterpriseTitle { get; init; }

    public required string Unit { get; init; }

    /// <summary>Industry by GB/T 4754; empty when not known.</summary>
    public required string IndustryCode { get; init; }

    /// <summary>Stage by the names of the catalog, e.g. <c>COMPLETED</c>; null when not known.</summary>
    public required string? Stage { get; init; }

    public required DateOnly? StartDate { get; init; }

    public required DateOnly? CompletionDate { get; init; }

    public required DateOnly? ProductionDate { get; init; }

    /// <summary>Permit steps that are not settled, by the names of the catalog, e.g. <c>LAND</c>.</summary>
    public required IReadOnlyList<string> MissingProcedures { get; init; }

    public required long Version { get; init; }
}

/// <summary>The issued plan of a year.</summary>
internal sealed class PlanCopy : ICopy
{
    public required int Year { get; init; }

    public required int Revision { get; init; }

    public required string DocumentNumber { get; init; }

    /// <summary>Growth target of the year in basis points, 0 when it has none.</summary>
    public required int GrowthTargetBp { get; init; }

    /// <summary>Date of the document; null when not known.</summary>
    public required DateOnly? IssueDate { get; init; }

    public required long Version { get; init; }
}

/// <summary>A project in the plan of a year, as frozen at issue. Amounts in yuan.</summary>
internal sealed class PlanEntryCopy
{
    public required int Year { get; init; }

    public required string Project { get; init; }

    /// <summary>Place in the plan, from 1.</summary>
    public required int Position { get; init; }

    public required string Unit { get; init; }

    public required string Title { get; init; }

    public required string Enterprise { get; init; }

    public required string EnterpriseTitle { get; init; }

    /// <summary>新开工: a new start of the year.</summary>
    public required bool NewStart { get; init; }

    /// <summary>前期: a new start that is still preliminary.</summary>
    public required bool Preliminary { get; init; }

    /// <summary>年内竣工: completes in the year.</summary>
    public required bool CompletesInYear { get; init; }

    public required long TotalYuan { get; init; }

    public required long PlannedYuan { get; init; }

    public required long OpeningYuan { get; init; }
}

/// <summary>The plan of a year as one of its revisions had it.</summary>
internal sealed class PlanRevisionCopy
{
    public required int Year { get; init; }

    public required int Revision { get; init; }

    /// <summary>Since when it was known.</summary>
    public required DateTime FromTime { get; init; }

    public required string DocumentNumber { get; init; }

    /// <summary>Growth target of the year in basis points, 0 when it has none.</summary>
    public required int GrowthTargetBp { get; init; }

    public required IReadOnlyList<PlanEntryCopy> Entries { get; init; }

    /// <summary>Gives the plan as it is, known since an instant.</summary>
    public static PlanRevisionCopy Of(PlanCopy plan, IReadOnlyList<PlanEntryCopy> entries, DateTime from) => new()
    {
        Year = plan.Year,
        Revision = plan.Revision,
        FromTime = from,
        DocumentNumber = plan.DocumentNumber,
        GrowthTargetBp = plan.GrowthTargetBp,
        Entries = entries,
    };
}

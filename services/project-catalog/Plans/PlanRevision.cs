using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>A plan as it was issued under one document number; written once.</summary>
internal sealed class PlanRevision
{
    public required int Year { get; init; }

    public required int Number { get; init; }

    public required string DocumentNumber { get; init; }

    public required DateOnly IssueDate { get; init; }

    /// <summary>Code of the unit that issued it, empty when not known.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>The revision with all entries, proto JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Reads the revision with all entries.</summary>
    public V1.PlanRevision Read() => V1.PlanRevision.Parser.ParseJson(Body);
}

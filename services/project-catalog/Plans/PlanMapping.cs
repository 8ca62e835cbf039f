using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Maps plans to the contract.</summary>
internal static class PlanMapping
{
    public static V1.Plan ToProto(Plan plan) => new()
    {
        Name = plan.ResourceName,
        Year = plan.Year,
        Title = plan.Title,
        State = (V1.Plan.Types.State)plan.State,
        DocumentNumber = plan.DocumentNumber,
        IssueDate = CalendarText.Day(plan.IssueDate),
        Revision = plan.Revision,
        EntryCount = plan.EntryCount,
        GrowthTargetBp = plan.GrowthTargetBp,
        Issuer = plan.Issuer,
        CreateTime = Timestamp.FromDateTime(plan.CreateTime),
        UpdateTime = Timestamp.FromDateTime(plan.UpdateTime),
        Etag = plan.Etag,
    };

    /// <summary>Maps a plan with the entries it was just issued with, as the journal and the event carry it.</summary>
    public static V1.Plan WithEntries(Plan plan)
    {
        var proto = ToProto(plan);
        proto.Entries.Add(plan.FrozenEntries.Select(entry => PlanEntryMapping.ToProto(entry, entry.Facts)));
        return proto;
    }

    public static V1.PlanRevision ToProto(PlanRevision revision) => new()
    {
        Name = $"plans/{revision.Year}/revisions/{revision.Number}",
        Revision = revision.Number,
        DocumentNumber = revision.DocumentNumber,
        IssueDate = CalendarText.Day(revision.IssueDate),
        Issuer = revision.Issuer,
        CreateTime = Timestamp.FromDateTime(revision.CreateTime),
    };

    /// <summary>Gives the year in the name of a plan.</summary>
    /// <exception cref="DomainException">INVALID_NAME; NotFound for a year that no plan can have.</exception>
    public static int YearOf(string name, string field = "name") => Year(ResourceNames.Id(name, "plans", field));

    /// <summary>Reads a year as the segment of a name.</summary>
    /// <exception cref="DomainException">NotFound for a year that no plan can have.</exception>
    public static int Year(string segment) => TryYear(segment) ?? throw DomainException.NotFound($"plans/{segment}");

    /// <summary>Reads a year; null when no plan can have it.</summary>
    public static int? TryYear(string? segment) =>
        segment is { Length: 4 } && int.TryParse(segment, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year)
            && year is >= Plan.FirstYear and <= Plan.LastYear
            ? year
            : null;
}

using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>Queries of the lists behind the figures.</summary>
internal static class MilestoneQueries
{
    /// <summary>Gives one page and one row more, in the order of the plan.</summary>
    /// <exception cref="DomainException">Invalid: no kind, or a state that the kind does not have.</exception>
    public static IQueryable<ProjectStanding> Page(IQueryable<ProjectStanding> standings, V1.ListMilestonesRequest request, IReadOnlyList<string>? units, YearDay day, Page<LinePlace> page)
    {
        standings = In(OfKind(standings.Where(standing => standing.Year == day.Year), request.Kind), request.Kind, request.State, day);
        if (request.HasPreliminary)
            standings = standings.Where(standing => standing.Preliminary == request.Preliminary);
        if (units is not null)
            standings = standings.Where(standing => units.Contains(standing.Unit));
        if (page is { HasAfter: true, After: { } after })
            standings = standings.Where(standing => standing.Position > after.Position || (standing.Position == after.Position && string.Compare(standing.Project, after.Project) > 0));
        return standings.OrderBy(standing => standing.Position).ThenBy(standing => standing.Project).Take(page.Size + 1);
    }

    private static IQueryable<ProjectStanding> OfKind(IQueryable<ProjectStanding> standings, V1.Milestone.Types.Kind kind) => kind switch
    {
        V1.Milestone.Types.Kind.Start => standings.Where(standing => standing.Start != StartStanding.None),
        V1.Milestone.Types.Kind.Completion => standings.Where(standing => standing.Completion != CompletionStanding.None),
        V1.Milestone.Types.Kind.Production or V1.Milestone.Types.Kind.Capacity => standings,
        _ => throw DomainException.Invalid("kind", "REQUIRED", new LocalText("须指定节点类型。", "A kind is needed.")),
    };

    // What stands so on that day; a state that nothing of the kind can have gives an empty list.
    private static IQueryable<ProjectStanding> In(IQueryable<ProjectStanding> standings, V1.Milestone.Types.Kind kind, V1.Milestone.Types.State state, YearDay day) => (kind, state) switch
    {
        (_, V1.Milestone.Types.State.Unspecified) => standings,
        (V1.Milestone.Types.Kind.Start, V1.Milestone.Types.State.Done) => standings.Where(standing => standing.Start == StartStanding.Done),
        (V1.Milestone.Types.Kind.Start, V1.Milestone.Types.State.DoneLate) => standings.Where(standing => standing.Start == StartStanding.DoneLate),
        (V1.Milestone.Types.Kind.Start, V1.Milestone.Types.State.Overdue) when day.IsStartOver => standings.Where(standing => standing.Start == StartStanding.Open),
        (V1.Milestone.Types.Kind.Start, V1.Milestone.Types.State.Pending) when !day.IsStartOver => standings.Where(standing => standing.Start == StartStanding.Open),
        (V1.Milestone.Types.Kind.Completion, V1.Milestone.Types.State.Done) => standings.Where(standing => standing.Completion == CompletionStanding.Done),
        (V1.Milestone.Types.Kind.Completion, V1.Milestone.Types.State.Overdue) when day.IsYearOver => standings.Where(standing => standing.Completion != CompletionStanding.Done),
        (V1.Milestone.Types.Kind.Completion, V1.Milestone.Types.State.AtRisk) when !day.IsYearOver => standings.Where(standing => standing.Completion == CompletionStanding.AtRisk),
        (V1.Milestone.Types.Kind.Completion, V1.Milestone.Types.State.Pending) when !day.IsYearOver => standings.Where(standing => standing.Completion == CompletionStanding.Open),
        (V1.Milestone.Types.Kind.Production, V1.Milestone.Types.State.Done) => standings.Where(standing => standing.ProductionDate != null),
        (V1.Milestone.Types.Kind.Production, V1.Milestone.Types.State.Pending) => standings.Where(standing => standing.ProductionDate == null),
        (V1.Milestone.Types.Kind.Capacity, V1.Milestone.Types.State.Done) => standings.Where(standing => standing.AtCapacity),
        (V1.Milestone.Types.Kind.Capacity, V1.Milestone.Types.State.Pending) => standings.Where(standing => !standing.AtCapacity),
        _ => standings.Where(_ => false),
    };
}

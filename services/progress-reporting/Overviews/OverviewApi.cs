using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Overviews;

/// <summary>Serves the overviews.</summary>
internal sealed class OverviewApi(
    ProgressDbContext db,
    OverviewReader reader,
    PastOverview past,
    AnswerCache<OverviewKey, V1.Overview> answers,
    JournalReader<ProgressDbContext> journal,
    CallerScope scope,
    ReportingRules rules,
    BusinessClock clock,
    TimeProvider time) : V1.OverviewService.OverviewServiceBase
{
    public override async Task<V1.Overview> GetOverview(V1.GetOverviewRequest request, ServerCallContext context)
    {
        var year = PlanYears.Read(request.Name, "name", "overviews");
        if (request.AsOfTime is { } asOf)
            return await PastAsync(year, asOf, request, context.CancellationToken);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var key = new OverviewKey(year, filter.Key, request.WithUnits, clock.Today());
        return await answers.GetAsync(key, journal, Return.LineUpdated, () => BeginAsync(key, filter, context.CancellationToken), context.CancellationToken);
    }

    public override async Task<V1.ListMilestonesResponse> ListMilestones(V1.ListMilestonesRequest request, ServerCallContext context)
    {
        var page = Page<LinePlace>.Read(request.PageSize, request.PageToken, request);
        var year = PlanYears.Read(request.Parent, "parent", "overviews");
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var day = DayOf(year, clock.Today());
        var found = await MilestoneQueries.Page(db.Standings.AsNoTracking(), request, filter.Units, day, page).ToListAsync(context.CancellationToken);
        var shown = found.Take(page.Size).ToList();
        var open = shown.Where(standing => standing.Start == StartStanding.Open).Select(standing => standing.Project).ToArray();
        var missing = await db.Projects.AsNoTracking().Where(project => EF.Parameter(open).Contains(project.Id)).Select(project => new { project.Id, project.MissingProcedures })
            .ToDictionaryAsync(project => project.Id, project => project.MissingProcedures, StringComparer.Ordinal, context.CancellationToken);
        return new V1.ListMilestonesResponse
        {
            Milestones = { shown.Select(standing => OverviewMapping.ToProto(standing, request.Kind, missing.GetValueOrDefault(standing.Project, []), day)) },
            NextPageToken = found.Count > page.Size ? page.NextToken(new LinePlace(shown[^1].Position, shown[^1].Project)) : "",
        };
    }

    // What the catalog has told is not journaled here: the version of the plan, and those of the units when they are shown.
    private async Task<AnswerDraft<V1.Overview>> BeginAsync(OverviewKey key, UnitFilter filter, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Year == key.Year, cancellationToken) ?? throw DomainException.NotFound($"overviews/{key.Year}");
        var units = key.WithUnits ? await db.Units.Where(unit => unit.Reporting).SumAsync(unit => unit.Version, cancellationToken) : 0;
        return new AnswerDraft<V1.Overview>($"{plan.Version} {units}", () => reader.ReadAsync(plan, filter, key.WithUnits, DayOf(key.Year, key.Today), cancellationToken));
    }

    // The business clock went beside the real one then as it does now.
    private async Task<V1.Overview> PastAsync(int year, Timestamp asOf, V1.GetOverviewRequest request, CancellationToken cancellationToken)
    {
        var filter = await scope.RequireUnitAsync(request.Unit, cancellationToken);
        var instant = asOf.ToDateTime();
        var ago = time.GetUtcNow() - new DateTimeOffset(instant, TimeSpan.Zero);
        var overview = await past.ReadAsync(instant, filter, request.WithUnits, DayOf(year, (clock.GetUtcNow() - ago).UtcDateTime.ToLocalDate(clock.Zone)), cancellationToken);
        overview.AsOfTime = asOf;
        return overview;
    }

    private YearDay DayOf(int year, DateOnly today) => new(today, year, rules.StartDeadlineIn(year));
}

using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Serves the screenings.</summary>
internal sealed class ScreeningApi(CatalogDbContext db, CallContext call, ScreeningRun run) : V1.ScreeningService.ScreeningServiceBase
{
    public override Task<V1.ScreenPlanResponse> ScreenPlan(V1.ScreenPlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        var rules = Required.Message(request.Rules, "rules");
        return db.TryOrDoAsync(
            request.ValidateOnly,
            async () =>
            {
                var (screening, decisions) = await run.RunAsync(year, rules, request.Etag, context.CancellationToken);
                return new V1.ScreenPlanResponse { Screening = ScreeningMapping.ToProto(screening), Decisions = { decisions.Select(decision => ScreeningMapping.ToProto(decision, year, call.Language)) } };
            },
            context.CancellationToken);
    }

    public override async Task<V1.Screening> GetScreening(V1.GetScreeningRequest request, ServerCallContext context)
    {
        var (year, number) = Key(request.Name, "name");
        return ScreeningMapping.ToProto(
            await db.Screenings.AsNoTracking().SingleOrDefaultAsync(one => one.Year == year && one.Number == number, context.CancellationToken) ?? throw DomainException.NotFound(request.Name));
    }

    public override async Task<V1.ListScreeningsResponse> ListScreenings(V1.ListScreeningsRequest request, ServerCallContext context)
    {
        var page = Page<int>.Read(request.PageSize, request.PageToken, request);
        var year = PlanMapping.YearOf(request.Parent, "parent");
        var rows = db.Screenings.AsNoTracking().Where(one => one.Year == year);
        if (page.HasAfter)
            rows = rows.Where(one => one.Number < page.After);
        var found = await rows.OrderByDescending(one => one.Number).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListScreeningsResponse
        {
            Screenings = { found.Take(page.Size).Select(ScreeningMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Number) : "",
        };
    }

    public override async Task<V1.ListScreeningDecisionsResponse> ListScreeningDecisions(V1.ListScreeningDecisionsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var (year, number) = Key(request.Parent, "parent");
        var decisions = (await DecisionsAsync(year, number, request.Parent, context.CancellationToken))
            .Where(decision => request.Unit.Length == 0 || decision.Unit == request.Unit).Where(decision => decision.Chosen || !request.ChosenOnly)
            .Where(decision => !page.HasAfter || string.CompareOrdinal(decision.Project, page.After) > 0).Take(page.Size + 1).ToList();
        return new V1.ListScreeningDecisionsResponse
        {
            Decisions = { decisions.Take(page.Size).Select(decision => ScreeningMapping.ToProto(decision, year, call.Language)) },
            NextPageToken = decisions.Count > page.Size ? page.NextToken(decisions[page.Size - 1].Project) : "",
        };
    }

    public override async Task<V1.CompareScreeningResponse> CompareScreening(V1.CompareScreeningRequest request, ServerCallContext context)
    {
        var (year, number) = Key(request.Name, "name");
        var proposed = (await DecisionsAsync(year, number, request.Name, context.CancellationToken)).Where(decision => decision.Chosen).ToDictionary(decision => decision.Project, StringComparer.Ordinal);
        var plan = await db.FindPlanAsync(year, context.CancellationToken);
        var current = await db.EntriesOf(plan, new UnitFilter(null, null)).OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).ToListAsync(context.CancellationToken);
        var answer = new V1.CompareScreeningResponse();
        foreach (var row in current)
        {
            if (!proposed.Remove(row.Entry.Project, out var decision))
                answer.Added.Add(PlanEntryMapping.ToProto(row.Entry, row.Facts));
            else if (row.Entry.Attributes != decision.Entry)
                answer.Changed.Add(new V1.CompareScreeningResponse.Types.Change { Proposed = ScreeningMapping.Proposed(decision, decision.Entry!, year), Current = PlanEntryMapping.ToProto(row.Entry, row.Facts) });
        }

        answer.Removed.Add(proposed.Values.OrderBy(decision => decision.Position).Select(decision => ScreeningMapping.Proposed(decision, decision.Entry!, year)));
        return answer;
    }

    private async Task<IReadOnlyList<StoredDecision>> DecisionsAsync(int year, int number, string name, CancellationToken cancellationToken) =>
        (await db.ScreeningRecords.AsNoTracking().SingleOrDefaultAsync(one => one.Year == year && one.Number == number, cancellationToken) ?? throw DomainException.NotFound(name)).Decisions;

    private static (int Year, int Number) Key(string name, string field)
    {
        var (year, number) = ResourceNames.Pair(name, "plans", "screenings", field);
        return (PlanMapping.Year(year), int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw DomainException.NotFound(name));
    }
}

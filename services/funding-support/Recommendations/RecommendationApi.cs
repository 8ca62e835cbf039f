using Google.Api;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Recommendations;

/// <summary>Serves what the city recommends to the province and the centre.</summary>
internal sealed class RecommendationApi(FundingDbContext db, RecommendationRanking ranking, BusinessClock clock) : V1.RecommendationService.RecommendationServiceBase
{
    private const int MostExcluded = 1000;

    public override async Task<V1.Recommendation> GetRecommendation(V1.GetRecommendationRequest request, ServerCallContext context) =>
        RecommendationMapping.ToProto(await FindAsync(db.Recommendations.AsNoTracking(), request.Name, context.CancellationToken));

    public override async Task<V1.ListRecommendationsResponse> ListRecommendations(V1.ListRecommendationsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var recommendations = db.Recommendations.AsNoTracking();
        if (request.Program.Length > 0)
        {
            var program = ResourceNames.Id(request.Program, "programs", "program");
            recommendations = recommendations.Where(one => one.Program == program);
        }

        if (page.HasAfter)
            recommendations = recommendations.Where(one => string.Compare(one.Id, page.After) > 0);
        var found = await recommendations.OrderBy(one => one.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListRecommendationsResponse
        {
            Recommendations = { found.Take(page.Size).Select(RecommendationMapping.ToHead) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Recommendation> CreateRecommendation(V1.CreateRecommendationRequest request, ServerCallContext context)
    {
        var wanted = request.Recommendation ?? new V1.Recommendation();
        var program = await db.ReadProgramAsync(ResourceNames.Id(wanted.Program, "programs", "recommendation.program"), context.CancellationToken);
        var recommendation = Recommendation.Create(Guid.CreateVersion7().ToString(), program, wanted.Title.Trim());
        db.Recommendations.Add(recommendation);
        await db.SaveChangesAsync(context.CancellationToken);
        return RecommendationMapping.ToProto(recommendation);
    }

    public override Task<V1.Recommendation> RankRecommendation(V1.RankRecommendationRequest request, ServerCallContext context)
    {
        if (request.Limit < 0)
            throw DomainException.Invalid("limit", "NEGATIVE", new LocalText("不能为负。", "It is not negative."));
        if (request.ExcludedProjects.Count > MostExcluded)
            throw DomainException.Invalid("excluded_projects", "TOO_MANY", new LocalText($"不得超过 {MostExcluded} 个。", $"There are at most {MostExcluded}."));
        var excluded = request.ExcludedProjects.ToHashSet(StringComparer.Ordinal);
        return ChangeAsync(
            request.Name,
            request.Etag,
            async recommendation =>
            {
                // Locked, so that two batches to the program are not ranked past each other.
                var program = await ProgramLocks.LockAsync(db, recommendation.Program, context.CancellationToken);
                recommendation.Rank(await ranking.RankAsync(program, excluded, request.Limit, context.CancellationToken));
            },
            context.CancellationToken);
    }

    public override Task<V1.Recommendation> SendRecommendation(V1.SendRecommendationRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var day = CalendarText.ReadDay(request.SendDate, "send_date") ?? today;
        Texts.Require(request.DocumentNumber, 100, "document_number");
        return ChangeAsync(request.Name, request.Etag, recommendation => SendAsync(recommendation, request.DocumentNumber.Trim(), day, today, context.CancellationToken), context.CancellationToken);
    }

    public override Task<V1.Recommendation> RecordOutcome(V1.RecordOutcomeRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var day = CalendarText.ReadDay(request.OutcomeDate, "outcome_date") ?? today;
        Texts.AtMost(request.Note, 500, "note");
        return ChangeAsync(
            request.Name,
            request.Etag,
            recommendation =>
            {
                recommendation.Record(request.Project, (RecommendationOutcome)request.Outcome, request.OutcomeYuan, request.Note.Trim(), day, today);
                return Task.CompletedTask;
            },
            context.CancellationToken);
    }

    public override async Task<HttpBody> ExportRecommendation(V1.ExportRecommendationRequest request, ServerCallContext context)
    {
        var recommendation = await FindAsync(db.Recommendations.AsNoTracking(), request.Name, context.CancellationToken);
        var program = await db.ReadProgramAsync(recommendation.Program, context.CancellationToken);
        return Downloads.Workbook(context, recommendation.Title, RecommendationWorkbook.Write(recommendation, program));
    }

    // What another batch sent since this one was ranked is not sent twice.
    private async Task SendAsync(Recommendation recommendation, string documentNumber, DateOnly day, DateOnly today, CancellationToken cancellationToken)
    {
        await ProgramLocks.LockAsync(db, recommendation.Program, cancellationToken);
        var sent = await ranking.SentAsync(recommendation.Program, cancellationToken);
        if (recommendation.Entries.FirstOrDefault(entry => sent.Contains(entry.Project)) is { } twice)
        {
            throw DomainException.WrongState(
                "ALREADY_SENT", recommendation.ResourceName, new LocalText($"项目“{twice.ProjectTitle}”已在另一批次中上报，请重新排序。", $"{twice.ProjectTitle} was sent in another batch: rank it anew."));
        }

        recommendation.Send(documentNumber, day, today);
    }

    private static async Task<Recommendation> FindAsync(IQueryable<Recommendation> recommendations, string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "recommendations");
        return await recommendations.SingleOrDefaultAsync(one => one.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
    }

    private Task<V1.Recommendation> ChangeAsync(string name, string etag, Func<Recommendation, Task> change, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var recommendation = await FindAsync(db.Recommendations.Locked(db), name, cancellationToken);
            Etags.Check(recommendation, etag);
            await change(recommendation);
            await db.SaveChangesAsync(cancellationToken);
            return RecommendationMapping.ToProto(recommendation);
        },
        cancellationToken);
}

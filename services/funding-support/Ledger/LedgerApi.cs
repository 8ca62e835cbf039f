using Google.Api;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Serves the books of all programs.</summary>
internal sealed class LedgerApi(FundingDbContext db, CallerScope scope, BusinessClock clock, LedgerWorkbook workbook) : V1.LedgerService.LedgerServiceBase
{
    public override async Task<V1.ListPostingsResponse> ListPostings(V1.ListPostingsRequest request, ServerCallContext context)
    {
        var page = Page<PostingPlace>.Read(request.PageSize, request.PageToken, request);
        var rows = LedgerQueries.Postings(db).Visible(await scope.RequireUnitAsync(request.Unit, context.CancellationToken));
        if (IdOf(request.Program, "programs", "program") is { } program)
            rows = rows.Where(row => row.Program == program);
        if (IdOf(request.Award, "awards", "award") is { } award)
            rows = rows.Where(row => row.Award == award);
        if (request.Project.Length > 0)
            rows = rows.Where(row => row.Project == request.Project);
        if (request.Enterprise.Length > 0)
            rows = rows.Where(row => row.Enterprise == request.Enterprise);
        if (request.StartTime?.ToDateTime() is { } start)
            rows = rows.Where(row => row.PostTime >= start);
        if (request.EndTime?.ToDateTime() is { } end)
            rows = rows.Where(row => row.PostTime < end);
        var found = await LedgerQueries.Page(rows, page).ToListAsync(context.CancellationToken);
        return new V1.ListPostingsResponse
        {
            Postings = { found.Take(page.Size).Select(row => row.ToProto()) },
            NextPageToken = found.Count > page.Size && found[page.Size - 1] is var last ? page.NextToken(new PostingPlace(last.PostTime, last.Program, last.Number)) : "",
        };
    }

    public override async Task<V1.ListBalancesResponse> ListBalances(V1.ListBalancesRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var dimension = (BalanceDimension)request.Dimension;
        if (!System.Enum.IsDefined(dimension))
            throw DomainException.Invalid("dimension", "REQUIRED", new LocalText("须说明按什么汇总。", "It is required: what the balances are of."));
        var asOf = AsOf(request.AsOfTime);
        var rows = LedgerQueries.Postings(db).Visible(await scope.RequireUnitAsync(request.Unit, context.CancellationToken)).Where(row => row.PostTime <= asOf);
        if (IdOf(request.Program, "programs", "program") is { } program)
            rows = rows.Where(row => row.Program == program);
        var found = await LedgerQueries.Sum(rows, dimension, page.HasAfter ? page.After : null).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        var shown = found.Take(page.Size).ToList();
        var titles = await LedgerQueries.TitlesAsync(db, dimension, [.. shown.Select(one => one.Key)], context.CancellationToken);
        return new V1.ListBalancesResponse
        {
            Balances = { shown.Select(one => ToProto(one, dimension, titles)) },
            NextPageToken = found.Count > page.Size ? page.NextToken(shown[^1].Key) : "",
        };
    }

    public override async Task<HttpBody> ExportLedger(V1.ExportLedgerRequest request, ServerCallContext context)
    {
        var asOf = AsOf(request.AsOfTime);
        var program = IdOf(request.Program, "programs", "program");
        if (program is not null && !await db.Programs.AnyAsync(one => one.Id == program, context.CancellationToken))
            throw DomainException.NotFound(request.Program);
        var file = await workbook.WriteAsync(program, request.Year, asOf, context.CancellationToken);
        return Downloads.Workbook(context, $"资金台账-{asOf.ToLocalDate(clock.Zone):yyyyMMdd}", file);
    }

    public override async Task<V1.VerifyLedgerResponse> VerifyLedger(V1.VerifyLedgerRequest request, ServerCallContext context)
    {
        await using var moment = await LedgerProof.MomentAsync(db, context.CancellationToken);
        var found = await LedgerProof.FindAsync(db, only: null, context.CancellationToken);
        return new V1.VerifyLedgerResponse
        {
            Balanced = found.Differences.Count == 0 && found.TrialBalanceYuan == 0,
            Programs = found.Programs,
            Awards = found.Awards,
            Postings = found.Postings,
            TrialBalanceYuan = found.TrialBalanceYuan,
            Differences =
            {
                found.Differences.Select(one => new V1.VerifyLedgerResponse.Types.Difference { Resource = one.Resource, Field = one.Field, Kept = one.Kept, Recomputed = one.Recomputed }),
            },
        };
    }

    private static V1.Balance ToProto(KeyedBalances balances, BalanceDimension dimension, Dictionary<string, string> titles) => new()
    {
        Key = dimension == BalanceDimension.Program ? $"programs/{balances.Key}" : balances.Key,
        Title = titles.GetValueOrDefault(balances.Key, balances.Key),
        AppropriatedYuan = balances.Appropriated,
        CommittedYuan = balances.Committed,
        DisbursedYuan = balances.Disbursed,
        RecoveredYuan = balances.Recovered,
    };

    private static string? IdOf(string name, string collection, string field) => name.Length == 0 ? null : ResourceNames.Id(name, collection, field);

    private DateTime AsOf(Timestamp? asked)
    {
        if (asked?.ToDateTime() is not { } asOf)
            return clock.Now;
        return asOf <= clock.Now ? asOf : throw DomainException.Invalid("as_of_time", "IN_FUTURE", new LocalText("查询时点不得晚于现在。", "The time is not in the future."));
    }
}

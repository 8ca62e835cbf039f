using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Holdings;

/// <summary>Serves the equity of the asset company.</summary>
internal sealed class HoldingApi(FundingDbContext db, CallContext call, CallerScope scope, BusinessClock clock, FundingSettings settings) : V1.HoldingService.HoldingServiceBase
{
    private const int LongestDocument = 100;
    private const int LongestMethod = 200;

    public override async Task<V1.Holding> GetHolding(V1.GetHoldingRequest request, ServerCallContext context) =>
        await ShowAsync(await FindAsync(db.Holdings.AsNoTracking(), request.Name, context.CancellationToken), context.CancellationToken);

    public override async Task<V1.ListHoldingsResponse> ListHoldings(V1.ListHoldingsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var program = request.Program.Length > 0 ? ResourceNames.Id(request.Program, "programs", "program") : null;
        var holdings = Listed(filter, program, request.State);
        if (request.Overdue)
        {
            var today = clock.Today();
            holdings = holdings.Where(holding => holding.NextDue < today);
        }

        if (page.HasAfter)
            holdings = holdings.Where(holding => string.Compare(holding.Id, page.After) > 0);
        var found = await holdings.OrderBy(holding => holding.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListHoldingsResponse
        {
            Holdings = { await ShowAsync([.. found.Take(page.Size)], context.CancellationToken) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override Task<V1.Holding> CreateHolding(V1.CreateHoldingRequest request, ServerCallContext context)
    {
        var wanted = request.Holding ?? new V1.Holding();
        var awardId = ResourceNames.Id(wanted.Award, "awards", "holding.award");
        var terms = HoldingMapping.ToTerms(wanted);
        return db.InTransactionAsync(
            async () =>
            {
                // Locked with its program, so that nothing is recovered meanwhile.
                var (award, _) = await AwardLocks.LockAsync(db, awardId, context.CancellationToken);
                if (await db.Holdings.Where(other => other.Award == awardId).Select(other => other.Id).SingleOrDefaultAsync(context.CancellationToken) is { } first)
                    throw DomainException.Conflict("HOLDING_EXISTS", new LocalText("该扶持决定已有股权登记。", "The award has a holding."), ("resource", $"holdings/{first}"));
                var holding = Holding.Create(Guid.CreateVersion7().ToString(), award, terms, settings.Holdings, clock.Today());
                db.Holdings.Add(holding);
                await db.SaveChangesAsync(context.CancellationToken);
                return await ShowAsync(holding, context.CancellationToken);
            },
            context.CancellationToken);
    }

    public override Task<V1.Holding> RecordDividend(V1.RecordDividendRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var day = CalendarText.ReadDay(request.ReceiveDate, "receive_date") ?? today;
        Texts.Require(request.Voucher, LongestDocument, "voucher");
        return ChangeAsync(request.Name, request.Etag, holding => holding.Receive(request.Number, request.AmountYuan, day, request.Voucher.Trim(), today), context.CancellationToken);
    }

    public override Task<V1.Holding> RecordValuation(V1.RecordValuationRequest request, ServerCallContext context)
    {
        var day = RequiredDay(request.Date, "date");
        Texts.Require(request.DocumentNumber, LongestDocument, "document_number");
        return ChangeAsync(request.Name, request.Etag, holding => holding.Value(new Valuation(day, request.ValueYuan, request.DocumentNumber.Trim()), clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Holding> PlanExit(V1.PlanExitRequest request, ServerCallContext context)
    {
        var day = RequiredDay(request.PlanDate, "plan_date");
        Texts.Require(request.Method, LongestMethod, "method");
        return ChangeAsync(request.Name, request.Etag, holding => holding.PlanExit(day, request.Method.Trim(), call.Caller.Subject), context.CancellationToken);
    }

    public override Task<V1.Holding> ExitHolding(V1.ExitHoldingRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var day = CalendarText.ReadDay(request.ExitDate, "exit_date") ?? today;
        Texts.Require(request.DocumentNumber, LongestDocument, "document_number");
        return ChangeAsync(
            request.Name, request.Etag, holding => holding.Leave(day, request.ProceedsYuan, request.DocumentNumber.Trim(), call.Caller.Subject, today), context.CancellationToken);
    }

    private IQueryable<Holding> Listed(UnitFilter filter, string? program, V1.Holding.Types.State state)
    {
        var holdings = SupportFilter.Of(db.Holdings.AsNoTracking(), filter, program);
        return state == V1.Holding.Types.State.Unspecified ? holdings : holdings.Where(holding => holding.State == (HoldingState)state);
    }

    private static DateOnly RequiredDay(string text, string field) =>
        CalendarText.ReadDay(text, field) ?? throw DomainException.Invalid(field, "REQUIRED", new LocalText("必填。", "It is required."));

    private static async Task<Holding> FindAsync(IQueryable<Holding> holdings, string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "holdings");
        return await holdings.SingleOrDefaultAsync(holding => holding.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
    }

    private Task<V1.Holding> ChangeAsync(string name, string etag, Action<Holding> change, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var holding = await FindAsync(db.Holdings.Locked(db), name, cancellationToken);
            Etags.Check(holding, etag);
            change(holding);
            await db.SaveChangesAsync(cancellationToken);
            return await ShowAsync(holding, cancellationToken);
        },
        cancellationToken);

    private async Task<V1.Holding> ShowAsync(Holding holding, CancellationToken cancellationToken) => (await ShowAsync([holding], cancellationToken))[0];

    private async Task<IReadOnlyList<V1.Holding>> ShowAsync(IReadOnlyList<Holding> holdings, CancellationToken cancellationToken)
    {
        var ids = holdings.Select(holding => holding.Project).Distinct(StringComparer.Ordinal).ToList();
        var titles = await db.Projects.AsNoTracking().Where(project => ids.Contains(project.Id)).ToDictionaryAsync(project => project.Id, project => project.Title, StringComparer.Ordinal, cancellationToken);
        var today = clock.Today();
        return [.. holdings.Select(holding =>
        {
            var shown = HoldingMapping.ToProto(holding, today);
            shown.ProjectTitle = titles.GetValueOrDefault(holding.Project, "");
            return shown;
        })];
    }
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Awards;

/// <summary>Serves awards and moves their money.</summary>
internal sealed class AwardApi(FundingDbContext db, CallContext call, CallerScope scope, BusinessClock clock) : V1.AwardService.AwardServiceBase
{
    private const int LongestVoucher = 100;

    public override async Task<V1.Award> GetAward(V1.GetAwardRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "awards");
        return AwardMapping.ToProto(await db.Awards.AsNoTracking().SingleOrDefaultAsync(award => award.Id == id, context.CancellationToken) ?? throw DomainException.NotFound(request.Name));
    }

    public override async Task<V1.ListAwardsResponse> ListAwards(V1.ListAwardsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var awards = db.Awards.AsNoTracking();
        if (filter.Units is { } units)
            awards = awards.Where(award => units.Contains(award.Unit));
        if (filter.Enterprise is { } uscc)
            awards = awards.Where(award => award.Enterprise == uscc);
        if (request.Program.Length > 0)
        {
            var program = ResourceNames.Id(request.Program, "programs", "program");
            awards = awards.Where(award => award.Program == program);
        }

        if (page.HasAfter)
            awards = awards.Where(award => string.Compare(award.Id, page.After) > 0);
        var found = await awards.OrderBy(award => award.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListAwardsResponse
        {
            Awards = { found.Take(page.Size).Select(AwardMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override Task<V1.Award> DisburseAward(V1.DisburseAwardRequest request, ServerCallContext context) => MoveAsync(
        request.Name,
        request.Etag,
        request.RequestId,
        request.Voucher,
        (award, program, key) => award.Disburse(program, key, request.AmountYuan, request.Voucher.Trim(), call.Caller.Subject, clock.Now),
        context.CancellationToken);

    public override Task<V1.Award> RecoverAward(V1.RecoverAwardRequest request, ServerCallContext context) => MoveAsync(
        request.Name,
        request.Etag,
        request.RequestId,
        request.Voucher,
        (award, program, key) => award.Recover(program, key, request.AmountYuan, request.Voucher.Trim(), call.Caller.Subject, clock.Now),
        context.CancellationToken);

    private Task<V1.Award> MoveAsync(string name, string etag, string requestId, string voucher, Action<Award, FundingProgram, string> move, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "awards");
        Texts.Require(voucher, LongestVoucher, "voucher");
        var key = PostingKeys.Of(requestId);
        return db.InTransactionAsync(
            async () =>
            {
                var programId = await db.Awards.Where(row => row.Id == id).Select(row => row.Program).SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound(name);
                var program = await ProgramLocks.LockAsync(db, programId, cancellationToken);
                var award = await db.Awards.Where(row => row.Id == id).Locked(db).SingleAsync(cancellationToken);
                Etags.Check(award, etag);
                await PostingKeys.RefuseTakenAsync(db, programId, key, cancellationToken);
                move(award, program, key);
                await db.SaveChangesAsync(cancellationToken);
                return AwardMapping.ToProto(award);
            },
            cancellationToken);
    }
}

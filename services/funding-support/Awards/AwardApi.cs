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
        var program = request.Program.Length > 0 ? ResourceNames.Id(request.Program, "programs", "program") : null;
        var awards = SupportFilter.Of(db.Awards.AsNoTracking(), filter, program);
        if (page.HasAfter)
            awards = awards.Where(award => string.Compare(award.Id, page.After) > 0);
        var found = await awards.OrderBy(award => award.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListAwardsResponse
        {
            Awards = { found.Take(page.Size).Select(AwardMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override Task<V1.Award> ConfirmInstalment(V1.ConfirmInstalmentRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "awards");
        Texts.Require(request.DocumentNumber, LongestVoucher, "document_number");
        return db.InTransactionAsync(
            async () =>
            {
                var (award, _) = await AwardLocks.LockAsync(db, id, context.CancellationToken);
                Etags.Check(award, request.Etag);
                award.Confirm(request.Instalment, request.DocumentNumber.Trim(), call.Caller.Subject);
                await db.SaveChangesAsync(context.CancellationToken);
                return AwardMapping.ToProto(award);
            },
            context.CancellationToken);
    }

    public override Task<V1.Award> DisburseAward(V1.DisburseAwardRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "awards");
        var validation = new Validation();
        Texts.Require(validation, request.Voucher, LongestVoucher, "voucher");
        Texts.Require(validation, request.BankReference, LongestVoucher, "bank_reference");
        validation.ThrowIfAny();
        return MoveAsync(
            [id],
            request.Etag,
            request.RequestId,
            async (locked, key) =>
            {
                var (award, program) = locked[id];
                var papers = new Papers(request.Voucher.Trim(), request.BankReference.Trim());
                award.Disburse(program, new Payment(key, request.AmountYuan, call.Caller.Subject, papers, clock.Now), request.Instalment, await IsCompletedAsync(award, context.CancellationToken));
            },
            context.CancellationToken);
    }

    public override Task<V1.Award> RecoverAward(V1.RecoverAwardRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "awards");
        var setOff = request.SetOffAward.Length > 0 ? ResourceNames.Id(request.SetOffAward, "awards", "set_off_award") : null;
        var validation = new Validation();
        Texts.Require(validation, request.Voucher, LongestVoucher, "voucher");
        Texts.Require(validation, request.DocumentNumber, LongestVoucher, "document_number");
        Texts.AtMost(validation, request.BankReference, LongestVoucher, "bank_reference");
        validation.Check(setOff != id, "set_off_award", "SAME_AWARD", new LocalText("不能与自身抵扣。", "An award is not set off against itself."));
        validation.ThrowIfAny();
        return MoveAsync(
            setOff is null ? [id] : [id, setOff],
            request.Etag,
            request.RequestId,
            async (locked, key) =>
            {
                var (award, program) = locked[id];
                var recovery = new Payment(key, request.AmountYuan, call.Caller.Subject, new Papers(request.Voucher.Trim(), request.BankReference.Trim(), request.DocumentNumber.Trim()), clock.Now);
                award.Recover(program, recovery);
                if (setOff is null)
                    return;
                var (other, payer) = locked[setOff];
                if (other.Enterprise != award.Enterprise)
                    throw DomainException.Invalid("set_off_award", "OTHER_ENTERPRISE", new LocalText("只能与同一企业的扶持资金抵扣。", "An award is set off against one of the same enterprise."));
                other.Disburse(payer, recovery with { Key = $"{key}:set-off" }, number: 0, await IsCompletedAsync(other, context.CancellationToken));
            },
            context.CancellationToken);
    }

    private async Task<bool> IsCompletedAsync(Award award, CancellationToken cancellationToken) =>
        await db.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.Id == award.Project, cancellationToken) is { IsCompleted: true };

    private Task<V1.Award> MoveAsync(
        string[] ids, string etag, string requestId, Func<IReadOnlyDictionary<string, (Award Award, FundingProgram Program)>, string, Task> move, CancellationToken cancellationToken)
    {
        var key = PostingKeys.Of(requestId);
        return db.InTransactionAsync(
            async () =>
            {
                var locked = await AwardLocks.LockAsync(db, ids, cancellationToken);
                var (award, program) = locked[ids[0]];
                Etags.Check(award, etag);
                await PostingKeys.RefuseTakenAsync(db, program.Id, key, cancellationToken);
                await move(locked, key);
                await db.SaveChangesAsync(cancellationToken);
                return AwardMapping.ToProto(award);
            },
            cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Turns an application into an award: decision, commitment of the budget and claim of the base in one transaction; and takes that back.</summary>
internal sealed class Approval(FundingDbContext db, CallContext call, BusinessClock clock)
{
    public Task<Application> ApproveAsync(string id, V1.ApproveApplicationRequest request, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var programId = await db.Applications.Where(row => row.Id == id).Select(row => row.Program).SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound($"applications/{id}");
            var program = await ProgramLocks.LockAsync(db, programId, cancellationToken);
            var application = await db.Applications.SingleAsync(row => row.Id == id, cancellationToken);
            Etags.Check(application, request.Etag);
            var rules = await db.RulesVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Program == programId && version.Number == application.RulesNumber, cancellationToken);
            var approver = call.Caller.Subject;
            var decidedYuan = request.DecidedYuan == 0 ? application.ProposedYuan : request.DecidedYuan;
            application.CheckDecision(approver, decidedYuan, rules?.Rules.Propose(application.BaseYuan) ?? 0, clock.Today());
            if (program.Level == ProgramLevel.Municipal)
                await SupportedBase.TakeAsync(db, application, rules!.Rules, cancellationToken);
            var commitment = new Payment(application.ResourceName, decidedYuan, approver, new Papers(request.DocumentNumber.Trim()), clock.Now);
            var award = Award.Grant(Guid.CreateVersion7().ToString(), application, program, rules!.Rules, AwardMapping.ToInstalments(request.Instalments), commitment);
            application.Approve(approver, decidedYuan, award.Id);
            db.Awards.Add(award);
            await db.SaveChangesAsync(cancellationToken);
            return application;
        },
        cancellationToken);

    /// <summary>Takes the decision back: application, award and budget in one transaction.</summary>
    public Task<Application> RevokeAsync(string id, V1.RevokeApplicationRequest request, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var found = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw DomainException.NotFound($"applications/{id}");
            found.RequireApproved();
            var (award, program) = await AwardLocks.LockAsync(db, found.Award, cancellationToken);
            var application = await db.Applications.SingleAsync(row => row.Id == id, cancellationToken);
            Etags.Check(application, request.Etag);
            var key = PostingKeys.Of(request.RequestId);
            await PostingKeys.RefuseTakenAsync(db, program.Id, key, cancellationToken);
            var document = request.DocumentNumber.Trim();
            application.Revoke(request.Reason.Trim());
            award.Revoke(program, new Payment(key, 0, call.Caller.Subject, new Papers(document, DecisionDocument: document), clock.Now));
            await db.SaveChangesAsync(cancellationToken);
            return application;
        },
        cancellationToken);
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Reads the ledger of a program and proves it.</summary>
internal sealed class LedgerReader(FundingDbContext db)
{
    /// <summary>Gives a page of postings, the sums kept, and whether the sums of all postings are the same.</summary>
    /// <exception cref="DomainException">NOT_FOUND, or a wrong page.</exception>
    public async Task<V1.ListLedgerResponse> ListAsync(string program, V1.ListLedgerRequest request, CancellationToken cancellationToken)
    {
        var page = Page<long>.Read(request.PageSize, request.PageToken, request);
        await using var moment = await LedgerProof.MomentAsync(db, cancellationToken);
        var kept = await db.Programs.AsNoTracking().Where(row => row.Id == program).Select(row => new Balances(row.AppropriatedYuan, row.CommittedYuan, row.DisbursedYuan, row.RecoveredYuan))
            .Cast<Balances?>().SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound($"programs/{program}");
        var found = await LedgerQueries.Postings(db).Where(posting => posting.Program == program && posting.Number > page.After).OrderBy(posting => posting.Number).Take(page.Size + 1).ToListAsync(cancellationToken);
        var findings = await LedgerProof.FindAsync(db, program, cancellationToken);
        return new V1.ListLedgerResponse
        {
            Postings = { found.Take(page.Size).Select(posting => posting.ToProto()) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Number) : "",
            AppropriatedYuan = kept.Appropriated,
            CommittedYuan = kept.Committed,
            DisbursedYuan = kept.Disbursed,
            RecoveredYuan = kept.Recovered,
            Balanced = findings.Differences.Count == 0,
        };
    }
}

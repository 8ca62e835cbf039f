using System.Data;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
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

        // Sums and postings must be of the same moment: a payment in between would look like an error in the books.
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var kept = await db.Programs.AsNoTracking().Where(row => row.Id == program).Select(row => new KeptSums(row.PostingCount, row.AppropriatedYuan, row.CommittedYuan, row.DisbursedYuan, row.RecoveredYuan))
            .SingleOrDefaultAsync(cancellationToken) ?? throw DomainException.NotFound($"programs/{program}");
        var postings = db.Postings.AsNoTracking().Where(posting => posting.Program == program);
        var found = await postings.Where(posting => posting.Number > page.After).OrderBy(posting => posting.Number).Take(page.Size + 1).ToListAsync(cancellationToken);
        var balanced = await IsBalancedAsync(program, kept, cancellationToken);
        return new V1.ListLedgerResponse
        {
            Postings = { found.Take(page.Size).Select(ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Number) : "",
            AppropriatedYuan = kept.Appropriated,
            CommittedYuan = kept.Committed,
            DisbursedYuan = kept.Disbursed,
            RecoveredYuan = kept.Recovered,
            Balanced = balanced,
        };
    }

    private async Task<bool> IsBalancedAsync(string program, KeptSums kept, CancellationToken cancellationToken)
    {
        var groups = await db.Postings.AsNoTracking().Where(posting => posting.Program == program).GroupBy(posting => new { posting.Award, posting.Kind })
            .Select(group => new { group.Key.Award, group.Key.Kind, Count = group.LongCount(), Last = group.Max(posting => posting.Number), Yuan = group.Sum(posting => posting.AmountYuan) }).ToListAsync(cancellationToken);
        var awards = await db.Awards.AsNoTracking().Where(award => award.Program == program)
            .Select(award => new { award.Id, Sums = new Balances(0, award.AmountYuan, award.DisbursedYuan, award.RecoveredYuan) }).ToDictionaryAsync(award => award.Id, award => award.Sums, StringComparer.Ordinal, cancellationToken);

        // The sum of a group counts like one posting of that amount.
        var (sums, sumsOfAwards) = ProgramLedger.Sum(groups.Select(group => new Posting("", group.Kind, group.Award, group.Yuan)));
        return sums == kept.Balances
            && groups.Sum(group => group.Count) == kept.Count
            && groups.Select(group => group.Last).DefaultIfEmpty().Max() == kept.Count
            && awards.Count == sumsOfAwards.Count
            && awards.All(award => sumsOfAwards.GetValueOrDefault(award.Key) == award.Value)
            && ProgramLedger.Holds(sums, sumsOfAwards.Values);
    }

    private static V1.LedgerPosting ToProto(LedgerPosting posting) => new()
    {
        Number = posting.Number,
        Kind = posting.Kind.ToString().ToUpperInvariant(),
        DebitFrom = (V1.LedgerPosting.Types.Account)posting.Posting.From,
        CreditTo = (V1.LedgerPosting.Types.Account)posting.Posting.To,
        AmountYuan = posting.AmountYuan,
        Award = posting.Award.Length > 0 ? $"awards/{posting.Award}" : "",
        Voucher = posting.Voucher,
        Actor = posting.Actor,
        PostTime = CalendarText.Instant(posting.PostTime),
    };

    private sealed record KeptSums(long Count, long Appropriated, long Committed, long Disbursed, long Recovered)
    {
        public Balances Balances => new(Appropriated, Committed, Disbursed, Recovered);
    }
}

using System.Data;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Something in the books that does not fit.</summary>
/// <param name="Resource"><c>programs/{id}</c> or <c>awards/{id}</c>.</param>
/// <param name="Field">Field of it, or an invariant.</param>
internal sealed record LedgerDifference(string Resource, string Field, long Kept, long Recomputed);

/// <summary>What was looked at, and what does not fit.</summary>
internal sealed record LedgerFindings(int Programs, int Awards, long Postings, long TrialBalanceYuan, IReadOnlyList<LedgerDifference> Differences);

/// <summary>Proves the books: every sum that is kept is the sum of its postings, and every invariant holds.</summary>
internal static class LedgerProof
{
    /// <summary>Looks at one program or at all. Sums and postings must be of one moment: call it in a transaction that reads repeatably.</summary>
    /// <param name="only">Id of the program, null for all.</param>
    public static async Task<LedgerFindings> FindAsync(FundingDbContext db, string? only, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("The books are read at one moment: that needs a transaction.");
        var programs = await db.Programs.AsNoTracking().Where(program => only == null || program.Id == only).OrderBy(program => program.Id)
            .Select(program => new { program.Id, program.PostingCount, Sums = new Balances(program.AppropriatedYuan, program.CommittedYuan, program.DisbursedYuan, program.RecoveredYuan) }).ToListAsync(cancellationToken);
        var awards = await db.Awards.AsNoTracking().Where(award => only == null || award.Program == only).OrderBy(award => award.Id)
            .Select(award => new { award.Id, award.Program, Sums = new Balances(0, award.AmountYuan - award.ReleasedYuan, award.DisbursedYuan, award.RecoveredYuan) }).ToListAsync(cancellationToken);
        var groups = (await db.Postings.AsNoTracking().Where(posting => only == null || posting.Program == only).GroupBy(posting => new { posting.Program, posting.Award, posting.Kind })
            .Select(group => new { group.Key.Program, group.Key.Award, group.Key.Kind, Count = group.LongCount(), Last = group.Max(posting => posting.Number), Yuan = group.Sum(posting => posting.AmountYuan) })
            .ToListAsync(cancellationToken)).ToLookup(group => group.Program, StringComparer.Ordinal);
        var differences = new List<LedgerDifference>();
        foreach (var program in programs)
        {
            // The sum of a group counts like one posting of that amount.
            var (sums, ofAwards) = ProgramLedger.Sum(groups[program.Id].Select(group => new Posting("", group.Kind, group.Award, group.Yuan)));
            var (resource, own) = ($"programs/{program.Id}", awards.Where(award => award.Program == program.Id).ToDictionary(award => award.Id, award => award.Sums, StringComparer.Ordinal));
            differences.AddRange(Compare(resource, program.Sums, sums));

            // Numbered from 1 without a gap: their number is that of the last.
            var (count, number) = (groups[program.Id].Sum(group => group.Count), groups[program.Id].Select(group => group.Last).DefaultIfEmpty().Max());
            differences.AddRange(Compare(resource, "postings", program.PostingCount, count == program.PostingCount ? number : count));
            if (sums.Committed < 0 || sums.Committed > sums.Appropriated)
                differences.Add(new LedgerDifference(resource, "COMMITTED_WITHIN_APPROPRIATED", sums.Appropriated, sums.Committed));
            foreach (var award in own.Keys.Union(ofAwards.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                differences.AddRange(OfAward($"awards/{award}", own.GetValueOrDefault(award), ofAwards.GetValueOrDefault(award)));
        }

        var all = groups.SelectMany(group => group).ToList();
        return new LedgerFindings(programs.Count, awards.Count, all.Sum(group => group.Count), TrialBalance(all.Select(group => new Posting("", group.Kind, group.Award, group.Yuan))), differences);
    }

    /// <summary>Begins a transaction in which sums and postings are of one moment: a payment in between would look like an error in the books.</summary>
    public static Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> MomentAsync(FundingDbContext db, CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    private static IEnumerable<LedgerDifference> OfAward(string resource, Balances kept, Balances recomputed)
    {
        foreach (var difference in Compare(resource, kept, recomputed))
            yield return difference;
        if (recomputed.Disbursed > recomputed.Committed)
            yield return new LedgerDifference(resource, "DISBURSED_WITHIN_COMMITTED", recomputed.Committed, recomputed.Disbursed);
        if (recomputed.Recovered < 0 || recomputed.Recovered > recomputed.Disbursed)
            yield return new LedgerDifference(resource, "RECOVERED_WITHIN_DISBURSED", recomputed.Disbursed, recomputed.Recovered);
    }

    private static IEnumerable<LedgerDifference> Compare(string resource, Balances kept, Balances recomputed) =>
    [
        .. Compare(resource, "appropriated_yuan", kept.Appropriated, recomputed.Appropriated),
        .. Compare(resource, "committed_yuan", kept.Committed, recomputed.Committed),
        .. Compare(resource, "disbursed_yuan", kept.Disbursed, recomputed.Disbursed),
        .. Compare(resource, "recovered_yuan", kept.Recovered, recomputed.Recovered),
    ];

    private static IEnumerable<LedgerDifference> Compare(string resource, string field, long kept, long recomputed) => kept == recomputed ? [] : [new LedgerDifference(resource, field, kept, recomputed)];

    private static long TrialBalance(IEnumerable<Posting> postings)
    {
        var accounts = Enum.GetValues<Account>().ToDictionary(account => account, _ => 0L);
        foreach (var posting in postings)
        {
            accounts[posting.From] -= posting.AmountYuan;
            accounts[posting.To] += posting.AmountYuan;
        }

        return accounts.Values.Sum();
    }
}

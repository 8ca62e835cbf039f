using CsCheck;
using Renovation.FundingSupport.Ledger;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class LedgerTests
{
    [Theory]
    [InlineData(PostingKind.Commitment, 51, "BUDGET_EXCEEDED")]
    [InlineData(PostingKind.Disbursement, 31, "AWARD_EXCEEDED")]
    [InlineData(PostingKind.Release, 31, "RELEASE_EXCEEDS_UNPAID")]
    [InlineData(PostingKind.Recovery, 17, "RECOVERY_EXCEEDS_DISBURSED")]
    internal void Posting_BeyondWhatIsLeft_IsRefusedByName(PostingKind kind, long amount, string reason)
    {
        var program = new Balances(Appropriated: 100, Committed: 50, Disbursed: 20, Recovered: 4);
        var award = new Balances(Appropriated: 0, Committed: 50, Disbursed: 20, Recovered: 4);

        Should.Throw<DomainException>(() => ProgramLedger.Check(new Posting("k", kind, "a", amount + 1), program, award)).Reason.ShouldBe(reason);
        Should.Throw<DomainException>(() => ProgramLedger.Check(new Posting("k", kind, "a", amount), program, award), "one more than is left");
        Should.NotThrow(() => ProgramLedger.Check(new Posting("k", kind, "a", amount - 1), program, award));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Posting_NotAboveZero_IsRefused(long amount) =>
        Should.Throw<DomainException>(() => ProgramLedger.Check(new Posting("k", PostingKind.Appropriation, "", amount), default, default)).Reason.ShouldBe("NOT_POSITIVE");

    [Fact]
    public void Postings_AnyAcceptedSequence_KeepTheInvariantsAndSumToZero() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3], Gen.Long[1, 1000]).Array[0, 200].Sample(steps =>
        {
            var postings = new List<Posting>();
            foreach (var (kind, award, amount) in steps)
            {
                var posting = new Posting(postings.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), (PostingKind)kind, kind == 1 ? "" : $"a{award}", amount);
                var before = ProgramLedger.Sum(postings);
                try
                {
                    ProgramLedger.Check(posting, before.Program, before.Awards.GetValueOrDefault(posting.Award));
                    postings.Add(posting);
                }
                catch (DomainException)
                {
                    // A refused posting is not in the ledger.
                }
            }

            var (program, awards) = ProgramLedger.Sum(postings);
            ProgramLedger.Holds(program, awards.Values).ShouldBeTrue();
            var accounts = Enum.GetValues<Account>().ToDictionary(account => account, account => postings.Where(posting => posting.To == account).Sum(posting => posting.AmountYuan) - postings.Where(posting => posting.From == account).Sum(posting => posting.AmountYuan));
            accounts.Values.Sum().ShouldBe(0);
            accounts[Account.Available].ShouldBe(program.Appropriated - program.Committed);
            accounts[Account.Committed].ShouldBe(program.Committed - program.Disbursed);
            accounts[Account.Disbursed].ShouldBe(program.Disbursed - program.Recovered);
        });

    [Fact]
    public void Holds_BrokenSums_IsFalse()
    {
        ProgramLedger.Holds(new Balances(10, 11, 0, 0), []).ShouldBeFalse();
        ProgramLedger.Holds(new Balances(10, 10, 11, 0), [new Balances(0, 10, 11, 0)]).ShouldBeFalse();
        ProgramLedger.Holds(new Balances(10, 10, 5, 6), [new Balances(0, 10, 5, 6)]).ShouldBeFalse();
    }
}

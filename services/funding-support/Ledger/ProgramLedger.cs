using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Accounts of a program; every posting moves an amount from one to another, so they always sum to zero.</summary>
internal enum Account
{
    Treasury = 1,
    Available = 2,
    Committed = 3,
    Disbursed = 4,
    Recovered = 5,
}

/// <summary>What a posting is for.</summary>
internal enum PostingKind
{
    Appropriation = 1,
    Commitment = 2,
    Disbursement = 3,
    Recovery = 4,
    Release = 5,
}

/// <summary>An entry of the append-only ledger.</summary>
/// <param name="Key">Idempotency key, unique in the program.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Award">Id of the award, empty for appropriations.</param>
/// <param name="AmountYuan">Amount in yuan, above 0.</param>
internal sealed record Posting(string Key, PostingKind Kind, string Award, long AmountYuan)
{
    /// <summary>Account the amount leaves.</summary>
    public Account From => Kind switch
    {
        PostingKind.Appropriation => Account.Treasury,
        PostingKind.Commitment => Account.Available,
        PostingKind.Disbursement or PostingKind.Release => Account.Committed,
        PostingKind.Recovery => Account.Disbursed,
        _ => throw new InvalidOperationException($"{Kind} is not a kind of posting."),
    };

    /// <summary>Account the amount enters.</summary>
    public Account To => Kind switch
    {
        PostingKind.Appropriation or PostingKind.Release => Account.Available,
        PostingKind.Commitment => Account.Committed,
        PostingKind.Disbursement => Account.Disbursed,
        PostingKind.Recovery => Account.Recovered,
        _ => throw new InvalidOperationException($"{Kind} is not a kind of posting."),
    };
}

/// <summary>Sums of a program or of an award, in yuan.</summary>
internal readonly record struct Balances(long Appropriated, long Committed, long Disbursed, long Recovered)
{
    /// <summary>Returns the sums after a posting.</summary>
    /// <exception cref="OverflowException">When a sum no longer fits.</exception>
    public Balances After(Posting posting) => posting.Kind switch
    {
        PostingKind.Appropriation => this with { Appropriated = checked(Appropriated + posting.AmountYuan) },
        PostingKind.Commitment => this with { Committed = checked(Committed + posting.AmountYuan) },
        PostingKind.Release => this with { Committed = Committed - posting.AmountYuan },
        PostingKind.Disbursement => this with { Disbursed = checked(Disbursed + posting.AmountYuan) },
        PostingKind.Recovery => this with { Recovered = checked(Recovered + posting.AmountYuan) },
        _ => throw new ArgumentOutOfRangeException(nameof(posting), posting.Kind, "Not a kind."),
    };
}

/// <summary>The rules of the ledger: committed ≤ appropriated; disbursed ≤ committed and recovered ≤ disbursed, per award.</summary>
internal static class ProgramLedger
{
    /// <summary>Refuses a posting that would break an invariant.</summary>
    /// <param name="posting">The posting.</param>
    /// <param name="program">Sums of the program before it.</param>
    /// <param name="award">Sums of its award before it.</param>
    /// <exception cref="DomainException">Invalid for an amount that is not above 0; WrongState with the invariant's name.</exception>
    public static void Check(Posting posting, Balances program, Balances award)
    {
        if (posting.AmountYuan <= 0)
            throw DomainException.Invalid("amount_yuan", "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
        var left = posting.Kind switch
        {
            PostingKind.Appropriation => long.MaxValue - program.Appropriated,
            PostingKind.Commitment => program.Appropriated - program.Committed,
            PostingKind.Disbursement or PostingKind.Release => award.Committed - award.Disbursed,
            PostingKind.Recovery => award.Disbursed - award.Recovered,
            _ => throw new ArgumentOutOfRangeException(nameof(posting), posting.Kind, "Not a kind."),
        };
        if (posting.AmountYuan > left)
            throw DomainException.WrongState(ReasonOf(posting.Kind), posting.Award.Length > 0 ? $"awards/{posting.Award}" : "", new LocalText($"金额 {posting.AmountYuan} 元超过余额 {left} 元。", $"{posting.AmountYuan} yuan is more than the {left} yuan that are left."));
    }

    /// <summary>Recomputes the sums of a list of postings: of the program and of each award.</summary>
    public static (Balances Program, IReadOnlyDictionary<string, Balances> Awards) Sum(IEnumerable<Posting> postings)
    {
        var program = default(Balances);
        var awards = new Dictionary<string, Balances>(StringComparer.Ordinal);
        foreach (var posting in postings)
        {
            program = program.After(posting);
            if (posting.Award.Length > 0)
                awards[posting.Award] = awards.GetValueOrDefault(posting.Award).After(posting);
        }

        return (program, awards);
    }

    /// <summary>Says whether sums keep every invariant.</summary>
    public static bool Holds(Balances program, IEnumerable<Balances> awards) =>
        program.Committed >= 0 && program.Committed <= program.Appropriated
        && awards.All(award => award.Disbursed <= award.Committed && award.Recovered <= award.Disbursed && award.Recovered >= 0);

    private static string ReasonOf(PostingKind kind) => kind switch
    {
        PostingKind.Commitment => "BUDGET_EXCEEDED",
        PostingKind.Disbursement => "AWARD_EXCEEDED",
        PostingKind.Recovery => "RECOVERY_EXCEEDS_DISBURSED",
        PostingKind.Release => "RELEASE_EXCEEDS_UNPAID",
        _ => "AMOUNT_TOO_LARGE",
    };
}

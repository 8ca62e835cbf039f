namespace Renovation.FundingSupport.Ledger;

/// <summary>A posting as it stands in the ledger of a program; never changed, never removed.</summary>
internal sealed class LedgerPosting(string program, long number, string key, PostingKind kind, string award, long amountYuan, string voucher, string bankReference, string decisionDocument, string actor, DateTime postTime)
{
    /// <summary>Id of the program.</summary>
    public string Program { get; } = program;

    /// <summary>Number in the program's ledger, from 1 without a gap.</summary>
    public long Number { get; } = number;

    /// <summary>Idempotency key, unique in the program.</summary>
    public string Key { get; } = key;

    public PostingKind Kind { get; } = kind;

    /// <summary>Id of the award, empty for appropriations.</summary>
    public string Award { get; } = award;

    public long AmountYuan { get; } = amountYuan;

    /// <summary>Document or voucher it is based on.</summary>
    public string Voucher { get; } = voucher;

    /// <summary>Reference of the bank transfer, empty when there is none.</summary>
    public string BankReference { get; } = bankReference;

    /// <summary>Decision that a recovery or release follows, else empty.</summary>
    public string DecisionDocument { get; } = decisionDocument;

    public string Actor { get; } = actor;

    /// <summary>When it was made (UTC).</summary>
    public DateTime PostTime { get; } = postTime;

    public Posting Posting => new(Key, Kind, Award, AmountYuan);
}

using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Ledger;

/// <summary>A posting with whom it is for.</summary>
internal sealed record PostedRow
{
    public required string Program { get; init; }

    public required long Number { get; init; }

    public required PostingKind Kind { get; init; }

    public required string Award { get; init; }

    public required long AmountYuan { get; init; }

    public required string Voucher { get; init; }

    public required string BankReference { get; init; }

    public required string DecisionDocument { get; init; }

    public required string Actor { get; init; }

    public required DateTime PostTime { get; init; }

    /// <summary>Project of the award, empty for appropriations; so are the two below.</summary>
    public required string Project { get; init; }

    public required string Enterprise { get; init; }

    public required string Unit { get; init; }

    public V1.LedgerPosting ToProto()
    {
        var posting = new Posting("", Kind, Award, AmountYuan);
        return new V1.LedgerPosting
        {
            Program = $"programs/{Program}",
            Number = Number,
            Kind = Kind.ToString().ToUpperInvariant(),
            DebitFrom = (V1.LedgerPosting.Types.Account)posting.From,
            CreditTo = (V1.LedgerPosting.Types.Account)posting.To,
            AmountYuan = AmountYuan,
            Award = Award.Length > 0 ? $"awards/{Award}" : "",
            Project = Project,
            Enterprise = Enterprise,
            Unit = Unit,
            Voucher = Voucher,
            BankReference = BankReference,
            DecisionDocument = DecisionDocument,
            Actor = Actor,
            PostTime = CalendarText.Instant(PostTime),
        };
    }
}

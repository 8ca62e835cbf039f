using System.Text.Json.Serialization;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Holdings;

/// <summary>What is owed on one day by the terms of a holding, and what came of it.</summary>
internal sealed record Dividend
{
    /// <summary>Number, from 1, in the order of days.</summary>
    public required int Number { get; init; }

    public required DateOnly DueDate { get; init; }

    public required long AmountYuan { get; init; }

    public long ReceivedYuan { get; init; }

    /// <summary>Day of the last receipt, null before.</summary>
    public DateOnly? ReceiveDate { get; init; }

    public IReadOnlyList<string> Vouchers { get; init; } = [];

    [JsonIgnore]
    public long LeftYuan => AmountYuan - ReceivedYuan;

    /// <summary>Whether it is owed although its day is over.</summary>
    public bool IsOverdue(DateOnly today) => LeftYuan > 0 && DueDate < today;

    /// <summary>Books a receipt.</summary>
    /// <exception cref="DomainException">NOT_POSITIVE; DIVIDEND_EXCEEDED: more than is owed.</exception>
    public Dividend Receive(long amountYuan, DateOnly day, string voucher, string holding)
    {
        if (amountYuan <= 0)
            throw DomainException.Invalid("amount_yuan", "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
        if (amountYuan > LeftYuan)
            throw DomainException.WrongState("DIVIDEND_EXCEEDED", holding, new LocalText($"金额 {amountYuan} 元超过应收余额 {LeftYuan} 元。", $"{amountYuan} yuan is more than the {LeftYuan} yuan that are owed."));
        return this with { ReceivedYuan = ReceivedYuan + amountYuan, ReceiveDate = day, Vouchers = [.. Vouchers, voucher] };
    }
}

/// <summary>What a holding was found to be worth.</summary>
internal sealed record Valuation(DateOnly Day, long ValueYuan, string DocumentNumber);

/// <summary>How the money of a holding is to come back, or came.</summary>
internal sealed record HoldingExit(DateOnly PlanDate, string Method, string Planner)
{
    /// <summary>Day of the exit, null before.</summary>
    public DateOnly? Day { get; init; }

    public long ProceedsYuan { get; init; }

    public string DocumentNumber { get; init; } = "";

    public string Executor { get; init; } = "";
}

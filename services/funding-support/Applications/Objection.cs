using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>What became of an objection.</summary>
internal enum ObjectionOutcome
{
    Open = 0,
    Upheld = 1,
    Dismissed = 2,
}

/// <summary>An objection during publicity (异议).</summary>
internal sealed record Objection
{
    /// <summary>Number in the application, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Who objects, empty when nobody wants to be named.</summary>
    public required string Objector { get; init; }

    public required string Content { get; init; }

    public required string Recorder { get; init; }

    public required DateTime ObjectTime { get; init; }

    public ObjectionOutcome Outcome { get; init; }

    public string Settlement { get; init; } = "";

    public string Settler { get; init; } = "";

    public DateTime? SettleTime { get; init; }

    /// <summary>Settles it.</summary>
    /// <exception cref="DomainException">OBJECTION_SETTLED; FOUR_EYES; REQUIRED.</exception>
    public Objection Settle(ObjectionOutcome outcome, string settlement, string settler, string application, DateTime now)
    {
        if (Outcome != ObjectionOutcome.Open)
            throw DomainException.WrongState("OBJECTION_SETTLED", application, new LocalText($"异议 {Number} 已处理。", $"Objection {Number} is settled."));
        if (outcome is not (ObjectionOutcome.Upheld or ObjectionOutcome.Dismissed))
            throw DomainException.Invalid("outcome", "REQUIRED", new LocalText("须填写处理结果。", "The outcome is required."));
        if (settler == Recorder)
            throw DomainException.Denied("FOUR_EYES", new LocalText("登记异议的人不得处理该异议。", "Who recorded an objection does not settle it."));
        return this with { Outcome = outcome, Settlement = settlement, Settler = settler, SettleTime = now };
    }
}

using System.Text.Json.Serialization;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Awards;

/// <summary>What must be so before an instalment is paid.</summary>
internal enum InstalmentCondition
{
    None = 0,

    /// <summary>竣工验收: the project is completed, as the catalog said last.</summary>
    ProjectCompleted = 1,

    /// <summary>What the note says, once somebody confirmed it by a document.</summary>
    Confirmed = 2,
}

/// <summary>A part of an award that is paid on a condition.</summary>
internal sealed record Instalment
{
    private const int Most = 20;
    private const int LongestNote = 200;

    /// <summary>Number, from 1, in the order of payment.</summary>
    public required int Number { get; init; }

    public required long AmountYuan { get; init; }

    public InstalmentCondition Condition { get; init; }

    /// <summary>The condition in words.</summary>
    public string Note { get; init; } = "";

    public long PaidYuan { get; init; }

    /// <summary>Number of the document that confirmed the condition, empty before.</summary>
    public string ConfirmDocument { get; init; } = "";

    public string Confirmer { get; init; } = "";

    [JsonIgnore]
    public long LeftYuan => AmountYuan - PaidYuan;

    /// <summary>Gives the instalments of an award: those that were asked for, else one of all.</summary>
    /// <exception cref="DomainException">Invalid, listing what is wrong.</exception>
    public static IReadOnlyList<Instalment> Plan(IReadOnlyList<Instalment> wanted, long amountYuan)
    {
        if (wanted.Count == 0)
            return [new Instalment { Number = 1, AmountYuan = amountYuan }];
        var validation = new Validation();
        validation.Check(wanted.Count <= Most, "instalments", "TOO_MANY", new LocalText($"分期不得超过 {Most} 期。", $"There are at most {Most} instalments."));
        foreach (var (one, index) in wanted.Select((one, index) => (one, index)))
        {
            var field = $"instalments[{index}]";
            validation.Check(one.AmountYuan > 0, $"{field}.amount_yuan", "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
            validation.Check(Enum.IsDefined(one.Condition), $"{field}.condition", "OUT_OF_RANGE", new LocalText("条件的取值无效。", "The condition has no such value."));
            validation.Check(one.Note.Length <= LongestNote, $"{field}.note", "LENGTH", new LocalText($"不得超过 {LongestNote} 字。", $"It has at most {LongestNote} characters."));
            validation.Check(one.Condition != InstalmentCondition.Confirmed || one.Note.Length > 0, $"{field}.note", "REQUIRED", new LocalText("须写明条件。", "The condition is to be given in words."));
        }

        validation.Check(
            wanted.Sum(one => (decimal)one.AmountYuan) == amountYuan, "instalments", "SUM", new LocalText($"各期合计须等于批准金额 {amountYuan} 元。", $"Together they are the {amountYuan} yuan that are decided."));
        validation.ThrowIfAny();
        return [.. wanted.Select((one, index) => one with { Number = index + 1, PaidYuan = 0, ConfirmDocument = "", Confirmer = "" })];
    }
}

using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Maps returns to the contract and back.</summary>
internal static class ReturnMapping
{
    public const int LongestName = 50;

    /// <summary>Names of the fields that a caller may change.</summary>
    public static readonly string[] Updatable = [.. ReturnHead.Fields, Candidate.Field];

    public static V1.Return ToProto(Return filed, IEnumerable<ReturnLine> lines)
    {
        var proto = new V1.Return
        {
            Name = filed.ResourceName,
            Period = $"periods/{filed.Period}",
            Unit = filed.Unit,
            State = (V1.Return.Types.State)filed.State,
            Preparer = filed.Head.Preparer,
            Checker = filed.Head.Checker,
            Nil = filed.Nil,
            FirstSubmitTime = CalendarText.Instant(filed.FirstSubmitTime),
            SubmitTime = CalendarText.Instant(filed.SubmitTime),
            OnTime = filed.OnTime,
            OnBehalf = filed.OnBehalf,
            AcceptTime = CalendarText.Instant(filed.AcceptTime),
            ReturnReasons = { filed.Reasons.Select(reason => new V1.ReturnReason { Project = reason.Project, Field = reason.Field, Code = reason.Code, Note = reason.Note }) },
            Lines = { ReturnLine.InOrder(lines).Select(line => LineMapping.ToProto(filed, line)) },
            Candidates = { filed.Candidates.Select(CandidateMapping.ToProto) },
            Receipt = filed.Submissions == 0 ? null : new V1.Receipt
            {
                Number = $"{filed.Period}-{filed.Unit}-{filed.Submissions}",
                SubmitTime = CalendarText.Instant(filed.SubmitTime),
                Sha256 = filed.SubmittedSha256,
            },
            ExtendedDueDate = CalendarText.Day(filed.Extension?.DueDate),
            ExtensionReason = filed.Extension?.Reason ?? "",
            CreateTime = Timestamp.FromDateTime(filed.CreateTime),
            UpdateTime = Timestamp.FromDateTime(filed.UpdateTime),
            Etag = filed.Etag,
        };
        if (filed.Head.InvestmentYtdYuan is { } ytd)
            proto.UnitInvestmentYtdYuan = ytd;
        if (filed.Head.InvestmentLastYearYuan is { } lastYear)
            proto.UnitInvestmentLastYearYuan = lastYear;
        return proto;
    }

    /// <summary>Reads unit figures and names.</summary>
    /// <exception cref="DomainException">NEGATIVE_AMOUNT, AMOUNT_TOO_LARGE, LENGTH.</exception>
    public static ReturnHead ToHead(V1.Return filed)
    {
        var validation = new Validation();
        var head = new ReturnHead(
            Amounts.Read(filed.HasUnitInvestmentYtdYuan ? filed.UnitInvestmentYtdYuan : null, "return.unit_investment_ytd_yuan", validation),
            Amounts.Read(filed.HasUnitInvestmentLastYearYuan ? filed.UnitInvestmentLastYearYuan : null, "return.unit_investment_last_year_yuan", validation),
            filed.Preparer.Trim(),
            filed.Checker.Trim());
        LineMapping.AtMost(head.Preparer, LongestName, "return.preparer", validation);
        LineMapping.AtMost(head.Checker, LongestName, "return.checker", validation);
        validation.ThrowIfAny();
        return head;
    }

    /// <summary>Gives the state without its prefix, e.g. <c>ACCEPTED</c>.</summary>
    public static string NameOf(ReturnState state) => state switch
    {
        ReturnState.NotStarted => "NOT_STARTED",
        ReturnState.Draft => "DRAFT",
        ReturnState.Ready => "READY",
        ReturnState.Submitted => "SUBMITTED",
        ReturnState.Returned => "RETURNED",
        ReturnState.Accepted => "ACCEPTED",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}

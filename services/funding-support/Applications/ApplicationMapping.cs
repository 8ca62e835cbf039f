using Renovation.FundingSupport.Programs;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Applications as the contract has them. The states carry the numbers of the contract.</summary>
internal static class ApplicationMapping
{
    public static V1.Application ToProto(Application application) => new()
    {
        Name = application.ResourceName,
        Program = $"programs/{application.Program}",
        Project = application.Project,
        ProjectTitle = application.ProjectTitle,
        Enterprise = application.Enterprise,
        Unit = application.Unit,
        State = (V1.Application.Types.State)application.State,
        RequestedYuan = application.RequestedYuan,
        ProposedYuan = application.ProposedYuan,
        DecidedYuan = application.DecidedYuan,
        AuditedInvestmentYuan = application.Statement.AuditedInvestmentYuan,
        InterestPaidYuan = application.Statement.InterestPaidYuan,
        FirstInvoiceDate = CalendarText.Day(application.Statement.Invoices.First),
        LastInvoiceDate = CalendarText.Day(application.Statement.Invoices.Last),
        AcceptedInvestmentYuan = application.AcceptedInvestmentYuan,
        BaseYuan = application.BaseYuan,
        RulesVersion = application.RulesNumber,
        Submitter = application.Submitter,
        Calculation = { application.Calculation.Select(ToProto) },
        Reviews = { application.Reviews.OrderBy(review => review.Number).Select(ToProto) },
        Score = application.Score,
        PublicityStartDate = CalendarText.Day(application.PublicityStart),
        PublicityEndDate = CalendarText.Day(application.PublicityEnd),
        Approver = application.Approver,
        Award = application.Award.Length > 0 ? $"awards/{application.Award}" : "",
        ClosingReason = application.ClosingReason,
        Objections = { application.Objections.Select(ToProto) },
        Attachments = { application.Attachments },
        Waiver = application.Waiver is { } waiver ? ToProto(waiver) : null,
        CreateTime = CalendarText.Instant(application.CreateTime),
        UpdateTime = CalendarText.Instant(application.UpdateTime),
        Etag = application.Etag,
    };

    /// <summary>Fields that an update may name.</summary>
    public static readonly string[] Updatable = ["requested_yuan", "audited_investment_yuan", "interest_paid_yuan", "first_invoice_date", "last_invoice_date", "attachments"];

    /// <summary>Reads what the applicant says.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">INVALID_DATE.</exception>
    public static Statement ToStatement(V1.Application wanted) => new(
        wanted.AuditedInvestmentYuan,
        wanted.InterestPaidYuan,
        new DayRange(CalendarText.ReadDay(wanted.FirstInvoiceDate, "application.first_invoice_date"), CalendarText.ReadDay(wanted.LastInvoiceDate, "application.last_invoice_date")));

    private static V1.Application.Types.Review ToProto(Review review)
    {
        var proto = new V1.Application.Types.Review
        {
            Reviewer = review.Reviewer,
            Step = review.Step == ReviewStep.District ? "DISTRICT" : "EXPERT",
            Passed = review.Passed,
            Note = review.Note,
            ReviewTime = CalendarText.Instant(review.ReviewTime),
            ProposedYuan = review.ProposedYuan,
            ConflictOfInterest = review.Conflict,
        };
        if (review.Score is { } score)
            proto.Score = score;
        return proto;
    }

    private static V1.Application.Types.CalculationStep ToProto(CalculationStep step) => new()
    {
        Code = step.Code switch
        {
            CalculationCode.Base => "BASE",
            CalculationCode.BelowFloor => "BELOW_FLOOR",
            CalculationCode.Tier => "TIER",
            CalculationCode.Rounded => "ROUNDED",
            CalculationCode.Cap => "CAP",
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Code, "Not a step."),
        },
        FromYuan = step.FromYuan,
        ToYuan = step.ToYuan,
        RateBp = step.RateBp,
        AmountYuan = step.AmountYuan,
    };

    private static V1.Application.Types.Objection ToProto(Objection objection) => new()
    {
        Number = objection.Number,
        Objector = objection.Objector,
        Content = objection.Content,
        Recorder = objection.Recorder,
        ObjectTime = CalendarText.Instant(objection.ObjectTime),
        Outcome = (V1.Application.Types.Objection.Types.Outcome)objection.Outcome,
        Settlement = objection.Settlement,
        Settler = objection.Settler,
        SettleTime = CalendarText.Instant(objection.SettleTime),
    };

    private static V1.Application.Types.Waiver ToProto(Waiver waiver) => new()
    {
        Reason = waiver.Reason,
        Requester = waiver.Requester,
        RequestTime = CalendarText.Instant(waiver.RequestTime),
        Confirmer = waiver.Confirmer,
        ConfirmTime = CalendarText.Instant(waiver.ConfirmTime),
    };
}

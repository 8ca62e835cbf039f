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
        AuditedInvestmentYuan = application.AuditedInvestmentYuan,
        AcceptedInvestmentYuan = application.AcceptedInvestmentYuan,
        BaseYuan = application.BaseYuan,
        RulesVersion = application.RulesNumber,
        Submitter = application.Submitter,
        Reviews = { application.Reviews.OrderBy(review => review.Step).Select(ToProto) },
        PublicityStartDate = CalendarText.Day(application.PublicityStart),
        PublicityEndDate = CalendarText.Day(application.PublicityEnd),
        Approver = application.Approver,
        Award = application.Award.Length > 0 ? $"awards/{application.Award}" : "",
        ClosingReason = application.ClosingReason,
        CreateTime = CalendarText.Instant(application.CreateTime),
        UpdateTime = CalendarText.Instant(application.UpdateTime),
        Etag = application.Etag,
    };

    private static V1.Application.Types.Review ToProto(Review review) => new()
    {
        Reviewer = review.Reviewer,
        Step = review.Step == ReviewStep.District ? "DISTRICT" : "EXPERT",
        Passed = review.Passed,
        Note = review.Note,
        ReviewTime = CalendarText.Instant(review.ReviewTime),
    };
}

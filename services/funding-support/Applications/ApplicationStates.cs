using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>Names the states for people.</summary>
internal static class ApplicationStates
{
    public static LocalText Text(ApplicationState state) => state switch
    {
        ApplicationState.Draft => new LocalText("草稿", "a draft"),
        ApplicationState.Submitted => new LocalText("已申报", "submitted"),
        ApplicationState.DistrictReviewed => new LocalText("区县已审", "reviewed by the district"),
        ApplicationState.ExpertReviewed => new LocalText("专家已审", "reviewed by experts"),
        ApplicationState.Publicised => new LocalText("公示中", "in publicity"),
        ApplicationState.Approved => new LocalText("已批准", "approved"),
        ApplicationState.Rejected => new LocalText("未通过", "rejected"),
        ApplicationState.Withdrawn => new LocalText("已撤回", "withdrawn"),
        ApplicationState.Revoked => new LocalText("已撤销", "revoked"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
    };
}

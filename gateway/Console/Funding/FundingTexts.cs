using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Gateway.Console;

/// <summary>Terms of the support as people read them.</summary>
internal static class FundingTexts
{
    public static LocalText Level(V1.Program.Types.Level level) => level switch
    {
        V1.Program.Types.Level.Central => new("国家", "central"),
        V1.Program.Types.Level.Provincial => new("省级", "provincial"),
        V1.Program.Types.Level.Municipal => new("市级", "municipal"),
        _ => new("—", "—"),
    };

    public static LocalText Form(V1.Program.Types.Form form) => form switch
    {
        V1.Program.Types.Form.RewardSubsidy => new("奖励补助", "reward subsidy"),
        V1.Program.Types.Form.Equity => new("股权投入", "equity"),
        V1.Program.Types.Form.InterestSubsidy => new("贷款贴息", "interest subsidy"),
        _ => new("—", "—"),
    };

    public static LocalText Condition(V1.Award.Types.Instalment.Types.Condition condition) => condition switch
    {
        V1.Award.Types.Instalment.Types.Condition.ProjectCompleted => new("项目竣工", "project completed"),
        V1.Award.Types.Instalment.Types.Condition.Confirmed => new("市局确认", "confirmed"),
        _ => new("无", "none"),
    };

    public static LocalText State(V1.Program.Types.State state) => state switch
    {
        V1.Program.Types.State.Prepared => new("筹备", "prepared"),
        V1.Program.Types.State.Open => new("申报中", "open"),
        V1.Program.Types.State.Closed => new("已关闭", "closed"),
        _ => new("—", "—"),
    };

    public static LocalText State(V1.Application.Types.State state) => state switch
    {
        V1.Application.Types.State.Draft => new("草稿", "draft"),
        V1.Application.Types.State.Submitted => new("已申报", "submitted"),
        V1.Application.Types.State.DistrictReviewed => new("区县已审核", "reviewed by the district"),
        V1.Application.Types.State.ExpertReviewed => new("专家已评审", "reviewed by experts"),
        V1.Application.Types.State.Publicised => new("公示中", "publicised"),
        V1.Application.Types.State.Approved => new("已批准", "approved"),
        V1.Application.Types.State.Rejected => new("未通过", "rejected"),
        V1.Application.Types.State.Withdrawn => new("已撤回", "withdrawn"),
        V1.Application.Types.State.Revoked => new("已撤销", "revoked"),
        _ => new("—", "—"),
    };

    public static LocalText Posting(string kind) => kind switch
    {
        "APPROPRIATION" => new("下达预算", "budget"),
        "COMMITMENT" => new("承诺", "commitment"),
        "DISBURSEMENT" => new("拨付", "payment"),
        "RECOVERY" => new("收回", "recovery"),
        "RELEASE" => new("释放", "release"),
        _ => new(kind, kind),
    };

    public static LocalText Account(V1.LedgerPosting.Types.Account account) => account switch
    {
        V1.LedgerPosting.Types.Account.Treasury => new("国库", "treasury"),
        V1.LedgerPosting.Types.Account.Available => new("可用", "available"),
        V1.LedgerPosting.Types.Account.Committed => new("已承诺", "committed"),
        V1.LedgerPosting.Types.Account.Disbursed => new("已拨付", "paid"),
        V1.LedgerPosting.Types.Account.Recovered => new("已收回", "paid back"),
        _ => new("—", "—"),
    };

    public static LocalText Base(V1.ProgramRules.Types.Base @base) => @base switch
    {
        V1.ProgramRules.Types.Base.EquipmentInvestment => new("设备投资", "equipment investment"),
        V1.ProgramRules.Types.Base.FixedAssetInvestment => new("固定资产投资", "fixed asset investment"),
        V1.ProgramRules.Types.Base.AuditedInvestment => new("经审计投资", "audited investment"),
        V1.ProgramRules.Types.Base.AcceptedInvestment => new("已接收的完成投资", "investment of accepted returns"),
        V1.ProgramRules.Types.Base.InterestPaid => new("已付贷款利息", "interest paid"),
        _ => new("—", "—"),
    };

    public static LocalText Membership(V1.ProgramRules.Types.PlanMembership membership) => membership switch
    {
        V1.ProgramRules.Types.PlanMembership.Required => new("须列入年度计划", "must be in a plan"),
        V1.ProgramRules.Types.PlanMembership.Preferred => new("列入年度计划优先", "preferred if in a plan"),
        _ => new("不要求", "no matter"),
    };

    public static LocalText State(V1.Recommendation.Types.State state) => state == V1.Recommendation.Types.State.Sent ? new("已上报", "sent") : new("草稿", "draft");

    public static LocalText Outcome(V1.Recommendation.Types.Outcome outcome) => outcome switch
    {
        V1.Recommendation.Types.Outcome.Approved => new("获批", "approved"),
        V1.Recommendation.Types.Outcome.Rejected => new("未获批", "rejected"),
        _ => new("待定", "open"),
    };

    public static LocalText Result(V1.Eligibility.Types.Result result) => result switch
    {
        V1.Eligibility.Types.Result.Passed => new("符合", "passed"),
        V1.Eligibility.Types.Result.Failed => new("不符合", "failed"),
        _ => new("待确认", "not known"),
    };

    public static string Tone(V1.Eligibility.Types.Result result) => result switch
    {
        V1.Eligibility.Types.Result.Passed => "good",
        V1.Eligibility.Types.Result.Failed => "bad",
        _ => "warn",
    };
}

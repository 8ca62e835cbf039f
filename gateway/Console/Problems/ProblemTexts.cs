using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Terms of the problem ledger as people read them.</summary>
internal static class ProblemTexts
{
    public static LocalText Category(ReturnLine.Types.ProblemCategory category) => category switch
    {
        ReturnLine.Types.ProblemCategory.Land => new("用地", "land"),
        ReturnLine.Types.ProblemCategory.Environment => new("环保", "environment"),
        ReturnLine.Types.ProblemCategory.Funds => new("资金", "funds"),
        ReturnLine.Types.ProblemCategory.Transport => new("运输", "transport"),
        ReturnLine.Types.ProblemCategory.Utilities => new("水电气", "utilities"),
        ReturnLine.Types.ProblemCategory.Approvals => new("审批", "approvals"),
        ReturnLine.Types.ProblemCategory.Labour => new("用工", "labour"),
        ReturnLine.Types.ProblemCategory.Market => new("市场", "market"),
        ReturnLine.Types.ProblemCategory.Other => new("其他", "other"),
        _ => new("无", "none"),
    };

    /// <summary>The same by its name without prefix, e.g. LAND.</summary>
    public static LocalText Category(string name) => Category(Enum.TryParse<ReturnLine.Types.ProblemCategory>(name, ignoreCase: true, out var category) ? category : default);

    public static LocalText Level(ReturnLine.Types.ProblemLevel level) => level switch
    {
        ReturnLine.Types.ProblemLevel.District => new("区县、开发区", "district"),
        ReturnLine.Types.ProblemLevel.Bureau => new("市工信局", "bureau"),
        ReturnLine.Types.ProblemLevel.Departments => new("市级部门", "departments"),
        ReturnLine.Types.ProblemLevel.Government => new("市政府", "city government"),
        _ => new("—", "—"),
    };

    public static LocalText State(Problem.Types.State state) => state switch
    {
        Problem.Types.State.Open => new("未解决", "open"),
        Problem.Types.State.Resolved => new("已解决", "resolved"),
        Problem.Types.State.Closed => new("已销号", "closed"),
        _ => new("—", "—"),
    };

    public static LocalText Action(Problem.Types.Action.Types.Kind kind) => kind switch
    {
        Problem.Types.Action.Types.Kind.Raised => new("提出", "raised"),
        Problem.Types.Action.Types.Kind.ReportedAgain => new("再次反映", "reported again"),
        Problem.Types.Action.Types.Kind.Noted => new("办理情况", "noted"),
        Problem.Types.Action.Types.Kind.Escalated => new("提请上级协调", "escalated"),
        Problem.Types.Action.Types.Kind.HandedBack => new("退回", "handed back"),
        Problem.Types.Action.Types.Kind.Resolved => new("解决", "resolved"),
        Problem.Types.Action.Types.Kind.Rejected => new("未认可", "rejected"),
        Problem.Types.Action.Types.Kind.Closed => new("销号", "closed"),
        Problem.Types.Action.Types.Kind.Corrected => new("更正", "corrected"),
        _ => new("—", "—"),
    };
}

using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Terms of the library as people read them.</summary>
internal static class ProjectTexts
{
    public static LocalText Stage(Project.Types.Stage stage) => stage switch
    {
        Project.Types.Stage.Reserve => new("储备", "reserve"),
        Project.Types.Stage.Preliminary => new("前期", "preliminary"),
        Project.Types.Stage.UnderConstruction => new("在建", "under construction"),
        Project.Types.Stage.Completed => new("竣工", "completed"),
        Project.Types.Stage.InProduction => new("投产", "in production"),
        Project.Types.Stage.AtCapacity => new("达产", "at capacity"),
        Project.Types.Stage.Suspended => new("停缓建", "suspended"),
        Project.Types.Stage.Terminated => new("终止", "terminated"),
        _ => new("—", "—"),
    };

    public static LocalText Membership(Project.Types.Membership membership) => membership switch
    {
        Project.Types.Membership.Candidate => new("候选", "candidate"),
        Project.Types.Membership.Admitted => new("在库", "admitted"),
        Project.Types.Membership.Withdrawn => new("已退库", "withdrawn"),
        _ => new("—", "—"),
    };

    public static LocalText Withdrawal(Project.Types.WithdrawalReason reason) => reason switch
    {
        Project.Types.WithdrawalReason.Completed => new("已完成并结清", "completed and settled"),
        Project.Types.WithdrawalReason.Infeasible => new("不可行", "infeasible"),
        Project.Types.WithdrawalReason.Duplicate => new("重复入库", "entered twice"),
        Project.Types.WithdrawalReason.MovedAway => new("迁出本市", "moved out of the city"),
        Project.Types.WithdrawalReason.NoReport => new("未按要求报送", "not reported"),
        Project.Types.WithdrawalReason.Other => new("其他", "other"),
        _ => new("—", "—"),
    };

    public static LocalText Procedure(Procedure.Types.Kind kind) => kind switch
    {
        Protos.Catalog.V1.Procedure.Types.Kind.Filing => new("备案", "filing"),
        Protos.Catalog.V1.Procedure.Types.Kind.Eia => new("环评", "environmental assessment"),
        Protos.Catalog.V1.Procedure.Types.Kind.Land => new("用地", "land"),
        Protos.Catalog.V1.Procedure.Types.Kind.Planning => new("规划", "planning"),
        Protos.Catalog.V1.Procedure.Types.Kind.Energy => new("节能", "energy"),
        Protos.Catalog.V1.Procedure.Types.Kind.Safety => new("安评", "safety"),
        Protos.Catalog.V1.Procedure.Types.Kind.Construction => new("施工许可", "construction permit"),
        _ => new("—", "—"),
    };

    /// <summary>The same by its name without prefix, e.g. LAND.</summary>
    public static LocalText Procedure(string name) => Procedure(Enum.TryParse<Procedure.Types.Kind>(name, ignoreCase: true, out var kind) ? kind : default);

    public static LocalText State(Procedure.Types.State state) => state switch
    {
        Protos.Catalog.V1.Procedure.Types.State.NotStarted => new("未办", "not started"),
        Protos.Catalog.V1.Procedure.Types.State.InProgress => new("在办", "in progress"),
        Protos.Catalog.V1.Procedure.Types.State.Obtained => new("已取得", "obtained"),
        Protos.Catalog.V1.Procedure.Types.State.NotRequired => new("不需办理", "not required"),
        _ => new("—", "—"),
    };
}

using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Terms of enterprises as people read them.</summary>
internal static class EnterpriseTexts
{
    public static LocalText Cause(Enterprise.Types.NotListedCause cause) => cause switch
    {
        Enterprise.Types.NotListedCause.BelowThreshold => new("未达规模", "below the threshold"),
        Enterprise.Types.NotListedCause.NewlyBuilt => new("新建", "newly built"),
        Enterprise.Types.NotListedCause.NotDeclared => new("未申报", "not declared"),
        Enterprise.Types.NotListedCause.ClassifiedElsewhere => new("归入其他行业", "classified elsewhere"),
        Enterprise.Types.NotListedCause.MergedInParent => new("并入母公司统计", "counted with its parent"),
        Enterprise.Types.NotListedCause.Other => new("其他", "other"),
        _ => new("", ""),
    };

    public static LocalText Directory(Enterprise.Types.DirectoryState state) => state switch
    {
        Enterprise.Types.DirectoryState.Listed => new("在库", "listed"),
        Enterprise.Types.DirectoryState.NotListed => new("未入库", "not listed"),
        _ => new("不详", "not known"),
    };

    public static LocalText Production(Enterprise.Types.ProductionStatus status) => status switch
    {
        Enterprise.Types.ProductionStatus.NotProducing => new("未投产", "not producing"),
        Enterprise.Types.ProductionStatus.Partial => new("部分投产", "in part"),
        Enterprise.Types.ProductionStatus.Producing => new("正常生产", "producing"),
        Enterprise.Types.ProductionStatus.Stopped => new("停产", "stopped"),
        _ => new("不详", "not known"),
    };
}

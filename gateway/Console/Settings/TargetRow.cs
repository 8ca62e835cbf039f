using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>The target of a unit while somebody changes it.</summary>
internal sealed class TargetRow(Unit unit, Target.Types.UnitTarget? stored)
{
    private static readonly LocalText NoPercentage = new("目标应为百分数，最多两位小数。", "The target is a percentage with at most two places.");

    public Unit Unit { get; } = unit;

    /// <summary>Its own target as it is typed; empty for that of the city.</summary>
    public string Percent { get; set; } = stored is { HasTargetBp: true } ? Figures.PercentForInput(stored.TargetBp) : "";

    /// <summary>Its investment of last year in 万元; empty for what was accepted of its fourth quarter.</summary>
    public string LastYear { get; set; } = Figures.ForInput(stored is { HasLastYearTotalYuan: true } ? stored.LastYearTotalYuan : null);

    /// <summary>Puts it into a target, if it differs from the city; gives what is wrong with it, or null.</summary>
    public LocalText? Read(Target target)
    {
        if (!Figures.TryReadPercent(Percent, out var bp))
            return NoPercentage;
        if (!Figures.TryReadWan(LastYear, out var yuan))
            return Figures.NoAmount;
        if (bp is null && yuan is null)
            return null;
        var row = new Target.Types.UnitTarget { Unit = Unit.Code };
        if (bp is { } own)
            row.TargetBp = own;
        if (yuan is { } total)
            row.LastYearTotalYuan = total;
        target.Units.Add(row);
        return null;
    }
}

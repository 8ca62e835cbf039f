using Google.Protobuf.WellKnownTypes;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Targets;

/// <summary>Maps targets to the contract and back.</summary>
internal static class TargetMapping
{
    /// <summary>Names of the fields that a caller may change.</summary>
    public static readonly string[] Updatable = ["target_bp", "units"];

    public static V1.Target ToProto(Target target)
    {
        var set = target.Version > 0;
        return new V1.Target
        {
            Name = target.ResourceName,
            TargetBp = target.TargetBp,
            Units = { target.Units.Select(ToProto) },
            CreateTime = set ? Timestamp.FromDateTime(target.CreateTime) : null,
            UpdateTime = set ? Timestamp.FromDateTime(target.UpdateTime) : null,
            Etag = target.Etag,
        };
    }

    public static UnitTarget ToUnit(V1.Target.Types.UnitTarget unit) =>
        new(unit.Unit, unit.HasTargetBp ? unit.TargetBp : null, unit.HasLastYearTotalYuan ? unit.LastYearTotalYuan : null);

    private static V1.Target.Types.UnitTarget ToProto(UnitTarget unit)
    {
        var proto = new V1.Target.Types.UnitTarget { Unit = unit.Unit };
        if (unit.TargetBp is { } target)
            proto.TargetBp = target;
        if (unit.LastYearTotalYuan is { } total)
            proto.LastYearTotalYuan = total;
        return proto;
    }
}

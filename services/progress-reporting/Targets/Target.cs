using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Targets;

/// <summary>What a unit is to reach, where it differs from the city.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="TargetBp">Its growth target in basis points; null for that of the city.</param>
/// <param name="LastYearTotalYuan">Its investment of last year as a whole; null for what it reported for the fourth quarter.</param>
internal sealed record UnitTarget(string Unit, int? TargetBp, long? LastYearTotalYuan);

/// <summary>The growth of statistical renovation investment that a year is to reach.</summary>
internal sealed class Target : Aggregate
{
    /// <summary>A thousand percent: what is above is no target.</summary>
    public const int LargestBp = 100_000;

    private const int MostUnits = 5000;

    private Target(int year) => Year = year;

    public int Year { get; }

    /// <summary>Growth in basis points.</summary>
    public int TargetBp { get; private set; }

    /// <summary>Where units differ.</summary>
    public IReadOnlyList<UnitTarget> Units { get; private set; } = [];

    public override string ResourceName => NameOf(Year);

    public static string NameOf(int year) => $"targets/{year}";

    /// <summary>Makes the target of a year as the plan has it, before anybody set one.</summary>
    public static Target Of(int year, int targetBp) => new(year) { TargetBp = targetBp };

    /// <summary>Sets it; says whether anything differs.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong.</exception>
    public bool Set(int targetBp, IReadOnlyList<UnitTarget> units)
    {
        var validation = new Validation();
        CheckBp(validation, targetBp, "target.target_bp");
        validation.Check(units.Count <= MostUnits, "target.units", "TOO_MANY", new LocalText($"单位不超过 {MostUnits} 个。", $"At most {MostUnits} units."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < units.Count; index++)
        {
            var field = $"target.units[{index}]";
            validation.Check(units[index].Unit.Length > 0, $"{field}.unit", "REQUIRED", new LocalText("必填。", "It is required."));
            validation.Check(seen.Add(units[index].Unit), $"{field}.unit", "DUPLICATE", new LocalText($"单位 {units[index].Unit} 重复。", $"The unit {units[index].Unit} is given twice."));
            if (units[index].TargetBp is { } own)
                CheckBp(validation, own, $"{field}.target_bp");
            Returns.Amounts.Read(units[index].LastYearTotalYuan, $"{field}.last_year_total_yuan", validation);
        }

        validation.ThrowIfAny();
        if (Version > 0 && TargetBp == targetBp && Units.SequenceEqual(units))
            return false;
        (TargetBp, Units) = (targetBp, units);
        Changed("TARGET_SET");
        return true;
    }

    private static void CheckBp(Validation validation, int targetBp, string field) =>
        validation.Check(targetBp is >= -10_000 and <= LargestBp, field, "OUT_OF_RANGE", new LocalText("增长目标须在 -100% 至 1000% 之间。", "A target is from -10000 to 100000 basis points."));
}

/// <summary>The statistical renovation investment that a unit reported for a period and the city accepted, in yuan. What counts is frozen when the period closes.</summary>
internal sealed class UnitFigure
{
    public required string Period { get; init; }

    public required string Unit { get; init; }

    /// <summary>本年累计 as accepted last; null when not reported.</summary>
    public long? YearToDateYuan { get; set; }

    /// <summary>上年同期 as accepted last; null when not reported.</summary>
    public long? LastYearYuan { get; set; }

    public DateTime AcceptTime { get; set; }

    /// <summary>Whether it was accepted when the period closed.</summary>
    public bool Frozen { get; set; }

    /// <summary>本年累计 as it was when the period closed.</summary>
    public long? FrozenYearToDateYuan { get; set; }

    /// <summary>上年同期 as it was when the period closed.</summary>
    public long? FrozenLastYearYuan { get; set; }
}

using System.Text.RegularExpressions;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks;

/// <summary>Unit in which a sheet states money; the value is its worth in yuan.</summary>
public enum MoneyUnit
{
    /// <summary>元.</summary>
    Yuan = 1,

    /// <summary>千元.</summary>
    ThousandYuan = 1_000,

    /// <summary>万元, what sheets are in unless they say otherwise.</summary>
    TenThousandYuan = 10_000,

    /// <summary>百万元.</summary>
    MillionYuan = 1_000_000,

    /// <summary>亿元.</summary>
    HundredMillionYuan = 100_000_000,
}

/// <summary>Finds units in the texts of a sheet.</summary>
internal static partial class MoneyUnits
{
    /// <summary>Returns the unit that a title or unit row states, e.g. <c>单位：亿元</c> or <c>（单位：个、万元）</c>; null when it states none.</summary>
    public static MoneyUnit? Stated(string text) => Of(StatedUnit().Match(TextFolding.Key(text)));

    /// <summary>Returns the unit in a header text, e.g. <c>总投资（万元）</c> or <c>总投资/万元</c>; null when there is none.</summary>
    public static MoneyUnit? InHeader(string text)
    {
        var key = TextFolding.Key(text);
        return Of(StatedUnit().Match(key)) ?? Of(HeaderUnit().Match(key));
    }

    /// <summary>Returns the unit named by itself, e.g. behind a number; null when it is none.</summary>
    public static MoneyUnit? Named(string name) => name switch
    {
        "元" => MoneyUnit.Yuan,
        "千元" => MoneyUnit.ThousandYuan,
        "万元" => MoneyUnit.TenThousandYuan,
        "百万元" => MoneyUnit.MillionYuan,
        "亿元" => MoneyUnit.HundredMillionYuan,
        _ => null,
    };

    /// <summary>Returns the name of a unit.</summary>
    public static string Name(MoneyUnit unit) => unit switch
    {
        MoneyUnit.Yuan => "元",
        MoneyUnit.ThousandYuan => "千元",
        MoneyUnit.MillionYuan => "百万元",
        MoneyUnit.HundredMillionYuan => "亿元",
        _ => "万元",
    };

    private static MoneyUnit? Of(Match match) => match.Success ? Named(match.Groups["unit"].Value) : null;

    // 填报单位 names who fills the sheet in, not a unit of measure.
    [GeneratedRegex("(?<!填报|建设|责任|主管|申报|编制|实施)单位[:：]?(?:[^万亿千百元\\s]{1,6}[、,/;])*(?<unit>亿元|百万元|万元|千元|元)", RegexOptions.None, 1000)]
    private static partial Regex StatedUnit();

    [GeneratedRegex("[(\\[【〔/:,、](?<unit>亿元|百万元|万元|千元|元)[)\\]】〕]?", RegexOptions.None, 1000)]
    private static partial Regex HeaderUnit();
}

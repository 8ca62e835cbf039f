using Google.Protobuf.WellKnownTypes;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Units;

/// <summary>Maps units to the contract and back.</summary>
internal static class UnitMapping
{
    public static V1.Unit ToProto(Unit unit) => new()
    {
        Name = unit.ResourceName,
        Code = unit.Code,
        Title = unit.Title,
        Aliases = { unit.Aliases },
        Parent = unit.Parent ?? "",
        Kind = (V1.Unit.Types.Kind)unit.Kind,
        Reporting = unit.Reporting,
        CreateTime = Timestamp.FromDateTime(unit.CreateTime),
        UpdateTime = Timestamp.FromDateTime(unit.UpdateTime),
        Etag = unit.Etag,
    };

    public static UnitFacts ToFacts(V1.Unit unit) => new(
        unit.Title.Trim(),
        [.. unit.Aliases.Select(alias => alias.Trim())],
        Code(unit.Parent),
        System.Enum.IsDefined((UnitKind)unit.Kind) ? (UnitKind)unit.Kind : UnitKind.None,
        unit.Reporting);

    /// <summary>Gives a code, or null for an empty one.</summary>
    public static string? Code(string code) => code.Length == 0 ? null : code;
}

using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Units;

/// <summary>What a unit is.</summary>
internal enum UnitKind
{
    None = 0,
    Country = 1,
    Province = 2,
    City = 3,
    District = 4,
    Zone = 5,
    Department = 6,
    AssetCompany = 7,
}

/// <summary>What people state about a unit.</summary>
/// <param name="Title">Title, 1–100 characters.</param>
/// <param name="Aliases">Other titles and codes, at most 20 of 1–100 characters.</param>
/// <param name="Parent">Code of the unit above, null for a root.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reporting">Whether it answers for projects.</param>
internal sealed record UnitFacts(string Title, IReadOnlyList<string> Aliases, string? Parent, UnitKind Kind, bool Reporting)
{
    private const int MostAliases = 20;

    /// <summary>Notes everything that is wrong with the facts of the unit <paramref name="code"/>.</summary>
    public void Validate(Validation validation, string code)
    {
        validation.Check(Title.Length is >= 1 and <= 100, "unit.title", "LENGTH", new LocalText("单位名称须为 1–100 字。", "The title has 1–100 characters."));
        validation.Check(Kind != UnitKind.None, "unit.kind", "REQUIRED", new LocalText("须填单位类别。", "A unit has a kind."));
        validation.Check(Aliases.Count <= MostAliases, "unit.aliases", "TOO_MANY", new LocalText($"别名不超过 {MostAliases} 个。", $"There are at most {MostAliases} aliases."));
        validation.Check(Aliases.All(alias => alias.Trim().Length is >= 1 and <= 100), "unit.aliases", "LENGTH", new LocalText("别名须为 1–100 字。", "An alias has 1–100 characters."));
        var keys = Aliases.Select(TextFolding.Key).Append(TextFolding.Key(code)).ToList();
        validation.Check(keys.Distinct(StringComparer.Ordinal).Count() == keys.Count, "unit.aliases", "DUPLICATE_ALIAS", new LocalText("别名不能重复，也不能是单位代码。", "Aliases differ from each other and from the code."));
    }
}

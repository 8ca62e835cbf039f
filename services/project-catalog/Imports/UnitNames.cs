using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Domain;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>A unit as workbooks may name it.</summary>
internal sealed record NamedUnit(string Code, string Title, bool Reporting);

/// <summary>Finds units by code, title or alias, with width, case and spaces folded.</summary>
internal sealed class UnitNames
{
    private readonly ILookup<string, NamedUnit> _byKey;

    private UnitNames(ILookup<string, NamedUnit> byKey) => _byKey = byKey;

    public static async Task<UnitNames> LoadAsync(CatalogDbContext db, CancellationToken cancellationToken)
    {
        var units = await db.Units.AsNoTracking().ToListAsync(cancellationToken);
        var names = units.SelectMany(
            unit => unit.Names.Select(name => name.Key).Append(TextFolding.Key(unit.Title)).Distinct(StringComparer.Ordinal),
            (unit, key) => (Key: key, Unit: new NamedUnit(unit.Code, unit.Title, unit.Reporting)));
        return new UnitNames(names.ToLookup(name => name.Key, name => name.Unit, StringComparer.Ordinal));
    }

    /// <summary>Gives the units of this name: none when it is unknown, several when titles are the same.</summary>
    public IReadOnlyList<NamedUnit> Find(string name) => [.. _byKey[TextFolding.Key(name)]];
}

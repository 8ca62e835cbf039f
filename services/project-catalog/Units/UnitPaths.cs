using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Units;

/// <summary>Paths in the tree while it is being changed.</summary>
internal sealed class UnitPaths
{
    private readonly Dictionary<string, string?> _parents;

    private UnitPaths(Dictionary<string, string?> parents) => _parents = parents;

    /// <summary>Locks the roots above the given units, so that no two moves at once can close a circle, and reads the tree.</summary>
    public static async Task<UnitPaths> LockAsync(CatalogDbContext db, IReadOnlyList<string?> units, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(db, cancellationToken);
        var roots = units.OfType<string>().Where(before._parents.ContainsKey).Select(unit => before.PathFrom(unit)[^1]);
        foreach (var root in roots.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await db.LockRowAsync<Unit>(root, cancellationToken);
        return await ReadAsync(db, cancellationToken);
    }

    /// <summary>Gives the codes from a unit up to its root, itself first; empty for null.</summary>
    /// <exception cref="DomainException">UNKNOWN_UNIT: there is no such unit.</exception>
    public IReadOnlyList<string> PathFrom(string? unit)
    {
        var path = new List<string>();
        for (var at = unit; at is not null; at = _parents[at])
        {
            if (!_parents.ContainsKey(at))
                throw DomainException.Invalid("unit.parent", "UNKNOWN_UNIT", new LocalText($"没有单位 {at}。", $"There is no unit {at}."));
            path.Add(at);
        }

        return path;
    }

    private static async Task<UnitPaths> ReadAsync(CatalogDbContext db, CancellationToken cancellationToken) =>
        new(await db.Units.AsNoTracking().Select(unit => new { unit.Code, unit.Parent }).ToDictionaryAsync(unit => unit.Code, unit => unit.Parent, StringComparer.Ordinal, cancellationToken));
}

using System.Collections;

namespace Renovation.Shared.Identity;

/// <summary>Some roles with their reach; a pair <c>(Role.Reporter, Reach.Own)</c> is one too. Where grants name a role twice the later one counts.</summary>
public sealed class Grants : IEnumerable<(Role Role, Reach Reach)>
{
    private readonly (Role Role, Reach Reach)[] _pairs;

    private Grants(params (Role, Reach)[] pairs) => _pairs = pairs;

    /// <summary>Those who read the whole city: planner, government, auditor.</summary>
    public static Grants CityReaders { get; } = Of(Reach.All, Role.Planner, Role.Government, Role.Auditor);

    /// <summary>Those who keep the books of the support: finance and the asset company, reading everything.</summary>
    public static Grants MoneyReaders { get; } = Of(Reach.All, Role.Finance, Role.AssetManager);

    /// <summary>The district's people, within their unit: reporter, certifier.</summary>
    public static Grants District { get; } = Of(Reach.Own, Role.Reporter, Role.Certifier);

    /// <summary>Everybody, without limit: for reference data such as units.</summary>
    public static Grants Everybody { get; } = Of(Reach.All, [.. Roles.All]);

    /// <summary>Gives several roles the same reach.</summary>
    public static Grants Of(Reach reach, params Role[] roles) => new([.. roles.Select(role => (role, reach))]);

    /// <summary>Turns a pair into grants.</summary>
    public static implicit operator Grants((Role Role, Reach Reach) pair) => FromPair(pair);

    /// <summary>Turns a pair into grants.</summary>
    public static Grants FromPair((Role Role, Reach Reach) pair) => new(pair);

    /// <inheritdoc />
    public IEnumerator<(Role Role, Reach Reach)> GetEnumerator() => _pairs.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

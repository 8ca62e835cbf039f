namespace Renovation.Shared.Identity;

/// <summary>What a caller is. One role a caller; the claim value is the name in lower snake case.</summary>
public enum Role
{
    /// <summary>City bureau (<c>planner</c>): steers library, plan and returns.</summary>
    Planner,

    /// <summary>District or zone (<c>reporter</c>): fills.</summary>
    Reporter,

    /// <summary>District (<c>certifier</c>): signs what the reporter filled.</summary>
    Certifier,

    /// <summary>Enterprise (<c>enterprise</c>): its own projects.</summary>
    Enterprise,

    /// <summary>Finance (<c>finance</c>): appropriates and pays.</summary>
    Finance,

    /// <summary>Asset company (<c>asset_manager</c>): holds the equity.</summary>
    AssetManager,

    /// <summary>City department (<c>department</c>): problems handed to it.</summary>
    Department,

    /// <summary>Government (<c>government</c>): reads all, resolves at its level.</summary>
    Government,

    /// <summary>Auditor (<c>auditor</c>): reads all and the audit log.</summary>
    Auditor,

    /// <summary>Machine client (<c>service</c>), limited by its scopes.</summary>
    Service,
}

/// <summary>The claim values of <see cref="Role"/>.</summary>
public static class Roles
{
    /// <summary>Every role, in order.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    private static readonly Dictionary<string, Role> ByClaim = All.ToDictionary(role => role.ToClaim(), StringComparer.Ordinal);

    /// <summary>Gives the claim value, e.g. <c>asset_manager</c>.</summary>
    public static string ToClaim(this Role role) => role switch
    {
        Role.Planner => "planner",
        Role.Reporter => "reporter",
        Role.Certifier => "certifier",
        Role.Enterprise => "enterprise",
        Role.Finance => "finance",
        Role.AssetManager => "asset_manager",
        Role.Department => "department",
        Role.Government => "government",
        Role.Auditor => "auditor",
        Role.Service => "service",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>Reads a claim value; false when it is none.</summary>
    public static bool TryParse(string? claim, out Role role) => ByClaim.TryGetValue(claim ?? "", out role);
}

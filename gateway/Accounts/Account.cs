using Microsoft.AspNetCore.Identity;

namespace Renovation.Gateway.Accounts;

/// <summary>A person who signs in. Accounts are never deleted and their names never given again, so that whoever acts in an audit log is always the same person.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>Begins the id of every account, which is the subject of its tokens; no client's id begins so.</summary>
    public const string IdPrefix = "people-";

    /// <summary>Name as people say it.</summary>
    public required string Title { get; set; }

    /// <summary>Role, as tokens carry it.</summary>
    public required string Role { get; set; }

    /// <summary>Code of the unit.</summary>
    public required string Unit { get; set; }

    /// <summary>Unified social credit code, for the role of an enterprise only.</summary>
    public string? Enterprise { get; set; }

    /// <summary>May not sign in any more.</summary>
    public bool Disabled { get; set; }

    /// <summary>Secret of the one-time codes, protected; null without a second factor.</summary>
    public string? FactorKey { get; set; }

    /// <summary>Time step of the last code that was taken: no code counts twice.</summary>
    public long FactorStep { get; set; }

    /// <summary>SHA-256 of the open invitation, hexadecimal; null when there is none.</summary>
    public string? InvitationHash { get; set; }

    /// <summary>When the open invitation ends, UTC.</summary>
    public DateTime? InvitationExpireTime { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreateTime { get; init; }
}

/// <summary>A browser in which a person is signed in.</summary>
internal sealed class PersonSession
{
    /// <summary>Random id.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the account.</summary>
    public required string AccountId { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it was last used, to the minute, UTC.</summary>
    public required DateTime SeenTime { get; set; }

    /// <summary>Address it was begun from.</summary>
    public required string Address { get; init; }

    /// <summary>What the browser calls itself, cut to 200 characters.</summary>
    public required string Browser { get; init; }
}

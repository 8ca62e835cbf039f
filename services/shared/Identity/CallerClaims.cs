using System.Security.Claims;

namespace Renovation.Shared.Identity;

/// <summary>Names of the claims in a token of the suite, and how they are read.</summary>
public static class CallerClaims
{
    /// <summary>Id of the account or client.</summary>
    public const string Subject = "sub";

    /// <summary>Code of the unit the caller acts for.</summary>
    public const string Unit = "unit";

    /// <summary>Role, one of <see cref="Roles"/>.</summary>
    public const string Role = "role";

    /// <summary>Scopes, separated by spaces.</summary>
    public const string Scope = "scope";

    /// <summary>Unified social credit code of the caller's enterprise.</summary>
    public const string Enterprise = "enterprise";

    /// <summary>Reads the caller from validated claims; null when subject or role are missing or the role is none of the suite's.</summary>
    public static Caller? Read(ClaimsPrincipal principal)
    {
        var subject = principal.FindFirst(Subject)?.Value;
        if (string.IsNullOrEmpty(subject) || !Roles.TryParse(principal.FindFirst(Role)?.Value, out var role))
            return null;
        var scopes = principal.FindAll(Scope).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new Caller(subject, principal.FindFirst(Unit)?.Value ?? "", role, [.. scopes], principal.FindFirst(Enterprise)?.Value);
    }
}

namespace Renovation.Shared.Identity;

/// <summary>Who calls, as the token says.</summary>
/// <param name="Subject">Id of the account or client (<c>sub</c>).</param>
/// <param name="Unit">Code of the unit the caller acts for; empty for callers without one.</param>
/// <param name="Role">What the caller is.</param>
/// <param name="Scopes">Scopes of the token.</param>
/// <param name="Enterprise">Unified social credit code, for <see cref="Role.Enterprise"/> only, else null.</param>
public sealed record Caller(string Subject, string Unit, Role Role, IReadOnlyList<string> Scopes, string? Enterprise)
{
    /// <summary>Gives the caller that stands for the suite itself: event consumers, clocks, start tasks.</summary>
    public static Caller System(string actor) => new(actor, "", Role.Service, [], null);
}

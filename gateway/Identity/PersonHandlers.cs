using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Renovation.Gateway.Accounts;
using Renovation.Shared.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renovation.Gateway.Identity;

/// <summary>Gives a client the code of whoever is signed in at the gateway, and sends anybody else to sign in first.</summary>
internal sealed class AuthorizePerson(Sessions sessions) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var cookie = await http.AuthenticateAsync(PersonCookies.Person);
        if (cookie.Principal is { } person && PersonClaims.SessionOf(person) is { } named && await sessions.FindAsync(named.Session, named.Account, context.CancellationToken) is { } account)
        {
            context.SignIn(PersonClaims.Build(account, named.Session, context.Request.GetScopes()));
            return;
        }

        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in.");
            return;
        }

        await http.ChallengeAsync(PersonCookies.Person, new AuthenticationProperties { RedirectUri = http.Request.PathBase + http.Request.Path + http.Request.QueryString });
        context.HandleRequest();
    }
}

/// <summary>Ends the session of whoever is signed in.</summary>
internal sealed class SignPersonOut(Sessions sessions) : IOpenIddictServerHandler<HandleEndSessionRequestContext>
{
    public async ValueTask HandleAsync(HandleEndSessionRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if ((await http.AuthenticateAsync(PersonCookies.Person)).Principal is { } person && PersonClaims.SessionOf(person) is { } session)
            await sessions.EndAsync(session.Session, session.Account, context.CancellationToken);
        await http.SignOutAsync(PersonCookies.Person);
        context.SignOut();
    }
}

/// <summary>Stores codes and refresh tokens, which count once; access tokens vouch for themselves.</summary>
internal sealed class StoreWhatCountsOnce : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType is not (TokenTypeIdentifiers.Private.AuthorizationCode or TokenTypeIdentifiers.RefreshToken))
            context.CreateTokenEntry = false;
        return default;
    }
}

/// <summary>The claims of people.</summary>
internal static class PersonClaims
{
    /// <summary>Name as people say it.</summary>
    public const string Title = Claims.Name;

    private static readonly string[] Scopes = [OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.OfflineAccess];

    /// <summary>Gives session and account that a principal names; null when it names none.</summary>
    public static (string Session, string Account)? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(Sessions.Claim) is { } session && principal.FindFirstValue(CallerClaims.Subject) is { } account ? (session, account) : null;

    /// <summary>Says who a person is: in access tokens what services ask for, in identity tokens the name as well.</summary>
    public static ClaimsPrincipal Build(Account account, string session, IEnumerable<string> asked)
    {
        var identity = new ClaimsIdentity("person", CallerClaims.Subject, CallerClaims.Role);
        identity.SetClaim(CallerClaims.Subject, account.Id).SetClaim(CallerClaims.Role, account.Role).SetClaim(CallerClaims.Unit, account.Unit)
            .SetClaim(Title, account.Title).SetClaim(Sessions.Claim, session);
        if (account.Enterprise is { } enterprise)
            identity.SetClaim(CallerClaims.Enterprise, enterprise);
        identity.SetScopes(asked.Intersect(Scopes, StringComparer.Ordinal));
        identity.SetResources(IssueToken.Audience);
        identity.SetDestinations(claim => claim.Type is Title or Sessions.Claim
            ? [Destinations.IdentityToken]
            : [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}

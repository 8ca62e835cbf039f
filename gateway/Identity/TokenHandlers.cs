using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Journal;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renovation.Gateway.Identity;

/// <summary>Says what is in a token: of a client itself, its role, unit, scopes and enterprise; of a person who signed in there, what the person's account says now.</summary>
internal sealed class IssueToken(IOpenIddictApplicationManager clients, Sessions sessions) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    /// <summary>Audience of every token.</summary>
    public const string Audience = "renovation";

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
            await IssueToClientAsync(context);
        else if (context.Request.IsAuthorizationCodeGrantType() || context.Request.IsRefreshTokenGrantType())
            await IssueToPersonAsync(context);
        else
            context.Reject(Errors.UnsupportedGrantType, "The grants are client_credentials, authorization_code and refresh_token.");
    }

    // Role and unit are those of now, and a session that was ended gets nothing more.
    private async Task IssueToPersonAsync(HandleTokenRequestContext context)
    {
        if (context.Principal is { } before && PersonClaims.SessionOf(before) is { } named && await sessions.FindAsync(named.Session, named.Account, context.CancellationToken) is { } account)
            context.SignIn(PersonClaims.Build(account, named.Session, before.GetScopes()));
        else
            context.Reject(Errors.InvalidGrant, "The session is over.");
    }

    private async Task IssueToClientAsync(HandleTokenRequestContext context)
    {
        var client = await clients.FindByClientIdAsync(context.ClientId!, context.CancellationToken);
        if (client is null || await ClientFacts.ReadAsync(clients, client, context.CancellationToken) is not { } facts)
        {
            context.Reject(Errors.InvalidClient, "The client has no role.");
            return;
        }

        var asked = context.Request.GetScopes();
        if (asked.Except(facts.Scopes, StringComparer.Ordinal).Any())
        {
            context.Reject(Errors.InvalidScope, "The client may not have all of these scopes.");
            return;
        }

        context.SignIn(PrincipalOf(facts, asked.Length > 0 ? asked : [.. facts.Scopes]));
    }

    private static ClaimsPrincipal PrincipalOf(ClientFacts facts, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("client", CallerClaims.Subject, CallerClaims.Role);
        identity.SetClaim(CallerClaims.Subject, facts.ClientId).SetClaim(CallerClaims.Role, facts.Role.ToClaim());
        if (facts.Unit.Length > 0)
            identity.SetClaim(CallerClaims.Unit, facts.Unit);
        if (facts.Enterprise is { } enterprise)
            identity.SetClaim(CallerClaims.Enterprise, enterprise);
        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>Signs with the key of the day, whatever the options of the server say.</summary>
internal sealed class SignWithRing(KeyRing ring) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        context.SigningCredentials = new SigningCredentials(ring.Current, SecurityAlgorithms.RsaSha256);
        return default;
    }
}

/// <summary>Publishes the keys of the ring and no other.</summary>
internal sealed class PublishRing(KeyRing ring) : IOpenIddictServerHandler<HandleJsonWebKeySetRequestContext>
{
    public ValueTask HandleAsync(HandleJsonWebKeySetRequestContext context)
    {
        context.Keys.Clear();
        foreach (var key in ring.Published)
        {
            var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
            context.Keys.Add(new JsonWebKey
            {
                Kty = JsonWebAlgorithmsKeyTypes.RSA,
                Use = JsonWebKeyUseNames.Sig,
                Alg = SecurityAlgorithms.RsaSha256,
                Kid = key.KeyId,
                N = Base64UrlEncoder.Encode(parameters.Modulus),
                E = Base64UrlEncoder.Encode(parameters.Exponent),
            });
        }

        return default;
    }
}

/// <summary>Journals sign-ins: one that succeeds before its token leaves the house, one that fails with the refusals.</summary>
internal sealed class JournalSignIn(AccessJournal journal, GatewayDbContext db) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        var address = AccessJournal.AddressOf(context.Transaction.GetHttpRequest()?.HttpContext);
        var note = new AccessNote("SIGNED_IN", context.Request?.ClientId ?? "", address, "POST /connect/token", context.Response.Error ?? "");
        if (context.Response.Error is not null)
        {
            journal.Note(note with { Kind = "SIGN_IN_REFUSED" });
            return;
        }

        // A person signed in at the page of passwords, which told the journal.
        if (context.Request?.IsClientCredentialsGrantType() != true)
            return;
        db.Journal.Add(journal.Row(note));
        await db.SaveChangesAsync(context.CancellationToken);
    }
}

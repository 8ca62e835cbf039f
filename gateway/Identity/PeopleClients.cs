using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Renovation.Gateway.Identity;

/// <summary>Clients at which people sign in.</summary>
internal static class PeopleClients
{
    /// <summary>Allows a client to send people to sign in, and to stay signed in for as long as their session at the gateway lasts.</summary>
    public static void Allow(OpenIddictApplicationDescriptor client, IEnumerable<Uri> redirects, IEnumerable<Uri> afterSignOut)
    {
        client.ConsentType = ConsentTypes.Implicit;
        client.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
        ]);
        client.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        client.RedirectUris.UnionWith(redirects);
        client.PostLogoutRedirectUris.UnionWith(afterSignOut);
    }
}

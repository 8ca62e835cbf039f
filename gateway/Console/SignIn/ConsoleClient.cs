using OpenIddict.Abstractions;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Renovation.Gateway.Console;

/// <summary>The console as a client of the gateway's own sign-in: without a secret, as every code is bound to whoever asked for it (PKCE).</summary>
internal static class ConsoleClient
{
    /// <summary>Its id.</summary>
    public const string Id = "console";

    /// <summary>Stores it, or corrects its addresses when the issuer has moved.</summary>
    public static async Task EnsureAsync(IServiceProvider scope, CancellationToken cancellationToken)
    {
        var clients = scope.GetRequiredService<IOpenIddictApplicationManager>();
        var issuer = GatewayEndpoints.Issuer(scope.GetRequiredService<IConfiguration>());
        var descriptor = new OpenIddictApplicationDescriptor { ClientId = Id, ClientType = ClientTypes.Public };
        PeopleClients.Allow(descriptor, [new Uri(issuer, ConsoleSignIn.SignedInPath)], [new Uri(issuer, ConsoleSignIn.SignedOutPath)]);
        if (await clients.FindByClientIdAsync(Id, cancellationToken) is not { } stored)
            await clients.CreateAsync(descriptor, cancellationToken);
        else if (!(await clients.GetRedirectUrisAsync(stored, cancellationToken)).SequenceEqual(descriptor.RedirectUris.Select(uri => uri.OriginalString), StringComparer.Ordinal))
            await clients.UpdateAsync(stored, descriptor, cancellationToken);
    }
}

using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Renovation.Gateway.Identity;

/// <summary>What the gateway's own discovery document would say, without asking for it over the network. People are sent to the issuer's address; tokens are fetched where this process listens.</summary>
internal sealed class LocalAuthority(KeyRing ring, Uri issuer, Uri local) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public const string TokenPath = "connect/token";
    public const string AuthorizationPath = "connect/authorize";
    public const string EndSessionPath = "connect/logout";

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration
        {
            Issuer = issuer.AbsoluteUri,
            AuthorizationEndpoint = new Uri(issuer, AuthorizationPath).AbsoluteUri,
            EndSessionEndpoint = new Uri(issuer, EndSessionPath).AbsoluteUri,
            TokenEndpoint = new Uri(local, TokenPath).AbsoluteUri,
        };
        foreach (var key in ring.Published)
            configuration.SigningKeys.Add(key);
        return Task.FromResult(configuration);
    }

    public void RequestRefresh()
    {
        // Every call reads the ring.
    }
}

using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Renovation.Gateway.Identity;

/// <summary>What the gateway's own discovery document would say, without asking for it over the network.</summary>
internal sealed class LocalKeys(KeyRing ring, string issuer) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = issuer };
        foreach (var key in ring.Published)
            configuration.SigningKeys.Add(key);
        return Task.FromResult(configuration);
    }

    public void RequestRefresh()
    {
        // Every call reads the ring.
    }
}

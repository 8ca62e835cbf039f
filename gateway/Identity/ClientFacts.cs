using System.Text.Json;
using OpenIddict.Abstractions;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Identity;

/// <summary>What a client is.</summary>
/// <param name="ClientId">Its id, the subject of its tokens.</param>
/// <param name="Role">Its role.</param>
/// <param name="Unit">Code of its unit, empty when it has none.</param>
/// <param name="Scopes">Scopes its tokens may have.</param>
/// <param name="Enterprise">Unified social credit code, for an enterprise only.</param>
internal sealed record ClientFacts(string ClientId, Role Role, string Unit, IReadOnlyList<string> Scopes, string? Enterprise)
{
    private const string Scope = "scopes";
    private const string Redirect = "redirect_uris";

    /// <summary>Where it may have people sign in and be sent back to with a code (authorization code with PKCE); none for a client that acts for itself only.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Reads them from a stored client; null when it has no role.</summary>
    public static async ValueTask<ClientFacts?> ReadAsync(IOpenIddictApplicationManager clients, object client, CancellationToken cancellationToken) =>
        Read((await clients.GetClientIdAsync(client, cancellationToken))!, await clients.GetPropertiesAsync(client, cancellationToken));

    /// <summary>Reads them from the stored properties of a client; null when it has no role.</summary>
    public static ClientFacts? Read(string clientId, IReadOnlyDictionary<string, JsonElement> properties) =>
        Roles.TryParse(Text(properties, CallerClaims.Role), out var role)
            ? new ClientFacts(
                clientId,
                role,
                Text(properties, CallerClaims.Unit) ?? "",
                Text(properties, Scope)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                Text(properties, CallerClaims.Enterprise))
            { RedirectUris = Text(properties, Redirect)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [] }
            : null;

    /// <summary>Describes the client for the store; a null secret leaves the stored one.</summary>
    public OpenIddictApplicationDescriptor Describe(string? secret)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = secret,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            Permissions = { OpenIddictConstants.Permissions.Endpoints.Token, OpenIddictConstants.Permissions.GrantTypes.ClientCredentials },
        };
        descriptor.Properties[CallerClaims.Role] = JsonSerializer.SerializeToElement(Role.ToClaim());
        descriptor.Properties[CallerClaims.Unit] = JsonSerializer.SerializeToElement(Unit);
        descriptor.Properties[Scope] = JsonSerializer.SerializeToElement(string.Join(' ', Scopes));
        if (Enterprise is not null)
            descriptor.Properties[CallerClaims.Enterprise] = JsonSerializer.SerializeToElement(Enterprise);
        if (RedirectUris.Count > 0)
        {
            descriptor.Properties[Redirect] = JsonSerializer.SerializeToElement(string.Join(' ', RedirectUris));
            PeopleClients.Allow(descriptor, RedirectUris.Select(uri => new Uri(uri)), []);
        }

        return descriptor;
    }

    private static string? Text(IReadOnlyDictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Storage;
using Renovation.Shared.Hosting;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Renovation.Gateway.Identity;

/// <summary>
/// The authority of the suite, embedded: <c>/connect/token</c> for client credentials, codes and refresh tokens, <c>/connect/authorize</c> (code with PKCE) and <c>/connect/logout</c> for
/// people, discovery and keys. Access and identity tokens are JWTs, signed RS256, not encrypted; codes and refresh tokens are for the gateway alone to read.
/// With <c>Auth:Authority</c> set the gateway judges tokens by that authority instead, like the services.
/// </summary>
internal static class IdentityServer
{
    public static void AddIdentityServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var issuer = GatewayEndpoints.Issuer(builder.Configuration);
        var schedule = KeySchedule.Read(builder.Configuration);
        services.AddSingleton(schedule).AddSingleton(provider => new LocalAuthority(provider.GetRequiredService<KeyRing>(), issuer, GatewayEndpoints.Local(builder.Configuration))).AddSingleton<KeyRing>().AddSingleton<KeyRotation>().AddScoped<ClientDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRotation>());
        services.AddStartTask("signing keys", (scope, cancellationToken) => scope.GetRequiredService<KeyRotation>().LookAsync(cancellationToken));
        services.AddStartTask("first clients", FirstClients.EnsureAsync);
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<GatewayDbContext>())
            .AddServer(server => Configure(server, issuer, schedule));
        if (builder.Configuration["Auth:Authority"] is null or "")
        {
            services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
                .Configure<LocalAuthority>((options, authority) => options.ConfigurationManager = authority);
        }
    }

    private static void Configure(OpenIddictServerBuilder server, Uri issuer, KeySchedule schedule)
    {
        server.SetIssuer(issuer).SetTokenEndpointUris(LocalAuthority.TokenPath).SetAuthorizationEndpointUris(LocalAuthority.AuthorizationPath).SetEndSessionEndpointUris(LocalAuthority.EndSessionPath);
        server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.SetAccessTokenLifetime(schedule.TokenLifetime).DisableAccessTokenEncryption();
        server.UseDataProtection().PreferDefaultAccessTokenFormat();

        // Access tokens vouch for themselves: nothing is stored for them. Scopes and audiences are the client's, checked where the token is issued.
        server.DisableAuthorizationStorage().DisableScopeValidation().DisableResourceValidation().IgnoreScopePermissions().IgnoreResourcePermissions();

        // The server wants credentials in its options. These are never used: the handlers below sign and publish with the ring, nothing is encrypted.
        server.AddSigningKey(new RsaSecurityKey(RSA.Create()) { KeyId = "unused" });
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<IssueToken>());
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseScopedHandler<AuthorizePerson>());
        server.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseScopedHandler<SignPersonOut>());
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseSingletonHandler<StoreWhatCountsOnce>().SetOrder(int.MinValue));
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseSingletonHandler<SignWithRing>().SetOrder(Protection.AttachSecurityCredentials.Descriptor.Order + 500));
        server.AddEventHandler<HandleJsonWebKeySetRequestContext>(handler => handler.UseSingletonHandler<PublishRing>().SetOrder(Discovery.AttachSigningKeys.Descriptor.Order + 500));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseScopedHandler<JournalSignIn>().SetOrder(int.MinValue));
        server.UseAspNetCore().DisableTransportSecurityRequirement();
    }
}

using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Renovation.Shared.Identity;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>An authority on a free loopback port that publishes its key and hands out whatever token a test asks for.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;

    private TestAuthority(WebApplication app) => (_app, _key) = (app, new RsaSecurityKey(_rsa) { KeyId = "test" });

    public string Address => _app.Urls.Single();

    public static async Task<TestAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new TestAuthority(builder.Build());
        authority._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = authority.Address, jwks_uri = $"{authority.Address}/jwks" }));
        authority._app.MapGet("/jwks", () => Results.Json(authority.Keys()));
        await authority._app.StartAsync();
        return authority;
    }

    /// <summary>Hands out a token of half an hour.</summary>
    public string TokenFor(Role role, string unit = "", string subject = "", string? enterprise = null, params string[] scopes)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [CallerClaims.Subject] = subject.Length > 0 ? subject : $"{role.ToClaim()}-{unit}",
            [CallerClaims.Role] = role.ToClaim(),
            [CallerClaims.Unit] = unit,
            [CallerClaims.Scope] = string.Join(' ', scopes),
        };
        if (enterprise is not null)
            claims[CallerClaims.Enterprise] = enterprise;
        return new JwtSecurityTokenHandler().CreateEncodedJwt(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = "renovation",
            Claims = claims,
            IssuedAt = now,
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddMinutes(30),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private object Keys()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } };
    }
}

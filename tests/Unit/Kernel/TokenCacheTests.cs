using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Kernel;

/// <summary>Tokens are judged once in a while, never believed longer than they say, and never believed unjudged.</summary>
public sealed class TokenCacheTests : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private int _judged;

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public async Task ValidToken_IsJudgedOnce_AndKeepsItsClaims()
    {
        using var cache = new TokenCache(_time);
        var token = TokenOf("planner");
        var first = await cache.ValidateTokenAsync(token, Parameters());
        var second = await cache.ValidateTokenAsync(token, Parameters());
        var other = await cache.ValidateTokenAsync(TokenOf("finance"), Parameters());

        (first.IsValid, second.IsValid, other.IsValid, _judged).ShouldBe((true, true, true, 2));
        second.ClaimsIdentity.FindFirst(CallerClaims.Subject)!.Value.ShouldBe("planner");
        other.ClaimsIdentity.FindFirst(CallerClaims.Subject)!.Value.ShouldBe("finance");
    }

    [Fact]
    public async Task RememberedToken_IsNotBelievedPastItsEnd()
    {
        using var cache = new TokenCache(_time);
        var token = TokenOf("planner");
        await cache.ValidateTokenAsync(token, Parameters());
        _time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(29));
        await cache.ValidateTokenAsync(token, Parameters());
        _judged.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(2));
        await cache.ValidateTokenAsync(token, Parameters());
        _judged.ShouldBe(2);
    }

    [Fact]
    public async Task RefusedToken_IsRefusedAgain()
    {
        using var cache = new TokenCache(_time);
        var token = TokenOf("planner");
        var wrong = Parameters();
        wrong.ValidAudience = "elsewhere";

        (await cache.ValidateTokenAsync(token, wrong)).IsValid.ShouldBeFalse();
        (await cache.ValidateTokenAsync(token, wrong)).IsValid.ShouldBeFalse();
        _judged.ShouldBe(2);
        (await cache.ValidateTokenAsync(token[..^8], Parameters())).IsValid.ShouldBeFalse();
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = "https://authority.example",
        ValidAudience = "renovation",
        ClockSkew = TimeSpan.FromSeconds(30),
        IssuerSigningKeyResolver = (_, _, _, _) =>
        {
            _judged++;
            return [new RsaSecurityKey(_rsa)];
        },
    };

    private string TokenOf(string subject) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim(CallerClaims.Subject, subject)]),
        Issuer = "https://authority.example",
        Audience = "renovation",
        NotBefore = DateTime.UtcNow.AddMinutes(-1),
        Expires = _time.GetUtcNow().UtcDateTime.AddMinutes(30),
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256),
    });
}

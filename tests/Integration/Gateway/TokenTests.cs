using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Renovation.Gateway.Identity;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Tokens of the gateway's own endpoint, judged by the gateway and by a service that the caller reaches past it.</summary>
public sealed class TokenTests(TokenTests.Behind behind) : IClassFixture<TokenTests.Behind>
{
    private readonly GatewayProcess _gateway = behind.Gateway;

    public static TheoryData<string> BadTokens => ["garbled", "expired", "none", "hs256", "foreign key", "foreign key with our id", "other audience", "other issuer", "no role", "changed claims"];

    public static TheoryData<string, string> DemoClients => new()
    {
        { "planner", "planner|Planner|6101GX||" },
        { "planner-2", "planner-2|Planner|6101GX||" },
        { "government", "government|Government|610100||" },
        { "auditor", "auditor|Auditor|610100||" },
        { "service", "service|Service|6101GX||changes read" },
    };

    [Theory]
    [MemberData(nameof(DemoClients))]
    public async Task TokenOfAClient_IsTakenByTheService_WithItsClaims(string clientId, string seen)
    {
        var unit = await new UnitService.UnitServiceClient(_gateway.Grpc(await _gateway.TokenAsync(clientId), "en")).GetUnitAsync(new GetUnitRequest { Name = "units/610102" });
        var parts = unit.Title.Split('|');
        parts[4] = string.Join(' ', parts[4].Split(' ').Order(StringComparer.Ordinal));
        string.Join('|', parts).ShouldBe($"{seen}|English");
    }

    [Fact]
    public async Task EveryClientOfTheDemonstration_SignsIn_AndIsKnown()
    {
        var clients = _gateway.Installation.Clients();
        clients.Select(client => client["role"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(Roles.All.Select(role => role.ToClaim()).Order(StringComparer.Ordinal));
        foreach (var client in clients)
        {
            var token = new JsonWebToken(await _gateway.TokenAsync(client["client_id"]!.GetValue<string>()));
            token.Alg.ShouldBe("RS256");
            token.Audiences.ShouldBe(["renovation"]);
            token.GetClaim("sub").Value.ShouldBe(client["client_id"]!.GetValue<string>());
            token.GetClaim("role").Value.ShouldBe(client["role"]!.GetValue<string>());
            token.GetClaim("unit").Value.ShouldBe(client["unit"]!.GetValue<string>());
            (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromMinutes(30));
            token.TryGetClaim("enterprise", out _).ShouldBe(client["role"]!.GetValue<string>() == "enterprise");
            var call = await new UnitService.UnitServiceClient(_gateway.Grpc(token.EncodedToken)).ListUnitsAsync(new ListUnitsRequest());
            call.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Secrets_AreNotStored()
    {
        await using var scope = behind.Gateway.Services.GetRequiredScope();
        var stored = scope.Db.Clients.Where(client => client.ClientSecret != null).Select(client => client.ClientSecret).ToList();
        stored.Count.ShouldBeGreaterThan(30);
        foreach (var client in _gateway.Installation.Clients())
            stored.ShouldNotContain(secret => secret!.Contains(client["client_secret"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WrongSecret_OrUnknownClient_IsRefused()
    {
        foreach (var (client, secret) in new[] { ("planner", "wrong"), ("nobody", "wrong"), ("planner", "") })
        {
            using var response = await _gateway.SignInAsync(client, secret);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBeInRange(400, 401, text);
            JsonDocument.Parse(text).RootElement.GetProperty("error").GetString().ShouldBeOneOf("invalid_client", "invalid_request");
        }
    }

    [Fact]
    public async Task Scopes_AreThoseOfTheClient_AndNoOthers()
    {
        using var some = await _gateway.SignInAsync("service", _gateway.Installation.SecretOf("service"), "read");
        var token = JsonDocument.Parse(await some.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("access_token").GetString();
        new JsonWebToken(token).GetClaim("scope").Value.ShouldBe("read");
        using var more = await _gateway.SignInAsync("planner", _gateway.Installation.SecretOf("planner"), "read");
        more.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await more.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("invalid_scope");
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task BadToken_IsRefused_ByTheGatewayAndByTheService(string kind)
    {
        var token = await MakeAsync(kind);
        var reason = kind == "expired" ? "TOKEN_EXPIRED" : "TOKEN_INVALID";
        using var rest = await _gateway.Rest(token).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        await rest.ShouldFailAsync(HttpStatusCode.Unauthorized, reason);
        rest.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await new UnitService.UnitServiceClient(_gateway.Grpc(token)).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unauthenticated, reason);
        await new UnitService.UnitServiceClient(behind.Service.As(token)).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unauthenticated, reason);
        using var direct = await behind.Service.Rest(token).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        await direct.ShouldFailAsync(HttpStatusCode.Unauthorized, reason);
    }

    [Fact]
    public async Task NoToken_IsRefused_ByTheGatewayAndByTheService()
    {
        using var rest = await _gateway.Rest(null).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        await rest.ShouldFailAsync(HttpStatusCode.Unauthorized, "TOKEN_MISSING");
        await new UnitService.UnitServiceClient(_gateway.Grpc(null)).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unauthenticated, "TOKEN_MISSING");
        await new UnitService.UnitServiceClient(behind.Service.As((string?)null)).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unauthenticated, "TOKEN_MISSING");
    }

    [Fact]
    public async Task RefusalOfAService_PassesThroughTheGateway()
    {
        var token = await _gateway.TokenAsync("reporter-610102");
        await new UnitService.UnitServiceClient(_gateway.Grpc(token)).GetUnitAsync(new GetUnitRequest { Name = "units/610103" }).ShouldFailAsync(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        using var rest = await _gateway.Rest(token).GetAsync("/v1/units/610103", TestContext.Current.CancellationToken);
        await rest.ShouldFailAsync(HttpStatusCode.Forbidden, "FOREIGN_UNIT");
    }

    private async Task<string> MakeAsync(string kind)
    {
        var good = await _gateway.TokenAsync("planner");
        var ours = _gateway.Require<KeyRing>().Current;
        using var rsa = RSA.Create(2048);
        var foreign = new RsaSecurityKey(rsa) { KeyId = kind == "foreign key with our id" ? ours.KeyId : "foreign" };
        switch (kind)
        {
            case "garbled":
                return good[..^20] + "AAAAAAAAAAAAAAAAAAAA";
            case "changed claims":
                var parts = good.Split('.');
                return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("planner", "auditor", StringComparison.Ordinal))}.{parts[2]}";
            case "none":
                return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{good.Split('.')[1]}.";
            case "hs256":
                // The classic: the published key taken for a shared secret.
                var secret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = ours.KeyId };
                return Sign(new SigningCredentials(secret, SecurityAlgorithms.HmacSha256));
            case "expired":
                return Sign(new SigningCredentials(ours, SecurityAlgorithms.RsaSha256), minutes: -5);
            case "other audience":
                return Sign(new SigningCredentials(ours, SecurityAlgorithms.RsaSha256), audience: "elsewhere");
            case "other issuer":
                return Sign(new SigningCredentials(ours, SecurityAlgorithms.RsaSha256), issuer: "http://elsewhere/");
            case "no role":
                return Sign(new SigningCredentials(ours, SecurityAlgorithms.RsaSha256), role: "emperor");
            default:
                return Sign(new SigningCredentials(foreign, SecurityAlgorithms.RsaSha256));
        }
    }

    private string Sign(SigningCredentials credentials, double minutes = 30, string audience = "renovation", string? issuer = null, string role = "planner")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? new Uri(_gateway.Address).AbsoluteUri,
            Audience = audience,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "planner", ["role"] = role, ["unit"] = "6101GX" },
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = now.AddMinutes(minutes),
            SigningCredentials = credentials,
        });
    }

    /// <summary>A gateway and a service behind it that trusts it.</summary>
    public sealed class Behind : IAsyncLifetime
    {
        internal GatewayProcess Gateway { get; private set; } = null!;

        internal ModuleHost Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => (Gateway, Service) = await TrustingService.StartAsync();

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}

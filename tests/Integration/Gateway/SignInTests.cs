using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>People who sign in at the console and at other systems: authorization code with PKCE, refresh tokens, sign-out, another provider.</summary>
public sealed class SignInTests
{
    private const string Redirect = "http://127.0.0.1:9/back";

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task OtherSystem_GetsThePersonsTokens_EachCodeOnce_UntilTheSessionEnds(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(provider: provider);
        var secret = await ClientAsync(gateway, "stats-bureau", Redirect);
        using var visitor = new FormVisitor(gateway.Address);
        var (verifier, code) = await CodeAsync(gateway, visitor, "stats-bureau", Redirect, "planner");
        var tokens = await TokensAsync(gateway, ("grant_type", "authorization_code"), ("client_id", "stats-bureau"), ("client_secret", secret), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));
        var token = new JsonWebToken(tokens["access_token"]!.GetValue<string>());
        token.GetClaim("sub").Value.ShouldBe("people-planner");
        token.GetClaim("role").Value.ShouldBe("planner");
        token.GetClaim("unit").Value.ShouldBe("6101GX");
        token.Alg.ShouldBe("RS256");
        new JsonWebToken(tokens["id_token"]!.GetValue<string>()).GetClaim("name").Value.ShouldBe("样例 planner");
        using var called = await gateway.Rest(token.EncodedToken).GetAsync("/v1/accounts", TestContext.Current.CancellationToken);
        called.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ErrorAsync(gateway, ("grant_type", "authorization_code"), ("client_id", "stats-bureau"), ("client_secret", secret), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier))).ShouldBe("invalid_grant");
        var refresh = tokens["refresh_token"]!.GetValue<string>();
        var renewed = await TokensAsync(gateway, ("grant_type", "refresh_token"), ("client_id", "stats-bureau"), ("client_secret", secret), ("refresh_token", refresh));
        new JsonWebToken(renewed["access_token"]!.GetValue<string>()).GetClaim("sub").Value.ShouldBe("people-planner");

        // Role and unit are those of now.
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using (await planner.PatchAsJsonAsync("/v1/accounts/planner", new { unit = "610100", role = "auditor" }, TestContext.Current.CancellationToken))
            renewed = await TokensAsync(gateway, ("grant_type", "refresh_token"), ("client_id", "stats-bureau"), ("client_secret", secret), ("refresh_token", renewed["refresh_token"]!.GetValue<string>()));
        new JsonWebToken(renewed["access_token"]!.GetValue<string>()).GetClaim("role").Value.ShouldBe("auditor");
        await using (var scope = gateway.Services.GetRequiredScope())
            await scope.Db.Sessions.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        (await ErrorAsync(gateway, ("grant_type", "refresh_token"), ("client_id", "stats-bureau"), ("client_secret", secret), ("refresh_token", renewed["refresh_token"]!.GetValue<string>()))).ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Codes_AreGivenToWhomeverTheyAreFor_AndNobodyElse()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var secret = await ClientAsync(gateway, "stats-bureau", Redirect);
        using var visitor = new FormVisitor(gateway.Address);
        var (_, code) = await CodeAsync(gateway, visitor, "stats-bureau", Redirect, "planner");
        (await ErrorAsync(gateway, ("grant_type", "authorization_code"), ("client_id", "stats-bureau"), ("client_secret", secret), ("code", code), ("redirect_uri", Redirect), ("code_verifier", new string('x', 43)))).ShouldBe("invalid_grant");

        // Without proof, to another address, or to a client that signs nobody in: no code.
        foreach (var query in new[]
        {
            $"client_id=stats-bureau&redirect_uri={Uri.EscapeDataString(Redirect)}&response_type=code",
            $"client_id=stats-bureau&redirect_uri={Uri.EscapeDataString("http://127.0.0.1:9/other")}&response_type=code&code_challenge=x&code_challenge_method=S256",
            $"client_id=service&redirect_uri={Uri.EscapeDataString(Redirect)}&response_type=code&code_challenge=x&code_challenge_method=S256",
        })
        {
            using var refused = await visitor.PeekAsync($"/connect/authorize?{query}");
            (refused.Headers.Location?.Query.Contains("code=", StringComparison.Ordinal) ?? false).ShouldBeFalse(query);
        }

        using var wrong = await gateway.Rest(await gateway.TokenAsync("planner")).PostAsJsonAsync("/v1/clients", new { client_id = "bad", role = "service", redirect_uris = new[] { "http://example.org/back" } }, TestContext.Current.CancellationToken);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task Console_KeepsItsTokensAtHome_OutlivesARestart_AndEndsWithTheSession(string provider)
    {
        await using var installation = await Installation.CreateAsync(provider);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Gateway:Http"] = $"http://127.0.0.1:{Ports.Free()}" };
        using var visitor = new FormVisitor(settings["Gateway:Http"]!);
        await using (var gateway = await GatewayProcess.StartAsync(settings, installation))
        {
            await visitor.GoAsync("/console/projects?text=x");
            visitor.Here.AbsolutePath.ShouldBe("/account/sign-in");
            await visitor.PasswordAsync("planner", installation.PasswordOf("planner"));
            visitor.Here.PathAndQuery.ShouldBe("/console/projects?text=x");
            visitor.Status.ShouldBe(HttpStatusCode.OK);
            foreach (Cookie cookie in visitor.Cookies.GetAllCookies())
            {
                cookie.HttpOnly.ShouldBeTrue(cookie.Name);
                cookie.Value.ShouldNotContain("eyJ", Case.Sensitive, cookie.Name);
            }

            visitor.Page.ShouldNotContain("eyJ", Case.Sensitive);
        }

        await using var again = await GatewayProcess.StartAsync(settings, installation);
        (await visitor.GoAsync("/console")).Here.AbsolutePath.ShouldBe("/console");
        await visitor.GoAsync("/account");
        await using (var scope = again.Services.GetRequiredScope())
        {
            (await scope.Db.ConsoleSessions.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
            (await scope.Db.ConsoleSessions.Select(session => session.Ticket).SingleAsync(TestContext.Current.CancellationToken)).AsSpan().IndexOf("eyJ"u8).ShouldBe(-1);
        }

        await visitor.FillAsync("password", ("Old", installation.PasswordOf("planner")), ("Password", "样例-Passw0rd"));
        (await visitor.GoAsync("/console")).Here.AbsolutePath.ShouldBe("/account/sign-in");
    }

    [Fact]
    public async Task Console_RenewsTokensThatExpire()
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Identity:TokenLifetime"] = "00:01:03" };
        await using var gateway = await GatewayProcess.StartAsync(settings);
        using var visitor = new FormVisitor(gateway.Address);
        await visitor.GoAsync("/console");
        await visitor.PasswordAsync("planner", gateway.Installation.PasswordOf("planner"));

        // A file of the services, asked for by the cookie; nobody serves it here, which the gateway says to whoever has a good token.
        using var first = await visitor.PeekAsync("/console/files/v1/periods/2017Q2:export");
        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var before = await TicketAsync(gateway);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        using var second = await visitor.PeekAsync("/console/files/v1/periods/2017Q2:export");
        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await TicketAsync(gateway)).Equals(before, StringComparison.Ordinal).ShouldBeFalse("The tokens were renewed.");
        using var nothing = await visitor.PeekAsync("/console/files/connect/token");
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var stranger = new FormVisitor(gateway.Address);
        using var refused = await stranger.PeekAsync("/console/files/v1/periods/2017Q2:export");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Console_SignsPeopleInAtAnotherProvider()
    {
        // The other provider is a gateway of its own, with its own people and keys.
        await using var provider = await GatewayProcess.StartAsync();
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var secret = await ClientAsync(provider, "renovation-console", $"{address}/console/signed-in");
        await using var gateway = await GatewayProcess.StartAsync(new(StringComparer.OrdinalIgnoreCase)
        {
            ["Gateway:Http"] = address,
            ["Auth:Authority"] = provider.Address,
            ["Auth:Issuer"] = null,
            ["Console:ClientId"] = "renovation-console",
            ["Console:ClientSecret"] = secret,
        });
        using var visitor = new FormVisitor(address);
        await visitor.GoAsync($"{address}/console/projects");
        visitor.Here.Authority.ShouldBe(new Uri(provider.Address).Authority);
        await visitor.PasswordAsync("auditor", provider.Installation.PasswordOf("auditor"));
        visitor.Here.ShouldBe(new Uri($"{address}/console/projects"));
        visitor.Status.ShouldBe(HttpStatusCode.OK);
        using var file = await visitor.PeekAsync($"{address}/console/files/v1/periods/2017Q2:export");
        file.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "The other provider's token is taken.");
    }

    /// <summary>Gives an access token of a person of the demonstration.</summary>
    internal static async Task<string> TokenOfAsync(GatewayProcess gateway, string name)
    {
        var secret = await ClientAsync(gateway, $"probe-{name}", Redirect);
        using var visitor = new FormVisitor(gateway.Address);
        var (verifier, code) = await CodeAsync(gateway, visitor, $"probe-{name}", Redirect, name);
        return (await TokensAsync(gateway, ("grant_type", "authorization_code"), ("client_id", $"probe-{name}"), ("client_secret", secret), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier)))["access_token"]!.GetValue<string>();
    }

    private static async Task<string> ClientAsync(GatewayProcess gateway, string id, string redirect)
    {
        using var created = await gateway.Rest(await gateway.TokenAsync("planner")).PostAsJsonAsync("/v1/clients", new { client_id = id, role = "service", redirect_uris = new[] { redirect } }, TestContext.Current.CancellationToken);
        var text = await created.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        created.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["client_secret"]!.GetValue<string>();
    }

    private static async Task<(string Verifier, string Code)> CodeAsync(GatewayProcess gateway, FormVisitor visitor, string client, string redirect, string name)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var path = $"/connect/authorize?client_id={client}&redirect_uri={Uri.EscapeDataString(redirect)}&response_type=code&scope=openid%20profile%20offline_access&code_challenge={challenge}&code_challenge_method=S256&state=s";
        await visitor.GoAsync("/account/sign-in?returnUrl=/account");
        await visitor.PasswordAsync(name, gateway.Installation.PasswordOf(name));
        using var answer = await visitor.PeekAsync(path);
        answer.Headers.Location.ShouldNotBeNull(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (verifier, HttpUtility.ParseQueryString(answer.Headers.Location.Query)["code"].ShouldNotBeNull(answer.Headers.Location.ToString()));
    }

    private static async Task<JsonNode> TokensAsync(GatewayProcess gateway, params (string Name, string Value)[] form)
    {
        using var response = await PostAsync(gateway, form);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<string> ErrorAsync(GatewayProcess gateway, params (string Name, string Value)[] form)
    {
        using var response = await PostAsync(gateway, form);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeFalse(text);
        return JsonNode.Parse(text)!["error"]!.GetValue<string>();
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, (string Name, string Value)[] form)
    {
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Address) };
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync("/connect/token", content);
    }

    private static async Task<string> TicketAsync(GatewayProcess gateway)
    {
        await using var scope = gateway.Services.GetRequiredScope();
        return Convert.ToBase64String((await scope.Db.ConsoleSessions.SingleAsync()).Ticket);
    }
}

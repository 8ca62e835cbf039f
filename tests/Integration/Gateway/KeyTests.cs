using System.Diagnostics;
using System.Text.Json.Nodes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Renovation.Gateway.Identity;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Signing keys: made ahead, used in turn, kept as long as they vouch for something, shared by gateways.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task Keys_ArePublishedBeforeUse_AndKeptUntilTheirTokensExpire(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(provider: provider);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(5));
        var schedule = new KeySchedule(TimeSpan.FromDays(90), TimeSpan.FromMinutes(30));
        var ring = new KeyRing(schedule, time);
        using var rotation = new KeyRotation(gateway.Require<IServiceScopeFactory>(), ring, schedule, time, NullLogger<KeyRotation>.Instance);
        await rotation.LookAsync(TestContext.Current.CancellationToken);
        var first = ring.Current.KeyId;
        ring.Published.Select(key => key.KeyId).ShouldBe([first]);

        time.Advance(TimeSpan.FromDays(89) + TimeSpan.FromMinutes(1));
        await rotation.LookAsync(TestContext.Current.CancellationToken);
        ring.Published.Count.ShouldBe(2);
        ring.Current.KeyId.ShouldBe(first);
        var second = ring.Published[^1].KeyId;

        time.Advance(TimeSpan.FromDays(1));
        ring.Current.KeyId.ShouldBe(second);
        ring.Published.Select(key => key.KeyId).ShouldBe([first, second]);

        time.Advance(TimeSpan.FromMinutes(36));
        ring.Published.Select(key => key.KeyId).ShouldBe([second]);
        await rotation.LookAsync(TestContext.Current.CancellationToken);
        await using var scope = gateway.Services.GetRequiredScope();
        (await scope.Db.SigningKeys.Select(key => key.KeyId).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe([second]);
    }

    [Fact]
    public void Schedule_GivesANewKeyTimeToBeKnown_EvenAfterALongStop()
    {
        var schedule = new KeySchedule(TimeSpan.FromDays(90), TimeSpan.FromMinutes(30));
        var now = new DateTime(2017, 7, 3, 0, 0, 0, DateTimeKind.Utc);
        schedule.NextActive(null, now).ShouldBe(now);
        schedule.NextActive(now, now).ShouldBeNull();
        schedule.NextActive(now.AddDays(-89.5), now).ShouldBe(now.AddDays(1));
        schedule.NextActive(now.AddDays(-89), now).ShouldBe(now.AddDays(1));
        schedule.NextActive(now.AddDays(-400), now).ShouldBe(now.AddDays(1));
    }

    [Fact]
    public async Task RunningService_TakesUpTheNextKey_AndStillTakesTokensOfTheLast()
    {
        var (gateway, service) = await TrustingService.StartAsync();
        await using var disposeGateway = gateway;
        await using var disposeService = service;
        var old = await gateway.TokenAsync("planner");
        await CallAsync(service, old);

        await RotateNowAsync(gateway);
        var fresh = await gateway.TokenAsync("planner");
        new JsonWebToken(fresh).Kid.ShouldBe("next");
        await EventuallyAsync(() => CallAsync(service, fresh));
        await CallAsync(service, old);
        using var viaGateway = await gateway.Rest(old).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        viaGateway.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task GatewaysThatStartTogether_ShareKeysClientsAndIssuer()
    {
        await using var installation = await Installation.CreateAsync(ModuleHost.Postgres);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:Issuer"] = "http://gateway.example/" };
        var both = await Task.WhenAll(GatewayProcess.StartAsync(settings, installation), GatewayProcess.StartAsync(settings, installation));
        await using var one = both[0];
        await using var other = both[1];
        one.Require<KeyRing>().Current.KeyId.ShouldBe(other.Require<KeyRing>().Current.KeyId);
        var token = await one.TokenAsync("planner");
        new JsonWebToken(token).Issuer.ShouldBe("http://gateway.example/");
        using var answer = await other.Rest(token).GetAsync("/v1/clients", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        await other.TokenAsync("reporter-6101z8");
        using var client = new HttpClient();
        foreach (var gateway in both)
        {
            var discovery = JsonNode.Parse(await client.GetStringAsync($"{gateway.Address}/.well-known/openid-configuration", TestContext.Current.CancellationToken))!;
            discovery["issuer"]!.GetValue<string>().ShouldBe("http://gateway.example/");
            discovery["jwks_uri"]!.GetValue<string>().ShouldStartWith(gateway.Address);
        }
    }

    // As if the next key had been made in time and its hour had come.
    private static async Task RotateNowAsync(GatewayProcess gateway)
    {
        await using var scope = gateway.Services.GetRequiredScope();
        var newest = await scope.Db.SigningKeys.OrderByDescending(key => key.Generation).FirstAsync(TestContext.Current.CancellationToken);
        using var rsa = System.Security.Cryptography.RSA.Create(3072);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        scope.Db.SigningKeys.Add(new SigningKey { Generation = newest.Generation + 1, KeyId = "next", PrivateKey = rsa.ExportPkcs8PrivateKey(), CreateTime = now, ActiveTime = now });
        await scope.Db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await gateway.Require<KeyRotation>().LookAsync(TestContext.Current.CancellationToken);
    }

    private static async Task CallAsync(ModuleHost service, string token) =>
        await new UnitService.UnitServiceClient(service.As(token)).ListUnitsAsync(new ListUnitsRequest());

    private static async Task EventuallyAsync(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated && watch.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}

using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Replicas that come and go.</summary>
public sealed class AvailabilityTests
{
    [Fact]
    public async Task DeadReplica_IsOutWithinTwoSeconds_AndBackWhenItLives()
    {
        var first = await EchoService.StartAsync("first");
        await using var second = await EchoService.StartAsync("second");
        await using var gateway = await GatewayProcess.StartAsync(Catalog(first, second));
        var rest = gateway.Rest(await gateway.TokenAsync("planner"));
        (await NamesAsync(rest, 6)).Order(StringComparer.Ordinal).ShouldBe(["first", "first", "first", "second", "second", "second"]);

        await first.DisposeAsync();
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        (await NamesAsync(rest, 10)).Distinct(StringComparer.Ordinal).ShouldBe(["second"]);

        await using var reborn = await EchoService.StartAsync("reborn", inPlaceOf: first);
        await EventuallyAsync(async () => (await NamesAsync(rest, 4)).Contains("reborn", StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReplicaThatIsNotReady_GetsNoCalls()
    {
        await using var first = await EchoService.StartAsync("first");
        await using var second = await EchoService.StartAsync("second");
        await using var gateway = await GatewayProcess.StartAsync(Catalog(first, second));
        var rest = gateway.Rest(await gateway.TokenAsync("planner"));
        first.Ready = false;
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        (await NamesAsync(rest, 10)).Distinct(StringComparer.Ordinal).ShouldBe(["second"]);
    }

    [Fact]
    public async Task ServiceThatIsGone_IsNamed_InBothDialects()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var token = await gateway.TokenAsync("planner");
        using var rest = await gateway.Rest(token).GetAsync("/v1/periods", TestContext.Current.CancellationToken);
        var model = await rest.ShouldFailAsync(HttpStatusCode.ServiceUnavailable, "PROGRESS_UNAVAILABLE");
        model["details"]![0]!["metadata"]!["service"]!.GetValue<string>().ShouldBe("progress");
        rest.Headers.RetryAfter.ShouldNotBeNull();
        var failure = await new UnitService.UnitServiceClient(gateway.Grpc(token, "en")).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unavailable, "CATALOG_UNAVAILABLE");
        failure.Status.Detail.ShouldBe("The catalog service is not available, try again.");
        failure.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>().ShouldNotBeNull();
    }

    [Fact]
    public async Task Readiness_FollowsTheServices()
    {
        await using var catalog = await EchoService.StartAsync("catalog");
        await using var progress = await EchoService.StartAsync("progress");
        await using var funding = await EchoService.StartAsync("funding");
        await using var gateway = await GatewayProcess.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Services:catalog"] = catalog.Pair,
            ["Services:progress"] = progress.Pair,
            ["Services:funding"] = funding.Pair,
        });
        using var client = new HttpClient();
        await EventuallyAsync(async () => await StatusAsync(client, $"{gateway.Address}/healthz/ready") == HttpStatusCode.OK);
        funding.Ready = false;
        await EventuallyAsync(async () => await StatusAsync(client, $"{gateway.Address}/healthz/ready") == HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(client, $"{gateway.Address}/healthz/live")).ShouldBe(HttpStatusCode.OK);
        funding.Ready = true;
        await EventuallyAsync(async () => await StatusAsync(client, $"{gateway.HealthAddress}/healthz/ready") == HttpStatusCode.OK);
        (await StatusAsync(client, $"{gateway.HealthAddress}/metrics")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(client, $"{gateway.Address}/metrics")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Dictionary<string, string?> Catalog(params EchoService[] replicas) => new(StringComparer.Ordinal) { ["Services:catalog"] = string.Join(',', replicas.Select(replica => replica.Pair)) };

    private static async Task<List<string>> NamesAsync(HttpClient rest, int calls)
    {
        var names = new List<string>();
        for (var i = 0; i < calls; i++)
        {
            using var response = await rest.GetAsync("/v1/units", TestContext.Current.CancellationToken);
            names.Add(response.Headers.TryGetValues("x-service", out var name) ? name.Single() : response.StatusCode.ToString());
        }

        return names;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>What a process tells about itself, on a port of its own.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task HealthPort_TellsLifeReadinessAndMetrics_AndNothingElse()
    {
        var (host, health) = await StartAsync(ModuleHost.Sqlite);
        await using var _ = host;
        using var client = new HttpClient { BaseAddress = new Uri(health) };
        (await StatusAsync(client, "/healthz/live")).ShouldBe(HttpStatusCode.OK);
        using var ready = await client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        var checks = JsonNode.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["checks"]!.AsObject().Select(check => check.Key);
        checks.ShouldBe(["process", "catalog-database"]);
        (await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain("# TYPE");
        (await StatusAsync(client, "/v1/units")).ShouldBe(HttpStatusCode.NotFound);
        using var main = await host.Rest(host.Authority.TokenFor(Role.Planner)).GetAsync("/healthz/live", TestContext.Current.CancellationToken);
        main.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task DatabaseThatIsGone_IsNotReady_ButAlive()
    {
        var (host, health) = await StartAsync(ModuleHost.Postgres);
        await using var _ = host;
        using var client = new HttpClient { BaseAddress = new Uri(health) };
        (await StatusAsync(client, "/healthz/ready")).ShouldBe(HttpStatusCode.OK);
        await TestDatabase.DropAsync(host.Services.GetRequiredService<IConfiguration>().GetConnectionString(ProbeModule.Name)!);
        (await StatusAsync(client, "/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(client, "/healthz/live")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task StoppingProcess_SaysSo_BeforeItClosesItsPort()
    {
        var (host, health) = await StartAsync(ModuleHost.Sqlite, "00:00:02");
        await using var _ = host;
        using var client = new HttpClient { BaseAddress = new Uri(health) };
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        (await StatusAsync(client, "/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(client, "/healthz/live")).ShouldBe(HttpStatusCode.OK);
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => StatusAsync(client, "/healthz/live"));
    }

    private static async Task<(ModuleHost Host, string Health)> StartAsync(string provider, string drain = "00:00:00")
    {
        var health = $"http://127.0.0.1:{Ports.Free()}";
        var host = await ModuleHost.StartAsync(provider, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map, builder => builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Endpoints:Health"] = health, ["Shutdown:Drain"] = drain }));
        return (host, health);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}

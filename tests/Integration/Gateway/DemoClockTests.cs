using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The business clock of a demonstration.</summary>
public sealed class DemoClockTests
{
    [Fact]
    public async Task Planner_SetsTheClock_AndEverybodySeesIt()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using var set = await planner.PostAsJsonAsync("/demo/clock", new { time = "2017-07-03T09:00:00+08:00" }, TestContext.Current.CancellationToken);
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.Delay(150, TestContext.Current.CancellationToken);
        gateway.Require<BusinessClock>().Today().ShouldBe(new DateOnly(2017, 7, 3));
        var reporter = gateway.Rest(await gateway.TokenAsync("reporter-610102"));
        var read = JsonNode.Parse(await reporter.GetStringAsync("/demo/clock", TestContext.Current.CancellationToken))!["time"]!.GetValue<string>();
        read.ShouldStartWith("2017-07-03T09:0");
        read.ShouldEndWith("+08:00");
        using var other = await reporter.PostAsJsonAsync("/demo/clock", new { time = "2017-07-04T09:00:00+08:00" }, TestContext.Current.CancellationToken);
        await other.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
        foreach (var body in new[] { """{"time": "2017-07-03T09:00:00"}""", """{"time": "2017-02-30T09:00:00Z"}""", """{"time": 3}""", "{}", "", "[]" })
        {
            using var content = new StringContent(body);
            using var wrong = await planner.PostAsync("/demo/clock", content, TestContext.Current.CancellationToken);
            await wrong.ShouldFailAsync(HttpStatusCode.BadRequest, "INVALID_TIME");
        }

        gateway.Require<BusinessClock>().Today().ShouldBe(new DateOnly(2017, 7, 3));
    }

    [Fact]
    public async Task WithoutTheDemonstration_ThereIsNoSuchPath()
    {
        await using var gateway = await GatewayProcess.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Demo:Enabled"] = "false" });
        File.Exists(gateway.Installation.ClientsFile).ShouldBeFalse();
        var planner = gateway.Rest(await gateway.NewClientTokenAsync("planner", Role.Planner, "6101GX"));
        using var get = await planner.GetAsync("/demo/clock", TestContext.Current.CancellationToken);
        await get.ShouldFailAsync(HttpStatusCode.NotFound, "UNKNOWN_PATH");
        using var set = await planner.PostAsJsonAsync("/demo/clock", new { time = "2017-07-03T09:00:00+08:00" }, TestContext.Current.CancellationToken);
        await set.ShouldFailAsync(HttpStatusCode.NotFound, "UNKNOWN_PATH");
    }
}

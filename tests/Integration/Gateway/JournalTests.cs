using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Sign-ins and refusals are in the gateway's journal.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task SignInsAndRefusals_OfGatewayAndService_AreJournaled()
    {
        var (gateway, service) = await TrustingService.StartAsync();
        await using var disposeGateway = gateway;
        await using var disposeService = service;
        var reporter = await gateway.TokenAsync("reporter-610102");
        using var wrong = await gateway.SignInAsync("finance", "wrong");
        using var anonymous = await gateway.Rest(null).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        using var foreign = await gateway.Rest(reporter).GetAsync("/v1/units/610103", TestContext.Current.CancellationToken);
        await Should.ThrowAsync<RpcException>(async () => await new UnitService.UnitServiceClient(gateway.Grpc(reporter)).GetUnitAsync(new GetUnitRequest { Name = "units/610104" }));
        using var clients = await gateway.Rest(reporter).GetAsync("/v1/clients", TestContext.Current.CancellationToken);
        var auditor = gateway.Rest(await gateway.TokenAsync("auditor"));
        string[] expected =
        [
            "SIGNED_IN reporter-610102  POST /connect/token",
            "SIGN_IN_REFUSED finance invalid_client POST /connect/token",
            "CALL_REFUSED anonymous TOKEN_MISSING GET /v1/units",
            "CALL_REFUSED reporter-610102 PERMISSION_DENIED GET /v1/units/610103",
            "CALL_REFUSED reporter-610102 PERMISSION_DENIED POST /renovation.catalog.v1.UnitService/GetUnit",
            "CALL_REFUSED reporter-610102 ROLE_NOT_ALLOWED GET /v1/clients",
        ];
        List<string> missing = [.. expected];
        for (var watch = Stopwatch.StartNew(); missing.Count > 0 && watch.Elapsed < TimeSpan.FromSeconds(10);)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            missing = [.. expected.Except(await EntriesAsync(auditor), StringComparer.Ordinal)];
        }

        missing.ShouldBeEmpty();
        var verified = JsonNode.Parse(await auditor.GetStringAsync("/v1/gateway/auditEvents:verify", TestContext.Current.CancellationToken))!;
        verified["valid"]!.GetValue<bool>().ShouldBeTrue();
        verified["checkedCount"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(expected.Length);
        using var curious = await gateway.Rest(reporter).GetAsync("/v1/gateway/auditEvents", TestContext.Current.CancellationToken);
        await curious.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
    }

    [Fact]
    public async Task ManyEqualRefusals_AreFewRows_ThatCountThem()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        var anonymous = gateway.Rest(null);
        for (var i = 0; i < 60; i++)
            (await anonymous.GetAsync("/v1/units", TestContext.Current.CancellationToken)).Dispose();
        var rows = new List<JsonNode>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(10) && rows.Sum(row => row["after"]!["count"]!.GetValue<int>()) < 60;)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            rows = [.. JsonNode.Parse(await planner.GetStringAsync("/v1/gateway/auditEvents?actor=anonymous", TestContext.Current.CancellationToken))!["auditEvents"]!.AsArray().Select(row => row!)];
        }

        rows.Sum(row => row["after"]!["count"]!.GetValue<int>()).ShouldBe(60);
        rows.Count.ShouldBeLessThan(10);
    }

    private static async Task<List<string>> EntriesAsync(HttpClient auditor)
    {
        var page = JsonNode.Parse(await auditor.GetStringAsync("/v1/gateway/auditEvents?pageSize=200", TestContext.Current.CancellationToken))!;
        return [.. page["auditEvents"]!.AsArray().Select(entry => $"{entry!["kind"]} {entry["actor"]} {entry["reason"]} {entry["after"]!["call"]}")];
    }
}

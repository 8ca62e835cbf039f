using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

/// <summary>What a submission says while a side that it must ask is away.</summary>
public sealed class OutageTests
{
    private static readonly (string Reason, string Service) Catalog = ("CATALOG_UNAVAILABLE", "catalog");
    private static readonly (string Reason, string Service) Progress = ("PROGRESS_UNAVAILABLE", "progress");

    // Each side has 5 s: asked one after the other they would take longer.
    private static readonly TimeSpan BothInTurn = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Submit_ASideIsDownOrHangs_NamesItAndGoesOnWhenItIsBack()
    {
        await using var world = await World.StartAsync(ModuleHost.Sqlite);
        var one = await world.NewCaseAsync();
        var name = (await one.DraftAsync()).Name;

        await world.Neighbours.StopProgressAsync();
        (await OutageAsync(one, name)).ShouldBe(Progress);
        await world.Neighbours.StartProgressAsync();
        await world.Neighbours.StopCatalogAsync();

        // A side counts as down until its channel connects again, which takes up to a second.
        (await EventuallyAsync(() => OutageAsync(one, name), outage => outage != Progress)).ShouldBe(Catalog);
        await world.Neighbours.StartCatalogAsync();
        world.Neighbours.ProgressHangs = true;
        (await EventuallyAsync(() => OutageAsync(one, name), outage => outage != Catalog)).ShouldBe(Progress);
        (world.Neighbours.ProgressHangs, world.Neighbours.CatalogHangs) = (false, true);
        (await OutageAsync(one, name)).ShouldBe(Catalog);
        world.Neighbours.CatalogHangs = false;

        (await one.Expert.GetApplicationAsync(new() { Name = name }, cancellationToken: Stop)).State.ShouldBe(Protos.Funding.V1.Application.Types.State.Draft);
        await one.District.SubmitApplicationAsync(new() { Name = name }, cancellationToken: Stop);
        world.Neighbours.Tokens.ShouldNotBeEmpty();
        world.Neighbours.Tokens.Select(token => new JwtSecurityTokenHandler().ReadJwtToken(token["Bearer ".Length..]).Subject).ShouldAllBe(subject => subject == "district");
    }

    [Fact]
    public async Task Submit_ASideTakesConnectionsAndNeverAnswers_NamesIt()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var world = await World.StartAsync(ModuleHost.Sqlite, catalog: $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        var one = await world.NewCaseAsync();

        (await OutageAsync(one, (await one.DraftAsync()).Name)).ShouldBe(Catalog);
    }

    private static async Task<(string Reason, string Service)> OutageAsync(Case one, string name)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await one.District.SubmitApplicationAsync(new() { Name = name, RequestId = Case.NewId() }, deadline: DateTime.UtcNow + BothInTurn));
        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
        var info = failure.GetRpcStatus()!.GetDetail<ErrorInfo>();
        return (info.Reason, info.Metadata["service"]);
    }
}

using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>A service whose authority is away.</summary>
public sealed class TokenOutageTests
{
    [Fact]
    public async Task TokenThatCannotBeJudged_IsNoBadToken()
    {
        await using var host = await ModuleHost.StartAsync(ModuleHost.Sqlite, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map);
        var token = host.Authority.TokenFor(Role.Planner, "6101GX");
        await host.Authority.DisposeAsync();
        var failure = await new UnitService.UnitServiceClient(host.As(token)).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.Unavailable, "AUTHORITY_UNAVAILABLE");
        failure.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>().ShouldNotBeNull();
    }

    [Fact]
    public async Task KnownKeys_OutliveTheAuthority()
    {
        await using var host = await ModuleHost.StartAsync(ModuleHost.Sqlite, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map);
        var token = host.Authority.TokenFor(Role.Planner, "6101GX");
        var client = new UnitService.UnitServiceClient(host.As(token));
        await client.ListUnitsAsync(new ListUnitsRequest());
        await host.Authority.DisposeAsync();
        await client.ListUnitsAsync(new ListUnitsRequest());
    }
}

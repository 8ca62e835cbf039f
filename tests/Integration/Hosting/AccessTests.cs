using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>Who gets to a handler, over real gRPC with real tokens.</summary>
public sealed class AccessTests(AccessTests.Probe probe) : IClassFixture<AccessTests.Probe>
{
    private readonly ModuleHost _host = probe.Host;

    [Fact]
    public async Task RoleWithoutAGrant_IsRefused_BeforeTheHandler()
    {
        var entered = ProbeService.Entered;
        foreach (var role in new[] { Role.Enterprise, Role.Finance, Role.AssetManager, Role.Department })
            await Get("610102", role, "610102").ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        ProbeService.Entered.ShouldBe(entered);
    }

    [Fact]
    public async Task OwnReach_EndsAtTheUnit_AndBeforeExistenceIsKnown()
    {
        (await Get("610102", Role.Reporter, "610102")).Title.ShouldStartWith("reporter-610102|Reporter|610102|");
        await Get("610103", Role.Reporter, "610102").ShouldFailAsync(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        await Get("ABSENT", Role.Reporter, "610102").ShouldFailAsync(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        await Get("610102", Role.Reporter, "").ShouldFailAsync(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        await Get("ABSENT", Role.Planner, "6101GX").ShouldFailAsync(StatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task AllReach_GoesEverywhere()
    {
        foreach (var role in new[] { Role.Planner, Role.Government, Role.Auditor, Role.Service })
            (await Get("610103", role, "610102")).Name.ShouldBe("units/610103");
    }

    [Fact]
    public async Task MethodWithoutARule_IsDeniedToEveryRole()
    {
        foreach (var role in Roles.All)
        {
            await new UnitService.UnitServiceClient(_host.As(role, "6101GX")).UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = "units/610102" }, UpdateMask = new FieldMask() })
                .ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        }
    }

    [Fact]
    public async Task Refusals_SpeakTheCallersLanguage()
    {
        var token = _host.Authority.TokenFor(Role.Finance);
        var chinese = await new UnitService.UnitServiceClient(_host.As(token)).GetUnitAsync(new GetUnitRequest { Name = "units/1" }).ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        chinese.Status.Detail.ShouldBe("您的角色（finance）无权进行此操作。");
        var english = await new UnitService.UnitServiceClient(_host.As(token, "en-GB,en;q=0.8,zh;q=0.5")).GetUnitAsync(new GetUnitRequest { Name = "units/1" }).ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        english.Status.Detail.ShouldBe("Your role (finance) may not do this.");
    }

    [Fact]
    public async Task ClaimsOfTheToken_ReachTheHandler()
    {
        var token = _host.Authority.TokenFor(Role.Service, "6101GX", "stats", null, "read", "changes");
        (await new UnitService.UnitServiceClient(_host.As(token, "en")).GetUnitAsync(new GetUnitRequest { Name = "units/1" })).Title.ShouldBe("stats|Service|6101GX||read changes|English");
    }

    private AsyncUnaryCall<Unit> Get(string unit, Role role, string ofUnit) => new UnitService.UnitServiceClient(_host.As(role, ofUnit)).GetUnitAsync(new GetUnitRequest { Name = $"units/{unit}" });

    /// <summary>The probe on SQLite.</summary>
    public sealed class Probe : IAsyncLifetime
    {
        internal ModuleHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ModuleHost.StartAsync(ModuleHost.Sqlite, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}

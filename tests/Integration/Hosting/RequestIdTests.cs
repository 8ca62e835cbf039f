using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>A call with a request id happens once, on both databases.</summary>
public sealed class RequestIdTests
{
    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task RepeatedCall_GetsTheFirstAnswer_AndAnotherCallWithItsIdIsRefused(string provider)
    {
        await using var host = await StartAsync(provider);
        var planner = new UnitService.UnitServiceClient(host.As(Role.Planner, "6101GX"));
        var id = Guid.CreateVersion7().ToString();
        var first = await planner.CreateUnitAsync(Create("A00001", "一", id));
        (await planner.CreateUnitAsync(Create("A00001", "一", id))).ShouldBe(first);
        await planner.CreateUnitAsync(Create("A00002", "一", id)).ShouldFailAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        await planner.CreateUnitAsync(Create("A00003", "一", "not-a-uuid")).ShouldFailAsync(StatusCode.InvalidArgument, "INVALID_REQUEST_ID");

        // The id belongs to the caller: another one's call is another call.
        await new UnitService.UnitServiceClient(host.As(Role.Planner, "6101GX", "planner-2")).CreateUnitAsync(Create("A00002", "二", id));
        (await CodesAsync(planner)).ShouldBe(["A00001", "A00002"]);
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task FailedCall_LeavesNothing_AndMayBeTriedAgain(string provider)
    {
        await using var host = await StartAsync(provider);
        var planner = new UnitService.UnitServiceClient(host.As(Role.Planner, "6101GX"));
        var id = Guid.CreateVersion7().ToString();
        await planner.CreateUnitAsync(Create("A00001", "", id)).ShouldFailAsync(StatusCode.InvalidArgument, "REQUIRED");
        await planner.CreateUnitAsync(Create("A00001", "一", id));
        await planner.CreateUnitAsync(Create("A00001", "二", Guid.CreateVersion7().ToString())).ShouldFailAsync(StatusCode.AlreadyExists, "DUPLICATE");
        (await CodesAsync(planner)).ShouldBe(["A00001"]);
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task SameCallManyTimesAtOnce_HappensOnce(string provider)
    {
        await using var host = await StartAsync(provider);
        var planner = new UnitService.UnitServiceClient(host.As(Role.Planner, "6101GX"));
        var id = Guid.CreateVersion7().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => planner.CreateUnitAsync(Create("A00001", "一", id)).ResponseAsync));
        answers.Distinct().Count().ShouldBe(1);
        (await CodesAsync(planner)).ShouldBe(["A00001"]);
    }

    private static Task<ModuleHost> StartAsync(string provider) => ModuleHost.StartAsync(provider, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map);

    private static CreateUnitRequest Create(string code, string title, string requestId) => new() { UnitId = code, RequestId = requestId, Unit = new Unit { Title = title } };

    private static async Task<List<string>> CodesAsync(UnitService.UnitServiceClient client) => [.. (await client.ListUnitsAsync(new ListUnitsRequest())).Units.Select(unit => unit.Code)];
}

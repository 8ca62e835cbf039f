using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Clients;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>Calls from one service to another.</summary>
public sealed class ServiceClientTests(AccessTests.Probe probe) : IClassFixture<AccessTests.Probe>
{
    private readonly ModuleHost _host = probe.Host;

    [Fact]
    public async Task Call_CarriesTheCallersTokenAndLanguage()
    {
        await using var provider = Provider(_host.Address);
        await using var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<CallContext>();
        call.Begin(Language.English);
        call.Admit(Caller.System("test"), Reach.All, new ProbePolicy(), _host.Authority.TokenFor(Role.Planner, "6101GX"));
        (await Client(scope).GetUnitAsync(new GetUnitRequest { Name = "units/1" })).Title.ShouldBe("planner-6101GX|Planner|6101GX|||English");
        await Client(scope).GetUnitAsync(new GetUnitRequest { Name = "units/ABSENT" }).ShouldFailAsync(StatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task SideThatIsDown_IsNamed()
    {
        await using var provider = Provider("http://127.0.0.1:9");
        await using var scope = provider.CreateAsyncScope();
        var refusal = await Should.ThrowAsync<DomainException>(async () => await Client(scope).GetUnitAsync(new GetUnitRequest { Name = "units/1" }));
        (refusal.Kind, refusal.Reason, refusal.Metadata["service"]).ShouldBe((ErrorKind.Busy, "CATALOG_UNAVAILABLE", "catalog"));
        refusal.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task SideThatBreaksOff_IsNamed()
    {
        // Takes the call and breaks it off, as a gateway does whose own connection broke: settings of HTTP/2, and a reset of the stream for an internal error.
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        byte[] reset = [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                using var connection = await listener.AcceptTcpClientAsync(over.Token);
                var stream = connection.GetStream();
                await stream.WriteAsync(settings, over.Token);
                var read = new byte[4096];
                var begun = await stream.ReadAtLeastAsync(read, 200, throwOnEndOfStream: false, over.Token);
                await stream.WriteAsync(reset, over.Token);
                while (begun > 0)
                    begun = await stream.ReadAsync(read, over.Token);
            }
        });
        await using var provider = Provider($"http://{listener.LocalEndpoint}");
        await using var scope = provider.CreateAsyncScope();
        var refusal = await Should.ThrowAsync<DomainException>(async () => await Client(scope).GetUnitAsync(new GetUnitRequest { Name = "units/1" }));
        (refusal.Kind, refusal.Reason).ShouldBe((ErrorKind.Busy, "CATALOG_UNAVAILABLE"));
        await over.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task SideThatIsTooSlow_IsNamed_AfterFiveSeconds()
    {
        await using var provider = Provider(_host.Address);
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Admit(Caller.System("test"), Reach.All, new ProbePolicy(), _host.Authority.TokenFor(Role.Planner, "6101GX"));
        var watch = Stopwatch.StartNew();
        var refusal = await Should.ThrowAsync<DomainException>(async () => await Client(scope).GetUnitAsync(new GetUnitRequest { Name = "units/SLOWLY" }));
        refusal.Reason.ShouldBe("CATALOG_UNAVAILABLE");
        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(9));
    }

    private static UnitService.UnitServiceClient Client(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UnitService.UnitServiceClient>();

    private static ServiceProvider Provider(string address)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Services:catalog"] = address }).Build());
        services.AddScoped<CallContext>();
        services.AddServiceClient<UnitService.UnitServiceClient>("catalog");
        return services.BuildServiceProvider(validateScopes: true);
    }
}

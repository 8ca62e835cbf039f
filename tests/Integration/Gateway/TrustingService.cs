using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Gateway.Storage;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Hosting;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>A real gateway and, as its catalog, a real process of the kernel that trusts the gateway's tokens.</summary>
internal static class TrustingService
{
    public static async Task<(GatewayProcess Gateway, ModuleHost Service)> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var http = $"http://127.0.0.1:{Ports.Free()}";
        var health = $"http://127.0.0.1:{Ports.Free()}";
        var service = await ModuleHost.StartAsync(ModuleHost.Sqlite, [ProbeModule.Name], ProbeModule.Add, ProbeModule.Map, builder => builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Auth:Authority"] = http, ["Endpoints:Health"] = health }));
        var all = new Dictionary<string, string?>(settings ?? [], StringComparer.OrdinalIgnoreCase) { ["Gateway:Http"] = http, ["Services:catalog"] = $"{service.Address}|{health}" };
        return (await GatewayProcess.StartAsync(all), service);
    }

    /// <summary>Gives the gateway's database.</summary>
    public static GatewayScope GetRequiredScope(this IServiceProvider services) => new(services.CreateAsyncScope());
}

/// <summary>A look into the gateway's database.</summary>
internal sealed class GatewayScope(AsyncServiceScope scope) : IAsyncDisposable
{
    public GatewayDbContext Db { get; } = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Renovation.Gateway.Routing;

/// <summary>Tells whether a service has a replica that said it is ready.</summary>
internal sealed class ServiceCheck(IProxyStateLookup proxy, string name) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(proxy.TryGetCluster(name, out var cluster) && cluster.Destinations.Values.Any(replica => replica.Health.Active == DestinationHealth.Healthy)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"No replica of {name} is ready."));
}

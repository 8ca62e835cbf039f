using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Renovation.Gateway.Routing;

/// <summary>The services behind the gateway, each with its replicas in turn.</summary>
internal static class ServiceClusters
{
    public static ClusterConfig Build(string name, IReadOnlyList<Replica> replicas) => new()
    {
        ClusterId = name,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = replicas
            .Select(replica => (replica.Address.Authority, Destination: new DestinationConfig { Address = replica.Address.AbsoluteUri, Health = replica.Health.AbsoluteUri }))
            .ToDictionary(pair => pair.Authority, pair => pair.Destination, StringComparer.Ordinal),
        HttpRequest = new ForwarderRequestConfig
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // Long enough for the import of a library; gRPC callers set deadlines of their own.
            ActivityTimeout = TimeSpan.FromMinutes(5),
        },
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromMilliseconds(500),
                Timeout = TimeSpan.FromSeconds(1),
                Policy = ReadinessPolicy.PolicyName,
                Path = "/healthz/ready",
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = ConnectionPolicy.PolicyName,
                ReactivationPeriod = TimeSpan.FromSeconds(1),
            },

            // When no replica seems well each one is tried: a service that is only slow goes on, and one that is gone refuses at once.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        },
    };
}

/// <summary>Connections to the replicas notice within seconds that the other side is gone.</summary>
internal sealed class ServiceConnections : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);

        // A side that is gone refuses at once; one that has just started beside others on few cores may take a while.
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
        handler.InitialHttp2StreamWindowSize = 1024 * 1024;
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Renovation.Gateway.Routing;

/// <summary>Asks for health over HTTP/1.1, which is what the health ports speak.</summary>
internal sealed class HealthPortProbe : IProbingRequestFactory
{
    public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination) =>
        new(HttpMethod.Get, new Uri(new Uri(destination.Config.Health!), cluster.Config.HealthCheck!.Active!.Path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
}

/// <summary>
/// Takes a replica out when it says that it is not ready or cannot be reached, at once; when it does not answer in time, only the second time in a row, since a
/// busy machine is no dead one.
/// </summary>
internal sealed class ReadinessPolicy(IDestinationHealthUpdater updater) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Readiness";
    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silences = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults) =>
        updater.SetActive(cluster, [.. probingResults.Select(result => new NewActiveDestinationHealth(result.Destination, Judge(result)))]);

    private DestinationHealth Judge(DestinationProbingResult result)
    {
        var silences = _silences.GetOrCreateValue(result.Destination);
        if (result.Response is { } response)
        {
            silences.Value = 0;
            return response.IsSuccessStatusCode ? DestinationHealth.Healthy : DestinationHealth.Unhealthy;
        }

        if (result.Exception is HttpRequestException || ++silences.Value >= 2)
            return DestinationHealth.Unhealthy;
        return result.Destination.Health.Active;
    }
}

/// <summary>Takes a replica out for a second when a call cannot connect to it. Calls that fail in other ways say nothing about the replica.</summary>
internal sealed class ConnectionPolicy(IDestinationHealthUpdater updater) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Connection";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<IForwarderErrorFeature>()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            updater.SetPassive(cluster, destination, DestinationHealth.Unhealthy, cluster.Model.Config.HealthCheck!.Passive!.ReactivationPeriod!.Value);
    }
}

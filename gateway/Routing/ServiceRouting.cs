using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Renovation.Gateway.Hosting;
using Renovation.Shared.Hosting;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Renovation.Gateway.Routing;

/// <summary>Puts the services behind the gateway.</summary>
internal static class ServiceRouting
{
    public static void AddRouting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var clusters = ProtoRoutes.Clusters.Select(name => ServiceClusters.Build(name, Replica.Read(name, builder.Configuration))).ToList();
        services.AddSingleton<IActiveHealthCheckPolicy, ReadinessPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectionPolicy>();
        services.AddReverseProxy().LoadFromMemory(ProtoRoutes.Build(BodyLimits.Read(builder.Configuration)), clusters)
            .AddTransforms(transforms => transforms.AddRequestTransform(DropHopHeaders));
        services.Replace(ServiceDescriptor.Singleton<IProbingRequestFactory, HealthPortProbe>());
        services.Replace(ServiceDescriptor.Singleton<IForwarderHttpClientFactory, ServiceConnections>());
        foreach (var name in ProtoRoutes.Clusters)
        {
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                name, provider => new ServiceCheck(provider.GetRequiredService<IProxyStateLookup>(), name), HealthStatus.Unhealthy, [RenovationHost.ReadyTag]));
        }
    }

    // The proxy knows the headers of a hop by name, but not those that the caller's Connection header declares to be some (RFC 9110, 7.6.1).
    private static ValueTask DropHopHeaders(RequestTransformContext context)
    {
        foreach (var name in context.HttpContext.Request.Headers.GetCommaSeparatedValues("Connection"))
            RequestTransform.RemoveHeader(context, name);
        return default;
    }

    public static void MapServices(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.Use(ProxyFailures.NameAsync);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    });
}

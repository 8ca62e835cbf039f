using Renovation.Shared.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace Renovation.Gateway.Routing;

/// <summary>Gives what goes wrong between gateway and service a name: a request that is too large or broken is the caller's, anything else is an outage of the service.</summary>
internal static class ProxyFailures
{
    public static async Task NameAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<IForwarderErrorFeature>() is not { } failed || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return;
        if (Chain(failed.Exception).OfType<BadHttpRequestException>().FirstOrDefault() is { } refused)
            throw refused;
        var service = http.GetReverseProxyFeature().Cluster.Config.ClusterId;
        throw DomainException.Busy(
            $"{service.ToUpperInvariant()}_UNAVAILABLE",
            new($"{service} 服务暂时不可用，请稍后重试。", $"The {service} service is not available, try again."),
            TimeSpan.FromSeconds(2),
            ("service", service));
    }

    private static IEnumerable<Exception> Chain(Exception? failure) => failure switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Chain),
        _ => Chain(failure.InnerException).Prepend(failure),
    };
}

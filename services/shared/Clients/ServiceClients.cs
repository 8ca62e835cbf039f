using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Shared.Identity;

namespace Renovation.Shared.Clients;

/// <summary>Registers gRPC clients of the other services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// Registers a client of <paramref name="module"/> at <c>Services:{module}</c>. A call has 5 s unless it sets a deadline, is tried again on UNAVAILABLE only, and carries
    /// the caller's token and language. A side that is down or too slow becomes the refusal <c>{MODULE}_UNAVAILABLE</c> (Busy, metadata <c>service</c>); other
    /// statuses stay what they are.
    /// </summary>
    public static IServiceCollection AddServiceClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TClient>(this IServiceCollection services, string module)
        where TClient : class
    {
        services.AddGrpcClient<TClient>((provider, options) => options.Address = AddressOf(provider, module))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2),
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(15),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),

                // Long enough to be cheap, short enough to find replicas that were added.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseProxy = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureChannel(channel =>
            {
                channel.ServiceConfig = new ServiceConfig { MethodConfigs = { RetryUnavailable() } };

                // The default waits a second and up to two minutes before it connects again: a side that is back would still count as down.
                channel.InitialReconnectBackoff = TimeSpan.FromMilliseconds(100);
                channel.MaxReconnectBackoff = TimeSpan.FromSeconds(1);
            })
            .AddInterceptor(InterceptorScope.Client, provider => new ServiceClientInterceptor(module, provider.GetRequiredService<CallContext>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static Uri AddressOf(IServiceProvider provider, string module) =>
        Uri.TryCreate(provider.GetRequiredService<IConfiguration>()[$"Services:{module}"], UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException($"The setting Services:{module} must be the address of the service, e.g. http://127.0.0.1:5101.");

    private static MethodConfig RetryUnavailable() => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}

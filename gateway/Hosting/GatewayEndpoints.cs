using Microsoft.AspNetCore.Server.Kestrel.Core;
using Renovation.Shared.Hosting;

namespace Renovation.Gateway.Hosting;

/// <summary>Where the gateway listens: REST for everybody, gRPC without TLS on a port of its own, health and metrics only when asked for.</summary>
internal static class GatewayEndpoints
{
    private const string DefaultHttp = "http://127.0.0.1:8080";
    private const string DefaultGrpc = "http://127.0.0.1:8081";

    public static void Configure(WebApplicationBuilder builder)
    {
        var http = Endpoints.Read(builder, "Gateway:Http", DefaultHttp);
        var grpc = Endpoints.Read(builder, "Gateway:Grpc", DefaultGrpc);
        var health = builder.Configuration["Endpoints:Health"] is { Length: > 0 } ? Endpoints.Read(builder, "Endpoints:Health", "http://127.0.0.1:8090") : null;
        var limits = BodyLimits.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.Request;
            Endpoints.WidenWindows(kestrel);

            // Without TLS nothing tells HTTP/2 from HTTP/1.1 on one port.
            Endpoints.Listen(kestrel, http, options => options.Protocols = HttpProtocols.Http1);
            Endpoints.Listen(kestrel, grpc, options => options.Protocols = HttpProtocols.Http2);
            if (health is not null)
                Endpoints.ListenForHealth(kestrel, health);
        });
    }

    /// <summary>Gives the address at which this process reaches its own REST port.</summary>
    public static Uri Local(IConfiguration configuration) => Loopback(configuration["Gateway:Http"] is { Length: > 0 } address ? address : DefaultHttp);

    /// <summary>Gives the address at which this process reaches its own gRPC port.</summary>
    public static Uri LocalGrpc(IConfiguration configuration) => Loopback(configuration["Gateway:Grpc"] is { Length: > 0 } address ? address : DefaultGrpc);

    // Who listens on every address is reached on the loopback one.
    private static Uri Loopback(string address)
    {
        var uri = BindingAddress.Parse(address);
        return new UriBuilder(Uri.UriSchemeHttp, uri.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "127.0.0.1" : uri.Host, uri.Port).Uri;
    }

    /// <summary>Gives the issuer of the tokens: <c>Auth:Issuer</c>, or else the address of the REST port. Replicas of the gateway need the same.</summary>
    public static Uri Issuer(IConfiguration configuration)
    {
        var value = configuration["Auth:Issuer"] is { Length: > 0 } issuer ? issuer
            : configuration["Gateway:Http"] is { Length: > 0 } address ? address
            : DefaultHttp;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) ? uri : throw new InvalidOperationException($"The setting Auth:Issuer must be an address, not {value}.");
    }
}

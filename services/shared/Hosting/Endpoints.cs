using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Renovation.Shared.Hosting;

/// <summary>Where a process listens: a service has one HTTP/2 port for gRPC and REST, and one HTTP/1.1 port for health and metrics.</summary>
internal static class Endpoints
{
    /// <summary>A workbook of 20 MiB and what surrounds it.</summary>
    public const int LargestRequest = 24 * 1024 * 1024;

    /// <summary>An export of everything.</summary>
    public const int LargestResponse = 64 * 1024 * 1024;

    private const string DefaultGrpc = "http://127.0.0.1:5101";
    private const string DefaultHealth = "http://127.0.0.1:5111";

    public static void Configure(WebApplicationBuilder builder)
    {
        var grpc = Read(builder, "Endpoints:Grpc", DefaultGrpc);
        var health = Read(builder, "Endpoints:Health", DefaultHealth);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;

            WidenWindows(kestrel);
            Listen(kestrel, grpc, options => options.Protocols = HttpProtocols.Http2);
            ListenForHealth(kestrel, health);
        });
    }

    /// <summary>Lets a stream send a workbook in a few rounds: the default window of 96 KiB makes uploads slow over any distance.</summary>
    public static void WidenWindows(KestrelServerOptions kestrel)
    {
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
    }

    /// <summary>Tells whether a request came in on the health port.</summary>
    public static bool IsHealth(IFeatureCollection features) => features.Get<HealthConnection>() is not null;

    /// <summary>Reads an address to listen on.</summary>
    /// <exception cref="InvalidOperationException">The setting is no address.</exception>
    public static Uri Read(WebApplicationBuilder builder, string setting, string fallback)
    {
        var value = builder.Configuration[setting] is { Length: > 0 } set ? set : fallback;
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            ? address
            : throw new InvalidOperationException($"The setting {setting} must be an address such as {fallback}, not {value}.");
    }

    /// <summary>Listens for health and metrics.</summary>
    public static void ListenForHealth(KestrelServerOptions kestrel, Uri address) => Listen(kestrel, address, options =>
    {
        options.Protocols = HttpProtocols.Http1;
        options.Use(next => connection =>
        {
            connection.Features.Set(HealthConnection.Instance);
            return next(connection);
        });
    });

    /// <summary>Listens on an address; a name that is no IP address means every interface.</summary>
    public static void Listen(KestrelServerOptions kestrel, Uri address, Action<ListenOptions> configure)
    {
        var host = address.Host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var ip))
            kestrel.Listen(ip, address.Port, configure);
        else if (address.IsLoopback)
            kestrel.Listen(IPAddress.Loopback, address.Port, configure);
        else
            kestrel.ListenAnyIP(address.Port, configure);
    }

    private sealed class HealthConnection
    {
        public static HealthConnection Instance { get; } = new();
    }
}

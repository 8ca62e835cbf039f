using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Renovation.Tests.Integration.Fixtures;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>A process that stands where a service stands and tells what arrives: HTTP/2 without TLS, and a health port.</summary>
internal sealed class EchoService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EchoService(string name, int port, int healthPort)
    {
        (Name, Pair) = (name, $"http://127.0.0.1:{port}|http://127.0.0.1:{healthPort}");
        Address = $"http://127.0.0.1:{port}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenLocalhost(port, options => options.Protocols = HttpProtocols.Http2);
            kestrel.ListenLocalhost(healthPort, options => options.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Name { get; }

    public string Address { get; }

    /// <summary>The pair of addresses as the settings of the gateway have it.</summary>
    public string Pair { get; }

    public bool Ready { get; set; } = true;

    /// <summary>Headers of the last request.</summary>
    public IHeaderDictionary LastHeaders { get; private set; } = new HeaderDictionary();

    public static async Task<EchoService> StartAsync(string name, EchoService? inPlaceOf = null)
    {
        var ports = inPlaceOf?.Pair.Split('|').Select(address => new Uri(address).Port).ToArray();
        var service = new EchoService(name, ports?[0] ?? Ports.Free(), ports?[1] ?? Ports.Free());
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Lets <c>:export</c> send its second half.</summary>
    public void GoOn() => _goOn.TrySetResult();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal))
        {
            http.Response.StatusCode = Ready ? 200 : 503;
            return;
        }

        LastHeaders = new HeaderDictionary(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
        var length = 0L;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
            length += read;
        http.Response.Headers["x-service"] = Name;
        http.Response.Headers["x-length"] = length.ToString(CultureInfo.InvariantCulture);
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            http.Response.ContentType = "application/grpc";
            http.Response.AppendTrailer("grpc-status", "0");
            await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
        }
        else if (http.Request.Path.Value!.EndsWith("/2099:export", StringComparison.Ordinal))
        {
            await http.Response.Body.WriteAsync(new byte[1024], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await _goOn.Task;
            for (var i = 0; i < 32; i++)
                await http.Response.Body.WriteAsync(new byte[1024 * 1024], http.RequestAborted);
        }
        else
        {
            await http.Response.WriteAsJsonAsync(new { service = Name, path = http.Request.Path.Value, method = http.Request.Method }, http.RequestAborted);
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Renovation.Shared.Hosting;

/// <summary>Logs, traces and metrics of a process.</summary>
internal static class Telemetry
{
    private static readonly Dictionary<string, string?> QuietFramework = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",

        // What a command fails with is thrown; some are meant to fail, such as the first look into an empty database.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        ["Logging:LogLevel:Grpc"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
        ["Logging:LogLevel:OpenTelemetry"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:LogLevel:OpenIddict"] = "Warning",
        ["Logging:LogLevel:Yarp"] = "Warning",

        // Twice a second a stack trace for a replica that is down; that it went down is said once, elsewhere.
        ["Logging:LogLevel:Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor"] = "Error",
    };

    public static void Configure(WebApplicationBuilder builder)
    {
        // First of the sources: every other one may say otherwise.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietFramework });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });

        var otlp = builder.Configuration["Otlp:Endpoint"] is { Length: > 0 } address ? new Uri(address) : null;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["Service:Name"] ?? builder.Environment.ApplicationName))
            .WithMetrics(metrics => Measure(metrics, otlp));

        // Spans that nobody collects are not made. Trace ids go from process to process without them.
        if (otlp is not null)
            telemetry.WithTracing(tracing => Trace(tracing, otlp));
    }

    private static void Trace(TracerProviderBuilder tracing, Uri otlp) => tracing
        .AddAspNetCoreInstrumentation(options => options.Filter = http => !Endpoints.IsHealth(http.Features))
        .AddGrpcClientInstrumentation()
        .AddHttpClientInstrumentation()
        .AddSource("MassTransit", "Renovation.*")
        .AddOtlpExporter(options => options.Endpoint = otlp);

    private static void Measure(MeterProviderBuilder metrics, Uri? otlp)
    {
        metrics
            .AddAspNetCoreInstrumentation()
            .AddMeter("Renovation.*", "MassTransit", "Npgsql")
            .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 1000);
        if (otlp is not null)
            metrics.AddOtlpExporter(options => options.Endpoint = otlp);
    }
}

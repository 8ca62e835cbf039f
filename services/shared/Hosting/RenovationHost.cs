using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Idempotency;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;

namespace Renovation.Shared.Hosting;

/// <summary>What every process of the suite has in common. A process hosts one module or several.</summary>
public static class RenovationHost
{
    /// <summary>Tag of the health checks that readiness waits for.</summary>
    internal const string ReadyTag = "ready";

    /// <summary>Adds endpoints, gRPC with its REST transcoding and interceptors, token validation, clocks, health, telemetry and a shutdown that drains within 30 s.</summary>
    public static WebApplicationBuilder AddRenovationDefaults(this WebApplicationBuilder builder)
    {
        AddProcess(builder);
        Endpoints.Configure(builder);
        var services = builder.Services;
        services.AddSingleton(new ModuleRegistry());
        services.AddScoped<CallerScope>();
        services.AddSingleton<ErrorInterceptor>().AddSingleton<MaskNames>().AddSingleton<Admittance>().AddSingleton<AccessInterceptor>().AddSingleton<IdempotencyInterceptor>();
        // That it takes no streams in is known: uploads have paths of their own.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Grpc.JsonTranscoding", LogLevel.Error);
        services.AddGrpc(Configure).AddJsonTranscoding(options =>
        {
            // Without it an error with details becomes an empty HTTP 500.
            options.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
            options.JsonSettings.WriteInt64sAsStrings = false;
            options.JsonSettings.WriteEnumsAsIntegers = false;
            options.JsonSettings.IgnoreDefaultValues = false;
        });
        return builder;
    }

    /// <summary>Adds what the gateway has in common with the services: telemetry, clocks, token validation, start tasks, readiness, a shutdown that drains.</summary>
    internal static void AddProcess(WebApplicationBuilder builder)
    {
        Telemetry.Configure(builder);
        var services = builder.Services;
        var phase = new StartPhase();
        services.AddSingleton(phase);
        phase.Hush(builder.Logging, "Microsoft.Extensions.Hosting.Internal.Host");
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new BusinessClock(
            provider.GetRequiredService<TimeProvider>(), CalendarZone.Read(builder.Configuration), builder.Configuration["Demo:ClockFile"]));
        services.AddScoped<CallContext>();
        services.AddTokenValidation(builder.Configuration);

        // First of the hosted services: nothing starts before its tasks are done, and readiness goes before anything stops.
        services.AddHostedService<StartTaskRunner>();
        services.AddSingleton<Readiness>().AddHostedService(provider => provider.GetRequiredService<Readiness>());
        services.AddHealthChecks().AddCheck<Readiness>("process", tags: [ReadyTag]);
    }

    /// <summary>Adds a module: its access policy, its database as a condition of readiness, and its place in the registry.</summary>
    public static WebApplicationBuilder AddModule(this WebApplicationBuilder builder, Module module)
    {
        var registry = (ModuleRegistry)builder.Services.Single(service => service.ServiceType == typeof(ModuleRegistry)).ImplementationInstance!;
        registry.Add(module);
        builder.Services.AddSingleton(module.AccessPolicy);
        AddDatabaseCheck(builder.Services, module.Name, module.DbContext);
        return builder;
    }

    /// <summary>Makes a database a condition of readiness.</summary>
    internal static void AddDatabaseCheck(IServiceCollection services, string name, Type context) =>
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"{name}-database",
            provider => new DatabaseCheck(provider.GetRequiredService<IServiceScopeFactory>(), context),
            HealthStatus.Unhealthy,
            [ReadyTag],
            TimeSpan.FromSeconds(3)));

    /// <summary>Adds the health port, the error model of REST and authentication to the pipeline; call it before the modules are mapped.</summary>
    public static WebApplication MapRenovationDefaults(this WebApplication app)
    {
        app.MapWhen(http => Endpoints.IsHealth(http.Features), MapHealthPort);
        app.UseMiddleware<RestErrors>();
        app.UseRouting();
        app.UseAuthentication();
        return app;
    }

    /// <summary>
    /// Runs the process until it is told to stop. Gives 0; 2 with one line on standard error when it cannot start for a reason the operator can mend
    /// (see <see cref="StartFailure"/>); 1 when it fails otherwise.
    /// </summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
                app.Logger.LogInformation("{Application} listens on {Addresses}", app.Environment.ApplicationName, string.Join(", ", app.Urls));
            }
            catch (Exception failure)
            {
                return await ReportAsync(failure, app);
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    private static async Task<int> ReportAsync(Exception failure, WebApplication app)
    {
        if (StartFailure.Explain(failure, app.Configuration) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return StartFailure.ExitCode;
        }

        app.Logger.LogCritical(failure, "{Application} cannot start", app.Environment.ApplicationName);
        return 1;
    }

    private static void Configure(GrpcServiceOptions options)
    {
        options.MaxReceiveMessageSize = Endpoints.LargestRequest;
        options.MaxSendMessageSize = Endpoints.LargestResponse;
        options.Interceptors.Add<ErrorInterceptor>();
        options.Interceptors.Add<MaskNames>();
        options.Interceptors.Add<AccessInterceptor>();
        options.Interceptors.Add<IdempotencyInterceptor>();
    }

    /// <summary>Answers everything on the health port.</summary>
    internal static void MapHealthPort(IApplicationBuilder health)
    {
        UseHealth(health);
        health.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
    }

    /// <summary>Answers <c>/healthz/live</c> and <c>/healthz/ready</c>.</summary>
    internal static void UseHealth(IApplicationBuilder health)
    {
        health.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        health.UseHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(
            new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString(), StringComparer.Ordinal) },
            http.RequestAborted);
}

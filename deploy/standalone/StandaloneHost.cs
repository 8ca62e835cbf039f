using System.Net;
using System.Net.Sockets;
using Renovation.FundingSupport;
using Renovation.Gateway;
using Renovation.ProgressReporting;
using Renovation.ProjectCatalog;
using Renovation.Shared.Hosting;
using Renovation.Shared.Time;

namespace Renovation.Standalone;

/// <summary>Runs the real services in one host and the real gateway in another, in one process.</summary>
internal static class StandaloneHost
{
    /// <summary>Runs until Ctrl-C or SIGTERM; gives the exit code: 0, or 2 with one line when the operator can mend what is wrong.</summary>
    public static async Task<int> RunAsync(StandaloneOptions options)
    {
        if (!Prepare(options))
            return StartFailure.ExitCode;
        var (grpc, health) = (FreePort(), FreePort());
        await using var services = BuildServices(options.ServiceSettings(grpc, health));
        try
        {
            await services.StartAsync();
        }
        catch (Exception failure) when (StartFailure.Explain(failure, services.Configuration) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return StartFailure.ExitCode;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(options.GatewaySettings(grpc, health));
        var code = await GatewayHost.RunAsync(GatewayHost.Build(builder));
        await services.StopAsync();
        return code;
    }

    private static WebApplication BuildServices(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddRenovationDefaults();
        builder.AddProjectCatalog().AddProgressReporting().AddFundingSupport();
        builder.AddRenovationMessaging();

        // The gateway listens to the signals: the services stop after it, when nobody calls them any more.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var app = builder.Build();
        app.MapRenovationDefaults();
        app.MapProjectCatalog().MapProgressReporting().MapFundingSupport();
        return app;
    }

    // What can be told before anything is started is told in one line.
    private static bool Prepare(StandaloneOptions options)
    {
        if (options.Port == options.GrpcPort)
            return Refuse($"--port and --grpc-port are both {options.Port}.");
        if (new[] { options.Port, options.GrpcPort }.FirstOrDefault(port => !IsFree(port)) is var taken and > 0)
            return Refuse($"Port {taken} is already in use.");
        try
        {
            Directory.CreateDirectory(options.Data);
            var probe = Path.Combine(options.Data, ".writable");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            if (options is { Demo: true, Clock: { } instant })
                ClockFile.Set(options.ClockFile, instant, TimeProvider.System);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The data folder {options.Data} is not writable.");
        }
    }

    private static bool Refuse(string line)
    {
        Console.Error.WriteLine(line);
        return false;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

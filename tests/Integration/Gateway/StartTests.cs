using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Renovation.Gateway;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The gateway as a process of its own: how it starts, and how it says that it cannot.</summary>
public sealed partial class StartTests : IAsyncLifetime
{
    private Installation _installation = null!;

    public async ValueTask InitializeAsync() => _installation = await Installation.CreateAsync(ModuleHost.Sqlite);

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task FirstStart_PrintsOneSecret_ThatWorks_AndNoOtherStartDoes()
    {
        var port = Ports.Free();
        string secret;
        using (var first = Start(port))
        {
            secret = Secret().Match(await LineAsync(first, "client_secret=")).Groups["secret"].Value;
            await ListeningAsync(port);
            (await SignInAsync(port, secret)).ShouldBe(HttpStatusCode.OK);
            (await StopAsync(first)).ShouldBe(0);
            (await first.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain("client_secret");
        }

        using var second = Start(port);
        await ListeningAsync(port);
        (await SignInAsync(port, secret)).ShouldBe(HttpStatusCode.OK);
        (await StopAsync(second)).ShouldBe(0);
        (await second.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain("client_secret");
    }

    [Fact]
    public async Task TakenPort_IsOneLine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await ShouldRefuseAsync(Start(port), $"Port {port} is already in use.");
    }

    [Fact]
    public async Task FolderThatCannotBeWritten_IsOneLine()
    {
        var file = Path.Combine(_installation.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var folder = Path.Combine(file, "data");
        await ShouldRefuseAsync(Start(Ports.Free(), folder), $"The data folder {folder} is not writable.");
    }

    [Fact]
    public async Task FolderInUse_IsOneLine()
    {
        await using var running = await GatewayProcess.StartAsync(installation: _installation);
        await ShouldRefuseAsync(Start(Ports.Free()), $"The data folder {_installation.Folder} is in use by another process.");
    }

    [Fact]
    public async Task NewerData_AreOneLine()
    {
        await using (await GatewayProcess.StartAsync(installation: _installation))
        {
            // Makes the database.
        }

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_installation.Folder, "gateway.db")}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0.0')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await ShouldRefuseAsync(Start(Ports.Free()), $"The data folder {_installation.Folder} was written by a newer version (gateway: 99990101000000_Future).");
    }

    private Process Start(int port, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GatewayHost).Assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage__Provider"] = "sqlite",
            ["Storage__Folder"] = folder ?? _installation.Folder,
            ["Gateway__Http"] = $"http://127.0.0.1:{port}",
            ["Gateway__Grpc"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Services__catalog"] = GatewayProcess.Nobody,
            ["Services__progress"] = GatewayProcess.Nobody,
            ["Services__funding"] = GatewayProcess.Nobody,
            ["Logging__LogLevel__Default"] = "Warning",
            ["Shutdown__Drain"] = "00:00:00",
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task ShouldRefuseAsync(Process process, string line)
    {
        using (process)
        {
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            error.Trim().ShouldBe(line);
            process.ExitCode.ShouldBe(2);
        }
    }

    private static async Task<string> LineAsync(Process process, string with)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(with, StringComparison.Ordinal))
                return line;
        }

        throw new ShouldAssertException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task ListeningAsync(int port)
    {
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                (await client.GetAsync($"http://127.0.0.1:{port}/healthz/live", TestContext.Current.CancellationToken)).Dispose();
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<HttpStatusCode> SignInAsync(int port, string secret)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "bootstrap",
            ["client_secret"] = secret,
        });
        using var response = await client.PostAsync($"http://127.0.0.1:{port}/connect/token", form, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<int> StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    [GeneratedRegex(@"client_id=bootstrap client_secret=(?<secret>\S+) \(role planner, unit 6101GX\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}

using System.Globalization;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.Integration.Fixtures;

namespace Renovation.Tests.EndToEnd.Shapes;

/// <summary>A whole installation, started and stopped by the commands of the README, in an empty folder of its own.</summary>
internal abstract class Installation : IAsyncDisposable
{
    public const string Standalone = "standalone";
    public const string Distributed = "distributed";

    protected Installation()
    {
        Folder = Directory.CreateTempSubdirectory("renovation-e2e-").FullName;
        Port = Ports.Free();
        GrpcPort = Ports.Free();
        Clients = new DemoClients(Path.Combine(Folder, "demo-clients.json"), new Uri(Address));
    }

    public string Folder { get; }

    public int Port { get; }

    public int GrpcPort { get; }

    public string Address => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public string GrpcAddress => $"http://127.0.0.1:{GrpcPort.ToString(CultureInfo.InvariantCulture)}";

    public DemoClients Clients { get; }

    /// <summary>Starts a shape with sample data and its business clock on the day of the notice.</summary>
    public static async Task<Installation> StartAsync(string shape)
    {
        Installation installation = shape == Standalone ? new StandaloneInstallation() : new DistributedInstallation();
        try
        {
            await installation.StartAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, or continues with its data.</summary>
    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();

    protected string[] Arguments(string folder) =>
    [
        folder, Folder, "--port", Port.ToString(CultureInfo.InvariantCulture), "--grpc-port", GrpcPort.ToString(CultureInfo.InvariantCulture),
        "--demo", "--clock", "2017-05-19T09:00:00+08:00",
    ];

    protected async Task WaitUntilReadyAsync(Func<bool> failed, Func<string> output)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (failed())
                break;
            if (await IsReadyAsync(client))
                return;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The suite did not become ready:\n{output()}");
    }

    protected void RemoveFolder()
    {
        if (!Directory.Exists(Folder))
            return;
        KeepLogs();
        Directory.Delete(Folder, recursive: true);
    }

    // What the processes said tells why a test failed.
    private void KeepLogs()
    {
        if (Environment.GetEnvironmentVariable("RENOVATION_TEST_LOGS") is not { Length: > 0 } kept || !Directory.Exists(Path.Combine(Folder, "run")))
            return;
        var target = Directory.CreateDirectory(Path.Combine(kept, Path.GetFileName(Folder)));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Folder, "run"), "*.log"))
            File.Copy(log, Path.Combine(target.FullName, Path.GetFileName(log)), overwrite: true);
    }

    private async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"{Address}/healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}

/// <summary>One process: <c>deploy/run</c>.</summary>
internal sealed class StandaloneInstallation : Installation
{
    private Command? _command;

    public int Process => _command!.Id;

    public string Output => _command!.Output;

    public override async Task StartAsync()
    {
        _command?.Dispose();
        var command = _command = Command.Start("deploy/run", Arguments("--data"));
        await WaitUntilReadyAsync(() => command.HasExited, () => command.Output);
    }

    public void Kill() => _command!.Kill();

    /// <summary>The most memory that the process ever had in use.</summary>
    public int PeakMebibytes()
    {
        var line = File.ReadLines($"/proc/{Process.ToString(CultureInfo.InvariantCulture)}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line["VmHWM:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    public async Task<int> StopAsync()
    {
        if (!_command!.HasExited)
            Command.Signal("TERM", _command.Id);
        await _command.WaitAsync();
        return _command.ExitCode;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_command is not null)
        {
            await StopAsync();
            _command.Dispose();
        }

        RemoveFolder();
    }
}

/// <summary>A process per service, two replicas each: <c>deploy/cluster</c>.</summary>
internal sealed class DistributedInstallation : Installation
{
    public override async Task StartAsync()
    {
        using var up = await Command.RunAsync("deploy/cluster", ["up", .. Arguments("--dir"), "--replicas", "2"]);
        if (up.ExitCode != 0)
            throw new InvalidOperationException($"deploy/cluster up failed:\n{up.Output}");
        await WaitUntilReadyAsync(() => false, () => up.Output);
    }

    public int ProcessOf(string name) => int.Parse(File.ReadAllText(Path.Combine(Folder, "run", $"{name}.pid")), CultureInfo.InvariantCulture);

    /// <summary>Kills a process without warning, and waits until it is gone; <c>rabbitmq</c> is one too.</summary>
    public async Task KillAsync(string name)
    {
        var process = name == "rabbitmq" ? BrokerProcess() : ProcessOf(name);
        Command.Signal("KILL", process);
        while (IsAlive(process))
            await Task.Delay(20);
    }

    public string LogOf(string name)
    {
        using var log = new StreamReader(new FileStream(Path.Combine(Folder, "run", $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd();
    }

    public async Task RestartAsync(string name)
    {
        using var start = await Command.RunAsync("deploy/cluster", "start", name, "--dir", Folder);
        if (start.ExitCode != 0)
            throw new InvalidOperationException($"deploy/cluster start {name} failed:\n{start.Output}");
    }

    // A process that nobody has buried yet is dead all the same.
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private int BrokerProcess() => int.Parse(File.ReadAllText(Path.Combine(Folder, "rabbitmq", "pid")), CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        using var down = await Command.RunAsync("deploy/cluster", "down", "--dir", Folder);
        RemoveFolder();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Renovation.Tests.EndToEnd.Shapes;

/// <summary>A command of the README as a process, with what it said.</summary>
internal sealed class Command : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private Command(Process process) => _process = process;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public string Output => string.Join('\n', _output);

    public static Command Start(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, path)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Repository.Root };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // tests/run has built everything, as it built these tests.
#if DEBUG
        start.Environment["RENOVATION_CONFIGURATION"] = "Debug";
#endif
        start.Environment["RENOVATION_BUILT"] = "1";
        var command = new Command(new Process { StartInfo = start });
        command._process.OutputDataReceived += (_, line) => command.Note(line.Data);
        command._process.ErrorDataReceived += (_, line) => command.Note(line.Data);
        command._process.Start();
        command._process.BeginOutputReadLine();
        command._process.BeginErrorReadLine();
        return command;
    }

    public static async Task<Command> RunAsync(string path, params string[] arguments)
    {
        var command = Start(path, arguments);
        await command.WaitAsync();
        return command;
    }

    public Task WaitAsync() => _process.WaitForExitAsync();

    public void Kill() => _process.Kill();

    public static void Signal(string signal, int process) => Process.Start("kill", [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();

    public void Dispose() => _process.Dispose();

    private void Note(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}

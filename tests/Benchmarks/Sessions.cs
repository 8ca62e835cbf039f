using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Renovation.Tests.Integration.Gateway;

namespace Renovation.Tests.Benchmarks;

/// <summary>
/// People at the console at the same time: each signs in, has the overview before them, and goes to another page every ten seconds. Prints what a session takes of the gateway's memory, and
/// how long people wait.
/// </summary>
internal sealed class Sessions(Uri address, string people, int count, TimeSpan window, int process)
{
    private const int First = 20;
    private const int AtOnce = 8;
    private const double Mebibyte = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    // A page, and what it says when it is there.
    private static readonly (string Path, string Text)[] Pages =
    [
        ("/console/overviews/2017", "各单位完成情况"), ("/console/projects?year=2017", "名称或企业"), ("/console/returns", "报送期限"), ("/console/plans", "年内竣工"), ("/console/problems", "查询"),
    ];

    private readonly ConcurrentBag<double> _signIns = [];
    private readonly ConcurrentBag<double> _pages = [];
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    public async Task<int> RunAsync()
    {
        // Whoever begins with the overview.
        var accounts = JsonDocument.Parse(await File.ReadAllTextAsync(people)).RootElement.EnumerateArray()
            .Where(person => person.GetProperty("role").GetString() is "planner" or "reporter" or "government" or "auditor")
            .Select(person => (Name: person.GetProperty("name").GetString()!, Password: person.GetProperty("password").GetString()!)).ToList();
        var circuits = new ConcurrentBag<(string Name, Circuit Circuit)>();

        // The first ones make the gateway compile and fill what it has once for all.
        await OpenAsync(0, First);
        foreach (var (path, text) in Pages.Concat(Pages).Append(Pages[0]))
            await Task.WhenAll(circuits.Select(one => one.Circuit.GoAsync(new Uri(address, path), text)));
        _signIns.Clear();
        var before = ResidentMebibytes();
        var watch = Stopwatch.StartNew();
        await OpenAsync(First, count - First);
        var (opened, opening) = (ResidentMebibytes(), watch.Elapsed);
        using var over = new CancellationTokenSource();
        var used = ProcessorTime();
        watch.Restart();
        var working = circuits.Select((one, at) => WorkAsync(one.Name, one.Circuit, at, over.Token)).ToList();
        await Task.Delay(window);
        var share = (ProcessorTime() - used) / watch.Elapsed;
        await over.CancelAsync();
        await Task.WhenAll(working);
        var worked = ResidentMebibytes();
        Console.WriteLine(Text($"{circuits.Count} sessions, opened in {opening.TotalSeconds:F0} s; failures: {(_failures.IsEmpty ? "none" : string.Join(", ", _failures.Select(one => $"{one.Key} × {one.Value}")))}"));
        Console.WriteLine(Text($"memory of the gateway: {before:F0} MiB with {First} sessions, {opened:F0} MiB when all were open, {worked:F0} MiB after {window.TotalSeconds:F0} s of work: {(worked - before) / (count - First) * Mebibyte:F0} KiB per session"));
        Print("sign in to the first page", _signIns, opening);
        Print("go to another page", _pages, window);
        Console.WriteLine(Text($"processors used by the gateway: {share:F2}"));
        foreach (var (_, circuit) in circuits)
            await circuit.DisposeAsync();
        return _failures.IsEmpty ? 0 : 1;

        Task OpenAsync(int from, int number) => Parallel.ForEachAsync(Enumerable.Range(from, number), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
        {
            var (name, password) = accounts[at % accounts.Count];
            var begun = Stopwatch.StartNew();
            using var visitor = new FormVisitor(address.ToString());
            await visitor.GoAsync("/console");
            await visitor.PasswordAsync(name, password);
            if (!visitor.Here.AbsolutePath.StartsWith("/console", StringComparison.Ordinal))
                throw new InvalidOperationException($"{name} cannot sign in: {visitor.Here}, {visitor.Status}.");
            circuits.Add((name, await Circuit.OpenAsync(visitor, Pages[0].Text)));
            _signIns.Add(begun.Elapsed.TotalMilliseconds);
        });
    }

    // People do not move together: they begin at different moments, with different pages.
    private async Task WorkAsync(string name, Circuit circuit, int at, CancellationToken over)
    {
        await Task.Delay(Pause * ((double)at / count), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var step = 1 + (at % (Pages.Length - 1)); !over.IsCancellationRequested; step++)
        {
            var (path, text) = Pages[step % Pages.Length];
            var watch = Stopwatch.StartNew();
            try
            {
                await circuit.GoAsync(new Uri(address, path), text);
                _pages.Add(watch.Elapsed.TotalMilliseconds);
            }
            catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
            {
                _failures.AddOrUpdate($"{name}: {failure.Message}", 1, (_, times) => times + 1);
            }

            await Task.Delay(Pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Print(string what, IReadOnlyCollection<double> milliseconds, TimeSpan took)
    {
        var sorted = milliseconds.Order().ToList();
        Console.WriteLine(Text($"{what,-26} {sorted.Count / took.TotalSeconds,6:F1} 1/s   p50 {Night.At(sorted, 0.5),7:F1} ms   p99 {Night.At(sorted, 0.99),7:F1} ms"));
    }

    private double ResidentMebibytes()
    {
        var line = File.ReadLines(Text($"/proc/{process}/status")).Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) / Mebibyte;
    }

    private TimeSpan ProcessorTime() => Process.GetProcessById(process).TotalProcessorTime;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

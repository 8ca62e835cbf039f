using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Renovation.Tests.Benchmarks;

/// <summary>
/// The night before returns are due: reporters fill their 30 lines and submit, at random moments of a window, while others read the overview. Whoever is told to wait waits; anything else than an answer is counted.
/// </summary>
internal sealed class Night(Uri address, string clients, int units, TimeSpan window, int readers) : IDisposable
{
    private const int Lines = 30;
    private const long Opening = 20_000_000;
    private const long Before = 30_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentBag<double> _writes = [];
    private readonly ConcurrentBag<double> _submissions = [];
    private readonly ConcurrentBag<double> _reads = [];
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _waits;

    public async Task<int> RunAsync()
    {
        var planner = await Seed.SignInAsync(_http, clients);
        var reporters = await SignUpAsync(planner);
        using var over = new CancellationTokenSource();
        var reading = Enumerable.Range(0, readers).Select(reader => ReadAsync(reader, planner, over.Token)).ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(reporters.Select(reporter => ReportAsync(reporter.Key, reporter.Value)));
        var took = watch.Elapsed;
        await over.CancelAsync();
        await Task.WhenAll(reading);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{units} units, {took.TotalSeconds:F0} s, {_waits} answers of 429, failures: {(_failures.IsEmpty ? "none" : string.Join(", ", _failures.Select(one => $"{one.Key} × {one.Value}")))}"));
        Print("write a line", _writes, took);
        Print("submit a return", _submissions, took);
        Print("read the overview", _reads, took);
        return _failures.IsEmpty ? 0 : 1;
    }

    public void Dispose() => _http.Dispose();

    private static string UnitOf(int number) => string.Create(CultureInfo.InvariantCulture, $"7{number:00000}");

    private static void Print(string what, IReadOnlyCollection<double> milliseconds, TimeSpan took)
    {
        var sorted = milliseconds.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-20} {sorted.Count / took.TotalSeconds,8:F1} 1/s   p50 {At(sorted, 0.5),7:F1} ms   p99 {At(sorted, 0.99),7:F1} ms"));
    }

    internal static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    // A client for every unit, as each has one.
    private async Task<Dictionary<string, string>> SignUpAsync(string planner)
    {
        var tokens = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(Enumerable.Range(1, units), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellationToken) =>
        {
            var (unit, id) = (UnitOf(number), $"night-{UnitOf(number)}");
            using var create = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/clients", UriKind.Relative)) { Content = JsonContent.Create(new { client_id = id, role = "reporter", unit }) };
            create.Headers.Authorization = new AuthenticationHeaderValue("Bearer", planner);
            using var created = await _http.SendAsync(create, cancellationToken);
            created.EnsureSuccessStatusCode();
            var secret = (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("client_secret").GetString()!;
            tokens[unit] = await Seed.SignInAsync(_http, id, secret);
        });
        return new Dictionary<string, string>(tokens, StringComparer.Ordinal);
    }

    private async Task ReportAsync(string unit, string token)
    {
        await Task.Delay(window * Random.Shared.NextDouble());
        var name = $"periods/2018Q4/returns/{unit}";
        for (var number = 1; number <= Lines; number++)
        {
            var spent = 10_000L * number;
            var line = string.Create(CultureInfo.InvariantCulture, $"{{\"quarterYuan\": {spent}, \"yearToDateYuan\": {Before + spent}, \"cumulativeYuan\": {Opening + Before + spent}}}");
            await SendAsync(HttpMethod.Patch, $"/v1/{name}/lines/b{unit}{number.ToString(CultureInfo.InvariantCulture)}?requestId={Guid.CreateVersion7():D}", line, token, _writes);
        }

        await SendAsync(HttpMethod.Post, $"/v1/{name}:submit", $"{{\"requestId\": \"{Guid.CreateVersion7():D}\"}}", token, _submissions);
    }

    private async Task ReadAsync(int reader, string token, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause * ((double)reader / readers), CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested)
        {
            await SendAsync(HttpMethod.Get, "/v1/overviews/2018", null, token, _reads);
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(HttpMethod method, string path, string? json, string token, ConcurrentBag<double> taken)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var watch = Stopwatch.StartNew();
            try
            {
                using var answer = await _http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    taken.Add(watch.Elapsed.TotalMilliseconds);
                    return;
                }

                if (answer.StatusCode != HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter?.Delta is not { } wait)
                {
                    Note($"{method} {(int)answer.StatusCode} {text[..Math.Min(200, text.Length)]}");
                    return;
                }

                Interlocked.Increment(ref _waits);
                await Task.Delay(wait);
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                Note($"{method} {failure.Message}");
                return;
            }
        }
    }

    private void Note(string failure) => _failures.AddOrUpdate(failure, 1, (_, count) => count + 1);
}

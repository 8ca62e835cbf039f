using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Renovation.Protos.Progress.V1;

namespace Renovation.Tests.Benchmarks;

/// <summary>Writes single lines at the service itself: callers that each wait for their answer before they write the next.</summary>
internal static class Lines
{
    /// <summary>Reads from its input, row by row, how many seconds are to pass before it counts and how many count; prints for each lines a second, the 99th percentile in milliseconds, and how many calls failed.</summary>
    /// <param name="service">Address of the service's gRPC endpoint.</param>
    /// <param name="token">Token of the caller.</param>
    /// <param name="file">Names of lines, one in each row.</param>
    /// <param name="callers">Calls at the same time.</param>
    public static async Task<int> RunAsync(Uri service, string token, string file, int callers)
    {
        using var channel = GrpcChannel.ForAddress(service);
        var client = new ReturnService.ReturnServiceClient(channel);
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var names = await File.ReadAllLinesAsync(file);
        while (await Console.In.ReadLineAsync() is { } round)
        {
            var times = round.Split(' ').Select(text => TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture))).ToList();
            await RoundAsync(client, headers, names, callers, times[0], times[1]);
        }

        return 0;
    }

    private static async Task RoundAsync(ReturnService.ReturnServiceClient client, Metadata headers, string[] names, int callers, TimeSpan warm, TimeSpan counted)
    {
        var taken = new ConcurrentBag<List<double>>();
        var failed = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < warm + counted)
            {
                var line = new ReturnLine { Name = names[Random.Shared.Next(names.Length)], QuarterYuan = Random.Shared.Next(1, 1_000_000_000) };
                var request = new UpdateReturnLineRequest { Line = line, UpdateMask = new() { Paths = { "quarter_yuan" } }, RequestId = Guid.CreateVersion7().ToString() };
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    await client.UpdateReturnLineAsync(request, headers);
                    if (watch.Elapsed >= warm)
                        mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
                catch (RpcException)
                {
                    Interlocked.Increment(ref failed);
                }
            }

            taken.Add(mine);
        }));
        var sorted = taken.SelectMany(mine => mine).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sorted.Count / (watch.Elapsed - warm).TotalSeconds:F1} {(sorted.Count == 0 ? 0 : sorted[(int)(sorted.Count * 0.99)]):F2} {failed}"));
    }
}

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
    /// <summary>Prints lines a second, the 99th percentile in milliseconds, and how many calls failed.</summary>
    /// <param name="service">Address of the service's gRPC endpoint.</param>
    /// <param name="token">Token of the caller.</param>
    /// <param name="file">Names of lines, one in each row.</param>
    /// <param name="callers">Calls at the same time.</param>
    /// <param name="warm">Seconds before it counts.</param>
    /// <param name="seconds">Seconds that count.</param>
    public static async Task<int> RunAsync(Uri service, string token, string file, int callers, int warm, int seconds)
    {
        using var channel = GrpcChannel.ForAddress(service);
        var client = new ReturnService.ReturnServiceClient(channel);
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var names = await File.ReadAllLinesAsync(file);
        var taken = new ConcurrentBag<List<double>>();
        var failed = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            var mine = new List<double>();
            while (watch.Elapsed.TotalSeconds < warm + seconds)
            {
                var line = new ReturnLine { Name = names[Random.Shared.Next(names.Length)], QuarterYuan = Random.Shared.Next(1, 1_000_000_000) };
                var request = new UpdateReturnLineRequest { Line = line, UpdateMask = new() { Paths = { "quarter_yuan" } }, RequestId = Guid.CreateVersion7().ToString() };
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    await client.UpdateReturnLineAsync(request, headers);
                    if (watch.Elapsed.TotalSeconds >= warm)
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sorted.Count / (watch.Elapsed.TotalSeconds - warm):F1} {(sorted.Count == 0 ? 0 : sorted[(int)(sorted.Count * 0.99)]):F2} {failed}"));
        return 0;
    }
}

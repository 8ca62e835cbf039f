using System.Diagnostics;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>Waits for what follows by events.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    public static async Task<T> BecomesAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (holds(value))
                return value;
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"Still not so after {Patience}: {value}");
            await Task.Delay(200);
        }
    }
}

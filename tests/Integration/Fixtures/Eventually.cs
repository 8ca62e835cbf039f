using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>Waits for what comes by itself: sealed rows, events, connections that are made again.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Repeats a read until it shows what is expected.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> expected)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var answer = await read();
            if (expected(answer))
                return answer;
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(until, $"Still {answer}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}

using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Shapes;

/// <summary>The ports of processes that start at the same time.</summary>
public sealed class PortTests
{
    private const int Each = 200;

    [Fact]
    public async Task FreePort_AskedByManyAtOnce_NeverGivesOneTwice()
    {
        var starts = Enumerable.Range(0, 2).Select(_ => Command.RunAsync("/bin/bash", "-c", $". deploy/lib/servers; for _ in $(seq {Each}); do free_port; done"));

        var ports = (await Task.WhenAll(starts)).SelectMany(one => one.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();

        ports.Count.ShouldBe(2 * Each);
        ports.ShouldBeUnique(StringComparer.Ordinal);
    }
}

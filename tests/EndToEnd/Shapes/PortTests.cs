using Renovation.Tests.Integration.Fixtures;
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

    [Fact]
    public async Task Free_AskedByManyAtOnce_NeverGivesOneTwiceNorOneThatACallMayTake()
    {
        var ports = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, Each / 4).Select(_ => Ports.Free()).ToList())))).SelectMany(one => one).ToList();

        ports.ShouldBeUnique();
        ports.Max().ShouldBeLessThan(20_000, "those above are the scripts', and from 32768 on the system's");
    }
}

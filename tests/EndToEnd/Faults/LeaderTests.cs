using System.Diagnostics;
using Renovation.Tests.EndToEnd.Shapes;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>Two replicas of a service: one of them leads its journal.</summary>
public sealed class LeaderTests
{
    [Fact]
    public async Task Leader_Killed_TheOtherReplicaTakesOver()
    {
        await using var installation = (DistributedInstallation)await Installation.StartAsync(Installation.Distributed);
        foreach (var module in new[] { "catalog", "progress", "funding" })
        {
            var replicas = new[] { $"{module}-1", $"{module}-2" };
            var leader = replicas.Single(replica => Leads(installation, replica, module));
            var other = replicas.Single(replica => replica != leader);
            var watch = Stopwatch.StartNew();
            await installation.KillAsync(leader);

            // Ten seconds is the promise; a machine that hesitates is given no more.
            while (!Leads(installation, other, module) && watch.Elapsed < TimeSpan.FromSeconds(10))
                await Task.Delay(50);
            Leads(installation, other, module).ShouldBeTrue($"{other} after {watch.Elapsed}");
            TestContext.Current.TestOutputHelper?.WriteLine($"{module}: {watch.ElapsedMilliseconds} ms");
            await installation.RestartAsync(leader);
        }
    }

    private static bool Leads(DistributedInstallation installation, string replica, string module) =>
        installation.LogOf(replica).Contains($"Leads the journal of {module}", StringComparison.Ordinal);
}

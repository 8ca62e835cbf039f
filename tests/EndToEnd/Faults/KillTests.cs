using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.Shapes;
using Xunit;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>What was acknowledged survives, once in effect and in order, whatever is killed.</summary>
public sealed class KillTests
{
    private const int AtOnce = 4;

    [Theory]
    [InlineData("progress")]
    [InlineData("catalog")]
    [InlineData("rabbitmq")]
    public async Task Distributed_ProcessKilledUnderLoad_EveryReturnIsAppliedOnceInOrder(string victim)
    {
        await using var installation = (DistributedInstallation)await Installation.StartAsync(Installation.Distributed);
        using var suite = Suite.Over(Suite.Grpc, installation);
        var year = await Year.PrepareAsync(suite, Rounds.Count * AtOnce);
        foreach (var round in year.Returns.Take(Rounds.Count * AtOnce).Chunk(AtOnce).Index())
            await RoundAsync(installation, victim, round.Index, Task.WhenAll(round.Item.Select(year.AcceptAsync)));
        await year.VerifyAsync();
    }

    [Fact]
    public async Task Standalone_KilledUnderLoad_EveryReturnIsAppliedOnceInOrder()
    {
        await using var installation = (StandaloneInstallation)await Installation.StartAsync(Installation.Standalone);
        using var suite = Suite.Over(Suite.Grpc, installation);
        var year = await Year.PrepareAsync(suite, Rounds.Count * AtOnce);
        foreach (var (index, returns) in year.Returns.Take(Rounds.Count * AtOnce).Chunk(AtOnce).Index())
        {
            var accepting = Task.WhenAll(returns.Select(year.AcceptAsync));
            await Task.Delay(Moment(index));
            installation.Kill();
            await installation.StartAsync();
            await accepting;
        }

        await year.VerifyAsync();
    }

    private static async Task RoundAsync(DistributedInstallation installation, string victim, int round, Task accepting)
    {
        await Task.Delay(Moment(round));
        if (victim == "rabbitmq")
        {
            await installation.KillAsync(victim);
            await Task.Delay(TimeSpan.FromSeconds(10));
            await installation.RestartAsync(victim);
        }
        else
        {
            // Both replicas: whichever of them leads the journal or consumes.
            await Task.WhenAll(installation.KillAsync($"{victim}-1"), installation.KillAsync($"{victim}-2"));
            foreach (var replica in new[] { $"{victim}-1", $"{victim}-2" })
                await installation.RestartAsync(replica);
        }

        await accepting;
    }

    // Another moment each round, from before the first commit to after the last publish.
    private static TimeSpan Moment(int round) => TimeSpan.FromMilliseconds(15 * (round % 10));
}

using System.Globalization;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.MainRoad;
using Renovation.Tests.EndToEnd.Shapes;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>What was acknowledged survives, once in effect and in order, whatever is killed.</summary>
public sealed class KillTests
{
    private const int AtOnce = 4;

    // 84 returns are due in a year.
    private const int RoundsOfAYear = 20;
    private static readonly string[] Victims = ["progress", "catalog", "rabbitmq"];

    [Fact]
    public async Task Distributed_ProcessesKilledUnderLoad_EveryReturnIsAppliedOnceInOrder()
    {
        foreach (var rounds in Enumerable.Range(0, Rounds.Count * Victims.Length).Chunk(RoundsOfAYear))
        {
            await using var installation = (DistributedInstallation)await Installation.StartAsync(Installation.Distributed);
            using var suite = Suite.Over(Suite.Grpc, installation);
            var year = await Year.PrepareAsync(suite, rounds.Length * AtOnce);
            foreach (var (round, returns) in rounds.Zip(year.Returns.Chunk(AtOnce)))
                await RoundAsync(installation, Victims[round % Victims.Length], round / Victims.Length, Task.WhenAll(returns.Select(year.AcceptAsync)));
            await year.VerifyAsync();
        }
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

    [Fact]
    public async Task Standalone_KilledDuringALongImport_BeginsItAnewAndImportsItOnce()
    {
        const int Rows = 20_000;
        await using var installation = (StandaloneInstallation)await Installation.StartAsync(Installation.Standalone);
        using var suite = Suite.Over(Suite.Rest, installation);
        var before = await CountAsync(suite);
        var started = await suite.CallAsync<ImportProjectsResponse>("planner", new ImportProjectsRequest { File = PlanSteps.Workbook(LargeLibrary.Workbook(Rows)) });
        var asked = new GetOperationRequest { Name = started.Operation };
        await Eventually.BecomesAsync(() => suite.CallAsync<Operation>("planner", asked), operation => operation.PercentDone >= 30);
        (await CountAsync(suite)).ShouldBe(before, "nothing of it is seen before all of it is done");

        installation.Kill();
        await installation.StartAsync();

        var ended = await Eventually.BecomesAsync(() => suite.CallAsync<Operation>("planner", asked), operation => operation.State != Operation.Types.State.Running);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(ended.EndTime - ended.CreateTime).ToTimeSpan().TotalSeconds:F1} s with the kill, peak {installation.PeakMebibytes()} MiB"));
        ended.ImportProjects.ShouldBe(new ImportProjectsResponse { RowCount = Rows, CreatedCount = Rows, EnterprisesCreatedCount = Rows });
        (await CountAsync(suite)).ShouldBe(before + Rows);
        (await suite.CallAsync<VerifyJournalResponse>("auditor", new VerifyJournalRequest(), "renovation.catalog.v1")).Valid.ShouldBeTrue();
    }

    private static async Task<int> CountAsync(Suite suite) => (await suite.CallAsync<CountProjectsResponse>("planner", new CountProjectsRequest())).TotalCount;

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

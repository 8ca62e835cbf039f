using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.FundingSupport;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class ReplicaTests(FundingWorlds worlds)
{
    [Fact]
    public async Task Disburse_HundredAtOnceOverTwoReplicas_TenSucceed()
    {
        var one = await worlds.On(ModuleHost.Postgres).NewCaseAsync(5_000_000);
        var award = await one.AwardAsync();
        var first = one.World.Host;
        var settings = first.Services.GetRequiredService<IConfiguration>();
        await using var second = await ModuleHost.StartAsync(ModuleHost.Postgres, ["funding"], builder => builder.AddFundingSupport(), app => app.MapFundingSupport(), builder => builder.Configuration.AddInMemoryCollection(
            new[] { "ConnectionStrings:funding", "Auth:Authority", "Services:catalog", "Services:progress" }.Select(key => KeyValuePair.Create(key, settings[key]))));
        var token = first.Authority.TokenFor(Role.Finance, subject: "cashier");
        AwardService.AwardServiceClient[] replicas = [new(first.As(token)), new(second.As(token))];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(index => ApplicationTests.OutcomeAsync(() => replicas[index % 2].DisburseAwardAsync(Case.Pay(award, 100_000)).ResponseAsync)));

        outcomes.Count(outcome => outcome == StatusCode.OK).ShouldBe(10);
        outcomes.Count(outcome => outcome == StatusCode.FailedPrecondition).ShouldBe(90);
        (await one.LedgerAsync()).ShouldSatisfyAllConditions(ledger => ledger.DisbursedYuan.ShouldBe(1_000_000), ledger => ledger.Balanced.ShouldBeTrue());
    }
}

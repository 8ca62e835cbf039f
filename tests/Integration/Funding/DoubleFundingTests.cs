using Grpc.Core;
using Renovation.Protos.Funding.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Level = Renovation.Protos.Funding.V1.Program.Types.Level;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class DoubleFundingTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Approve_SecondMunicipalAwardOnTheSameBase_OnlyWhenBothStack(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        await one.OpenProgramAsync("stacks", 10_000_000, rules => rules.StackingAllowed = true);
        await one.OpenProgramAsync("stackstoo", 10_000_000, rules => rules.StackingAllowed = true);
        await one.OpenProgramAsync("otherbase", 10_000_000, rules => rules.Base = ProgramRules.Types.Base.FixedAssetInvestment);
        await one.OpenProgramAsync("province", 10_000_000, level: Level.Provincial);
        var other = (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..];
        await one.AwardAsync("a");
        await one.AwardAsync("stacks", other);

        (await ApproveAsync(one, "stacks", one.Project)).ShouldBe((StatusCode.FailedPrecondition, "DOUBLE_FUNDING"), "the first does not stack");
        (await ApproveAsync(one, "a", other)).ShouldBe((StatusCode.FailedPrecondition, "DOUBLE_FUNDING"), "the second does not stack");
        (await ApproveAsync(one, "stackstoo", other)).ShouldBe((StatusCode.OK, ""));
        (await ApproveAsync(one, "otherbase", other)).ShouldBe((StatusCode.OK, ""));
        (await ApproveAsync(one, "province", one.Project)).ShouldBe((StatusCode.OK, ""));
        (await one.LedgerAsync("stacks")).ShouldSatisfyAllConditions(ledger => ledger.CommittedYuan.ShouldBe(1_000_000), ledger => ledger.Balanced.ShouldBeTrue());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Approve_TwoProgramsAtOnce_OneWins(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        string[] programs = ["a", "b", "c", "d"];
        foreach (var program in programs[1..])
            await one.OpenProgramAsync(program, 10_000_000);
        var applications = new List<Application>();
        foreach (var program in programs)
            applications.Add(await one.PublicisedAsync(program));

        var outcomes = await Task.WhenAll(applications.Select(application => ReasonAsync(() => one.Chief.ApproveApplicationAsync(Case.Approve(application)).ResponseAsync)));

        outcomes.Order(StringComparer.Ordinal).ShouldBe(["DOUBLE_FUNDING", "DOUBLE_FUNDING", "DOUBLE_FUNDING", "OK"]);
        var ledgers = await Task.WhenAll(programs.Select(program => one.LedgerAsync(program)));
        ledgers.Sum(ledger => ledger.CommittedYuan).ShouldBe(1_000_000);
        ledgers.ShouldAllBe(ledger => ledger.Balanced);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Approve_SameApplicationAtOnce_GrantsOneAward(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        var application = await one.PublicisedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReasonAsync(() => one.Chief.ApproveApplicationAsync(Case.Approve(application)).ResponseAsync)));

        outcomes.Count(outcome => outcome == "OK").ShouldBe(1);
        outcomes.ShouldAllBe(outcome => outcome == "OK" || outcome == "WRONG_STATE");
        (await one.LedgerAsync()).Postings.Count(posting => posting.Kind == "COMMITMENT").ShouldBe(1);
    }

    private static async Task<(StatusCode Code, string Reason)> ApproveAsync(Case one, string suffix, string project)
    {
        var application = await one.PublicisedAsync(suffix, project);
        var reason = await ReasonAsync(() => one.Chief.ApproveApplicationAsync(Case.Approve(application)).ResponseAsync);
        return reason == "OK" ? (StatusCode.OK, "") : (StatusCode.FailedPrecondition, reason);
    }

    private static async Task<string> ReasonAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return "OK";
        }
        catch (RpcException failure)
        {
            return failure.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? failure.Status.Detail;
        }
    }
}

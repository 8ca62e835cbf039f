using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Form = Renovation.Protos.Funding.V1.Program.Types.Form;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class HoldingTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Holding_GoesFromMoneyToExit(string provider)
    {
        var one = await EquityAsync(worlds.On(provider));
        var award = await one.AwardAsync("equity");
        (await RefusalAsync(Company(one).CreateHoldingAsync(Wanted(award)))).ShouldBe((StatusCode.FailedPrecondition, "HOLDING_EXCEEDS_PAID"));
        var holding = await HeldAsync(one, award);
        (holding.Award, holding.State, holding.MaturityDate, holding.Enterprise, holding.Unit, holding.Project).ShouldBe((award.Name, Holding.Types.State.Held, "2020-01-17", Uscc, Own, one.Project));
        holding.Dividends.Select(dividend => (dividend.DueDate, dividend.AmountYuan)).ShouldBe([("2018-07-17", 24_500), ("2019-07-17", 24_500), ("2020-01-17", 12_250)]);
        (await RefusalAsync(Company(one).CreateHoldingAsync(Wanted(award)))).ShouldBe((StatusCode.AlreadyExists, "HOLDING_EXISTS"));

        (await OverdueAsync(one)).ShouldBeEmpty();
        await one.World.SetClockAsync(new DateOnly(2018, 7, 18));
        var overdue = (await OverdueAsync(one)).ShouldHaveSingleItem();
        (overdue.Name, overdue.OverdueYuan, overdue.ExitOverdue, overdue.Dividends[0].Overdue).ShouldBe((holding.Name, 24_500, false, true));
        var receipt = new RecordDividendRequest { Name = holding.Name, AmountYuan = 24_500, Voucher = "样例凭证5号", RequestId = Case.NewId() };
        var received = await Company(one).RecordDividendAsync(receipt, cancellationToken: Stop);
        (await Company(one).RecordDividendAsync(receipt, cancellationToken: Stop)).ShouldBe(received, "the same call again");
        (received.Dividends[0].ReceivedYuan, received.Dividends[0].ReceiveDate, received.OverdueYuan).ShouldBe((24_500, "2018-07-18", 0));
        (await OverdueAsync(one)).ShouldBeEmpty();

        await one.World.SetClockAsync(new DateOnly(2020, 2, 1));
        (await OverdueAsync(one)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(late => late.ExitOverdue.ShouldBeTrue(), late => late.OverdueYuan.ShouldBe(36_750));
        await Company(one).RecordDividendAsync(new() { Name = holding.Name, AmountYuan = 24_500, Voucher = "样例凭证6号", RequestId = Case.NewId() }, cancellationToken: Stop);
        await Company(one).RecordDividendAsync(new() { Name = holding.Name, Number = 3, AmountYuan = 12_250, Voucher = "样例凭证7号", RequestId = Case.NewId() }, cancellationToken: Stop);
        (await Company(one).RecordValuationAsync(new() { Name = holding.Name, Date = "2020-01-31", ValueYuan = 1_100_000, DocumentNumber = "样例评估1号" }, cancellationToken: Stop)).Valuations.ShouldHaveSingleItem().ValueYuan.ShouldBe(1_100_000);
        await Company(one).PlanExitAsync(new() { Name = holding.Name, PlanDate = "2020-02-10", Method = "原股东回购" }, cancellationToken: Stop);
        (await RefusalAsync(Company(one).ExitHoldingAsync(new() { Name = holding.Name, ProceedsYuan = 1, DocumentNumber = "样例批复9号" }))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"));
        var exited = await Company(one, "second").ExitHoldingAsync(new() { Name = holding.Name, ProceedsYuan = 1_050_000, DocumentNumber = "样例批复9号" }, cancellationToken: Stop);

        (exited.State, exited.Exit.ExitDate, exited.Exit.ProceedsYuan, exited.Exit.Planner, exited.Exit.Executor).ShouldBe((Holding.Types.State.Exited, "2020-02-01", 1_050_000, "company", "second"));
        (await OverdueAsync(one)).ShouldBeEmpty();
        (await Company(one).GetHoldingAsync(new() { Name = holding.Name }, cancellationToken: Stop)).ShouldBe(exited);
        var stored = await one.World.Host.ReadAsync(db => db.Holdings.SingleAsync(row => row.Award == award.Name.Substring("awards/".Length), Stop));
        stored.NextDue.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Holding_Wrong_IsRefused(string provider)
    {
        var one = await EquityAsync(worlds.On(provider));
        var award = await one.AwardAsync("equity");
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 1_000_000), cancellationToken: Stop);
        async Task<(StatusCode, string)> Create(Action<Holding> change)
        {
            var wanted = Wanted(award);
            change(wanted.Holding);
            return await RefusalAsync(Company(one).CreateHoldingAsync(wanted));
        }

        (await Create(holding => holding.YearlyReturnBp = 246)).ShouldBe((StatusCode.InvalidArgument, "ABOVE_CEILING"));
        (await Create(holding => holding.TermMonths = 85)).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        (await Create(holding => holding.StartDate = "")).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await Create(holding => holding.StartDate = "2017-02-30")).ShouldBe((StatusCode.InvalidArgument, "INVALID_DATE"));
        (await Create(holding => holding.Award = "awards/none")).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await Create(holding => holding.Award = "none")).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await RefusalAsync(Company(one).CreateHoldingAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await RefusalAsync(Company(one).GetHoldingAsync(new() { Name = "holdings/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        var reward = await one.AwardAsync(project: (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..]);
        await one.Cashier.DisburseAwardAsync(Case.Pay(reward, 1_000_000), cancellationToken: Stop);
        (await Create(holding => holding.Award = reward.Name)).ShouldBe((StatusCode.FailedPrecondition, "NOT_EQUITY"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Holding_AddedAtOnce_IsOne(string provider)
    {
        var one = await EquityAsync(worlds.On(provider));
        var award = await one.AwardAsync("equity");
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 1_000_000), cancellationToken: Stop);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ApplicationTests.OutcomeAsync(() => Company(one).CreateHoldingAsync(Wanted(award)).ResponseAsync)));

        outcomes.Count(outcome => outcome == StatusCode.OK).ShouldBe(1);
        outcomes.Count(outcome => outcome == StatusCode.AlreadyExists).ShouldBe(5);
    }

    /// <summary>Pays an equity award in full, and lets the asset company hold it.</summary>
    internal static async Task<Holding> HeldAsync(Case one, Award award)
    {
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 1_000_000), cancellationToken: Stop);
        return await Company(one).CreateHoldingAsync(Wanted(award), cancellationToken: Stop);
    }

    private static async Task<Case> EquityAsync(World world)
    {
        var one = await world.NewCaseAsync(10_000_000);
        await one.OpenProgramAsync("equity", 10_000_000, rules => rules.Base = ProgramRules.Types.Base.FixedAssetInvestment, form: Form.Equity);
        return one;
    }

    private static HoldingService.HoldingServiceClient Company(Case one, string subject = "company") => new(one.World.Host.As(Role.AssetManager, subject: subject));

    private static CreateHoldingRequest Wanted(Award award) => new()
    {
        Holding = new Holding
        {
            Award = award.Name,
            Holder = "样例资产公司",
            PrincipalYuan = 1_000_000,
            StartDate = "2017-07-17",
            TermMonths = 30,
            YearlyReturnBp = 245,
            BenchmarkBp = 490,
            BenchmarkDate = "2015-10-24",
            Benchmark = "五年期以上贷款基准利率",
        },
    };

    private static async Task<IReadOnlyList<Holding>> OverdueAsync(Case one) =>
        (await Company(one).ListHoldingsAsync(new() { Program = one.ProgramOf("equity"), Overdue = true }, cancellationToken: Stop)).Holdings;
}

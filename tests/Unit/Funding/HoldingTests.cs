using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Holdings;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class HoldingTests
{
    private static readonly DateTime Now = new(2017, 8, 1, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Start = new(2017, 8, 1);
    private static readonly HoldingLimits Limits = new(84, 5_000);
    private static readonly HoldingTerms Terms = new("样例资产公司", 1_000_000, Start, 30, 245, new BenchmarkRate("五年期以上贷款基准利率", 490, new DateOnly(2015, 10, 24)));

    [Fact]
    public void Schedule_OwesAYearsReturnOnAnniversaries_AndTheRestAtTheEnd()
    {
        Terms.Schedule().Select(dividend => (dividend.Number, dividend.DueDate, dividend.AmountYuan)).ShouldBe(
            [(1, new(2018, 8, 1), 24_500), (2, new(2019, 8, 1), 24_500), (3, new(2020, 2, 1), 12_250)]);
        (Terms with { Months = 12 }).Schedule().Select(dividend => dividend.AmountYuan).ShouldBe([24_500]);
        (Terms with { PrincipalYuan = 999, YearlyReturnBp = 125, Months = 1 }).Schedule().Single().AmountYuan.ShouldBe(1, "1.04 yuan");
        (Terms with { Start = new(2016, 2, 29), Months = 24 }).Schedule().Select(dividend => dividend.DueDate).ShouldBe([new(2017, 2, 28), new(2018, 2, 28)]);
    }

    public static IEnumerable<object[]> Wrong =>
    [
        [Terms with { YearlyReturnBp = 246 }, "ABOVE_CEILING"],
        [Terms with { YearlyReturnBp = -1 }, "ABOVE_CEILING"],
        [Terms with { Months = 85 }, "OUT_OF_RANGE"],
        [Terms with { Months = 0 }, "OUT_OF_RANGE"],
        [Terms with { PrincipalYuan = 0 }, "NOT_POSITIVE"],
        [Terms with { Start = Start.AddDays(1) }, "OUT_OF_RANGE"],
        [Terms with { Holder = "" }, "LENGTH"],
        [Terms with { Benchmark = Terms.Benchmark with { Day = Start.AddDays(1) } }, "OUT_OF_RANGE"],
        [Terms with { Benchmark = Terms.Benchmark with { Title = "" } }, "LENGTH"],
        [Terms with { YearlyReturnBp = 0, Benchmark = Terms.Benchmark with { RateBp = 0 } }, "OUT_OF_RANGE"],
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Create_WrongTerms_IsRefused(object terms, string reason) =>
        ReasonOf(() => Holding.Create("h", Paid(2_000_000), (HoldingTerms)terms, Limits, Start)).ShouldBe(reason);

    [Fact]
    public void Create_NeedsEquityThatWasPaid()
    {
        ReasonOf(() => Holding.Create("h", Paid(999_999), Terms, Limits, Start)).ShouldBe("HOLDING_EXCEEDS_PAID");
        ReasonOf(() => Holding.Create("h", Paid(2_000_000, SupportForm.RewardSubsidy), Terms, Limits, Start)).ShouldBe("NOT_EQUITY");
        Held().NextDue.ShouldBe(new DateOnly(2018, 8, 1));
    }

    [Fact]
    public void Dividend_IsOwedUntilItIsReceived()
    {
        var holding = Held();
        holding.OverdueYuan(new(2018, 8, 1)).ShouldBe(0, "its day is not over");
        holding.OverdueYuan(new(2018, 8, 2)).ShouldBe(24_500);
        var today = new DateOnly(2018, 9, 1);
        holding.Receive(0, 24_000, new(2018, 8, 5), "凭证1", today);
        (holding.OverdueYuan(today), holding.NextDue).ShouldBe((500, new DateOnly(2018, 8, 1)));
        ReasonOf(() => holding.Receive(1, 501, today, "凭证2", today)).ShouldBe("DIVIDEND_EXCEEDED");
        ReasonOf(() => holding.Receive(4, 1, today, "凭证2", today)).ShouldBe("UNKNOWN_DIVIDEND");
        ReasonOf(() => holding.Receive(1, 0, today, "凭证2", today)).ShouldBe("NOT_POSITIVE");
        ReasonOf(() => holding.Receive(1, 1, today.AddDays(1), "凭证2", today)).ShouldBe("OUT_OF_RANGE");
        holding.Receive(1, 500, today, "凭证2", today);
        (holding.OverdueYuan(today), holding.NextDue, holding.Dividends[0].ReceiveDate).ShouldBe((0, new DateOnly(2019, 8, 1), today));
        holding.Dividends[0].Vouchers.ShouldBe(["凭证1", "凭证2"]);
    }

    [Fact]
    public void Exit_IsPlannedByOneAndDoneByAnother()
    {
        var holding = Held();
        var day = new DateOnly(2018, 8, 20);
        ReasonOf(() => holding.Leave(day, 1_000_000, "文号", "second", day)).ShouldBe("EXIT_NOT_PLANNED");
        holding.PlanExit(new(2020, 2, 1), "原股东回购", "first");
        ReasonOf(() => holding.Leave(day, 1_000_000, "文号", "first", day)).ShouldBe("FOUR_EYES");
        ReasonOf(() => holding.Leave(day, 1_000_000, "文号", "second", day)).ShouldBe("DIVIDENDS_OWED");
        holding.Receive(1, 24_500, day, "凭证1", day);
        holding.Receive(2, 100, day, "凭证2", day);
        ReasonOf(() => holding.Leave(day, -1, "文号", "second", day)).ShouldBe("NEGATIVE_AMOUNT");
        holding.Value(new Valuation(day, 1_050_000, "样例评估1号"), day);
        ReasonOf(() => holding.Value(new Valuation(day, 1, "样例评估2号"), day)).ShouldBe("OUT_OF_RANGE", "a later one is of a later day");

        holding.Leave(day, 1_000_000, "样例批复9号", "second", day);

        (holding.State, holding.NextDue, holding.Exit!.ProceedsYuan, holding.Exit.Executor).ShouldBe((HoldingState.Exited, null, 1_000_000, "second"));
        holding.Dividends.Select(dividend => (dividend.Number, dividend.LeftYuan)).ShouldBe([(1, 0), (2, 0)], "what would have been due later is due no more");
        ReasonOf(() => holding.PlanExit(day, "x", "first")).ShouldBe("WRONG_STATE");
        ReasonOf(() => holding.Receive(0, 1, day, "x", day)).ShouldBe("WRONG_STATE");
    }

    [Fact]
    public void Exit_IsOverdueWhenTheTermIsOver()
    {
        var holding = Held();
        holding.IsExitOverdue(new(2020, 2, 1)).ShouldBeFalse();
        holding.IsExitOverdue(new(2020, 2, 2)).ShouldBeTrue();
    }

    private static Holding Held() => Holding.Create("h", Paid(1_000_000), Terms, Limits, Start);

    private static string ReasonOf(Action act) => Should.Throw<DomainException>(act).Reason;

    private static Award Paid(long yuan, SupportForm form = SupportForm.Equity)
    {
        var rules = new ProgramRules { SourceDocument = "样例规则", Base = SupportBase.FixedAssetInvestment, Tiers = [new(0, 1000)] };
        var program = FundingProgram.Create("equity", "样例", 2017, ProgramLevel.Municipal, form, rules);
        program.Post(new Posting("budget", PostingKind.Appropriation, "", yuan), default, new Papers("样例预算1号"), "finance", Now);
        var applicant = new Applicant("p1", "样例项目", "916101000000000001", "610102");
        var application = Application.Create("a", "equity", applicant, yuan, Statement.None);
        application.Submit(applicant, new Assessment(EligibilityResult.Passed, [], true, 50_000_000, yuan), rules, 1, 0, "submitter");
        var award = Award.Grant("w", application, program, rules, [], new Payment("grant", yuan, "chief", new Papers("样例批复1号"), Now));
        award.Disburse(program, new Payment("pay", yuan, "cashier", new Papers("样例凭证1号", "样例流水1"), Now), 0, projectCompleted: false);
        return award;
    }
}

using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class AwardTests
{
    private static readonly DateTime Now = new(2017, 8, 1, 1, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Instalments_ArePaidOnTheirConditions()
    {
        var (award, program) = Granted(
            new() { Number = 0, AmountYuan = 300 }, new() { Number = 0, AmountYuan = 500, Condition = InstalmentCondition.ProjectCompleted }, new() { Number = 0, AmountYuan = 200, Condition = InstalmentCondition.Confirmed, Note = "通过审计" });
        award.Instalments.Select(one => one.Number).ShouldBe([1, 2, 3]);

        ReasonOf(() => Pay(award, program, 301, 1)).ShouldBe("INSTALMENT_EXCEEDED");
        Pay(award, program, 300);
        ReasonOf(() => Pay(award, program, 100)).ShouldBe("CONDITION_NOT_MET");
        Pay(award, program, 100, completed: true);
        ReasonOf(() => Pay(award, program, 1, 3)).ShouldBe("CONDITION_NOT_MET");
        ReasonOf(() => award.Confirm(2, "x", "officer")).ShouldBe("NOT_TO_BE_CONFIRMED");
        ReasonOf(() => award.Confirm(4, "x", "officer")).ShouldBe("UNKNOWN_INSTALMENT");
        award.Confirm(3, "样例审计1号", "cashier");
        ReasonOf(() => Pay(award, program, 1, 3)).ShouldBe("FOUR_EYES");
        ReasonOf(() => award.Confirm(3, "x", "officer")).ShouldBe("NOT_TO_BE_CONFIRMED");
        Pay(award, program, 200, 3, actor: "other");
        ReasonOf(() => Pay(award, program, 401, completed: true)).ShouldBe("AWARD_EXCEEDED");
        Pay(award, program, 400, completed: true);

        (award.DisbursedYuan, program.DisbursedYuan).ShouldBe((1_000, 1_000));
        award.Instalments.ShouldAllBe(one => one.LeftYuan == 0);
        program.Postings.Where(posting => posting.Kind == PostingKind.Disbursement).ShouldAllBe(posting => posting.BankReference == "样例流水1");
    }

    public static IEnumerable<object[]> WrongPlans =>
    [
        [(Instalment[])[new() { Number = 0, AmountYuan = 999 }], "SUM"],
        [(Instalment[])[new() { Number = 0, AmountYuan = 1_001 }, new() { Number = 0, AmountYuan = -1 }], "NOT_POSITIVE"],
        [(Instalment[])[new() { Number = 0, AmountYuan = 1_000, Condition = InstalmentCondition.Confirmed }], "REQUIRED"],
        [(Instalment[])[new() { Number = 0, AmountYuan = 1_000, Condition = (InstalmentCondition)9 }], "OUT_OF_RANGE"],
        [(Instalment[])[new() { Number = 0, AmountYuan = 1_000, Note = new string('长', 201) }], "LENGTH"],
        [Enumerable.Range(0, 21).Select(index => new Instalment { Number = 0, AmountYuan = index == 0 ? 980 : 1 }).ToArray(), "TOO_MANY"],
    ];

    [Theory]
    [MemberData(nameof(WrongPlans))]
    public void Grant_WrongInstalments_IsRefused(object instalments, string reason) => ReasonOf(() => Granted((Instalment[])instalments)).ShouldBe(reason);

    [Fact]
    public void Revoke_ReleasesWhatWasNotPaid_AndTheRestIsDue()
    {
        var (award, program) = Granted();
        Pay(award, program, 400);
        award.DueYuan.ShouldBe(0, "nothing is due of what stands");
        ReasonOf(() => award.Revoke(program, Movement("release", 0, "chief"))).ShouldBe("FOUR_EYES");

        award.Revoke(program, Movement("release", 0, "other"));

        (award.ReleasedYuan, award.DueYuan, program.CommittedYuan, award.Balances.Committed).ShouldBe((600, 400, 400, 400));
        ReasonOf(() => Pay(award, program, 1)).ShouldBe("AWARD_REVOKED");
        ReasonOf(() => award.Revoke(program, Movement("again", 0, "other"))).ShouldBe("AWARD_REVOKED");
        award.Recover(program, Movement("back", 400, "cashier"));
        (award.DueYuan, program.RecoveredYuan).ShouldBe((0, 400));
        ReasonOf(() => award.Recover(program, Movement("more", 1, "cashier"))).ShouldBe("RECOVERY_EXCEEDS_DISBURSED");
        var (sums, awards) = ProgramLedger.Sum(program.Postings.Select(posting => posting.Posting));
        ProgramLedger.Holds(sums, awards.Values).ShouldBeTrue();
        sums.ShouldBe(program.Balances);
        awards["w"].ShouldBe(award.Balances);
    }

    private static void Pay(Award award, FundingProgram program, long yuan, int instalment = 0, bool completed = false, string actor = "cashier") =>
        award.Disburse(program, Movement(Guid.NewGuid().ToString(), yuan, actor), instalment, completed);

    private static Payment Movement(string key, long yuan, string actor) => new(key, yuan, actor, new Papers("样例凭证1号", "样例流水1", "样例决定1号"), Now);

    private static string ReasonOf(Action act) => Should.Throw<DomainException>(act).Reason;

    private static (Award Award, FundingProgram Program) Granted(params Instalment[] instalments)
    {
        var rules = new ProgramRules { SourceDocument = "样例规则", Base = SupportBase.FixedAssetInvestment, Tiers = [new(0, 1000)] };
        var program = FundingProgram.Create("reward", "样例", 2017, ProgramLevel.Municipal, SupportForm.RewardSubsidy, rules);
        program.Post(new Posting("budget", PostingKind.Appropriation, "", 1_000), default, new Papers("样例预算1号"), "finance", Now);
        var applicant = new Applicant("p1", "样例项目", "916101000000000001", "610102");
        var application = Application.Create("a", "reward", applicant, 1_000, Statement.None);
        application.Submit(applicant, new Assessment(EligibilityResult.Passed, [], true, 10_000, 1_000), rules, 1, 0, "submitter");
        return (Award.Grant("w", application, program, rules, instalments, new Payment("grant", 1_000, "chief", new Papers("样例批复1号"), Now)), program);
    }
}

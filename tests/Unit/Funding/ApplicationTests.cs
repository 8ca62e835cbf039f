using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class ApplicationTests
{
    private const long Most = 2_000_000;
    private static readonly DateTime Now = new(2017, 7, 10, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2017, 7, 10);

    private static readonly ProgramRules Rules = new() { SourceDocument = "样例规则", Base = SupportBase.EquipmentInvestment, Tiers = [new(0, 1000)] };

    [Fact]
    public void Review_BySeveralExperts_MovesOnWithTheLastThatCounts()
    {
        var application = Reviewed();

        application.ReviewByExpert(Opinion("e1", 90, 1_900_000), Most, needed: 3, Now);
        application.ReviewByExpert(Opinion("e2", 0, 0) with { Score = null, Passed = false, Conflict = "曾任该企业顾问" }, Most, needed: 3, Now);
        application.ReviewByExpert(Opinion("e3", 70, 1_000_000), Most, needed: 3, Now);
        (application.State, application.ProposedYuan, application.Score).ShouldBe((ApplicationState.DistrictReviewed, 0, 80));
        application.ReviewByExpert(Opinion("e4", 51, 0) with { Passed = false, Note = "投资不足" }, Most, needed: 3, Now);

        (application.State, application.ProposedYuan, application.Score).ShouldBe((ApplicationState.ExpertReviewed, 1_000_000, 70), "the lower median of 1.0 and 1.9 million; (90 + 70 + 51) / 3 is 70.3");
        application.Reviews.Select(review => review.Number).ShouldBe([1, 2, 3, 4, 5]);
        application.Publicise(Today, Today, 7);
        application.PublicityEnd.ShouldBe(new DateOnly(2017, 7, 17));
    }

    [Fact]
    public void Review_HalfOfTheExpertsAgainst_KeepsItFromPublicity()
    {
        var application = Reviewed();
        application.ReviewByExpert(Opinion("e1", 90, 1_900_000), Most, needed: 2, Now);
        application.ReviewByExpert(Opinion("e2", 40, 0) with { Passed = false, Note = "不宜支持" }, Most, needed: 2, Now);

        application.ProposedYuan.ShouldBe(0);
        ReasonOf(() => application.Publicise(Today, Today, 7)).ShouldBe("REVIEW_NOT_PASSED");
    }

    [Fact]
    public void Review_ThatIsNone_IsRefused()
    {
        var application = Reviewed();
        ReasonOf(() => application.ReviewByExpert(Opinion("submitter", 80, 1), Most, 2, Now)).ShouldBe("FOUR_EYES");
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", 80, 1) with { Score = null }, Most, 2, Now)).ShouldBe("REQUIRED");
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", 101, 1), Most, 2, Now)).ShouldBe("OUT_OF_RANGE");
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", -1, 1), Most, 2, Now)).ShouldBe("OUT_OF_RANGE");
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", 80, Most + 1), Most, 2, Now)).ShouldBe("EXCEEDS_RULES");
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", 80, 0) with { Passed = false, Note = "" }, Most, 2, Now)).ShouldBe("REQUIRED");
        application.ReviewByExpert(Opinion("e1", 80, 1), Most, 2, Now);
        ReasonOf(() => application.ReviewByExpert(Opinion("e1", 80, 1), Most, 2, Now)).ShouldBe("ALREADY_REVIEWED");
        application.Reviews.Count.ShouldBe(2);
    }

    [Fact]
    public void Objection_MustBeSettledBeforeApproval()
    {
        var application = Publicised();
        ReasonOf(() => application.Object("", "重复申报", "clerk", Today.AddDays(-1), Now)).ShouldBe("WRONG_STATE");
        application.Object("某企业", "重复申报", "clerk", Today, Now);
        application.Object("", "未竣工", "clerk", Today, Now);

        ReasonOf(() => application.CheckDecision("chief", 1, Most, Today.AddDays(7))).ShouldBe("OBJECTION_OPEN");
        ReasonOf(() => application.SettleObjection(1, ObjectionOutcome.Dismissed, "查无此事", "clerk", Now)).ShouldBe("FOUR_EYES");
        ReasonOf(() => application.SettleObjection(1, ObjectionOutcome.Dismissed, "查无此事", "submitter", Now)).ShouldBe("FOUR_EYES");
        ReasonOf(() => application.SettleObjection(3, ObjectionOutcome.Dismissed, "x", "officer", Now)).ShouldBe("UNKNOWN_OBJECTION");
        ReasonOf(() => application.SettleObjection(1, ObjectionOutcome.Open, "x", "officer", Now)).ShouldBe("REQUIRED");
        application.SettleObjection(1, ObjectionOutcome.Dismissed, "查无此事", "officer", Now);
        ReasonOf(() => application.SettleObjection(1, ObjectionOutcome.Upheld, "x", "officer", Now)).ShouldBe("OBJECTION_SETTLED");
        ReasonOf(() => application.CheckDecision("chief", 1, Most, Today.AddDays(7))).ShouldBe("OBJECTION_OPEN");
        application.SettleObjection(2, ObjectionOutcome.Upheld, "属实", "officer", Now);
        ReasonOf(() => application.CheckDecision("chief", 1, Most, Today.AddDays(7))).ShouldBe("OBJECTION_UPHELD");
        application.Objections[1].ShouldSatisfyAllConditions(one => one.Settler.ShouldBe("officer"), one => one.Settlement.ShouldBe("属实"), one => one.SettleTime.ShouldBe(Now));
    }

    [Fact]
    public void Objection_Dismissed_LetsItBeApproved()
    {
        var application = Publicised();
        application.Object("", "未竣工", "clerk", Today, Now);
        application.SettleObjection(1, ObjectionOutcome.Dismissed, "已竣工", "officer", Now);
        Should.NotThrow(() => application.CheckDecision("chief", 1, Most, Today.AddDays(7)));
    }

    [Fact]
    public void Waiver_TakesTwoPeopleWhoDidNotSubmit()
    {
        var application = Publicised();
        ReasonOf(() => application.Waive("确需支持", "submitter", Now)).ShouldBe("FOUR_EYES");
        ReasonOf(() => application.Waive("", "first", Now)).ShouldBe("REQUIRED");
        application.Waive("确需支持", "first", Now);
        application.Waiver!.IsConfirmed.ShouldBeFalse();
        ReasonOf(() => application.Waive("", "first", Now)).ShouldBe("FOUR_EYES");
        application.Waive("", "second", Now);
        (application.Waiver!.IsConfirmed, application.Waiver.Requester, application.Waiver.Confirmer, application.Waiver.Reason).ShouldBe((true, "first", "second", "确需支持"));
        ReasonOf(() => application.Waive("", "third", Now)).ShouldBe("ALREADY_WAIVED");
    }

    [Fact]
    public void Calculation_ShowsEveryStep()
    {
        var rules = Rules with { Tiers = [new(0, 333), new(1_000_000, 1000)], CapYuan = 40_000, FloorYuan = 100 };

        rules.Calculate(1_100_001).ShouldBe(
        [
            new(CalculationCode.Base, 0, 0, 0, 1_100_001),
            new(CalculationCode.Tier, 0, 1_000_000, 333, 33_300),
            new(CalculationCode.Tier, 1_000_000, 1_100_001, 1000, 10_000),
            new(CalculationCode.Rounded, 0, 0, 0, 43_300),
            new(CalculationCode.Cap, 43_300, 0, 0, 40_000),
        ]);
        rules.Calculate(99).ShouldBe([new(CalculationCode.Base, 0, 0, 0, 99), new(CalculationCode.BelowFloor, 100, 0, 0, 0)]);
        rules.Propose(1_100_001).ShouldBe(40_000);
        rules.Calculate(100)[^1].ShouldBe(new CalculationStep(CalculationCode.Rounded, 0, 0, 0, 3), "the floor itself counts");
        Publicised().Calculation.ShouldBe([new(CalculationCode.Base, 0, 0, 0, 20_000_000), new(CalculationCode.Tier, 0, 20_000_000, 1000, Most), new(CalculationCode.Rounded, 0, 0, 0, Most)]);
    }

    [Fact]
    public void Statement_AsksForWhatTheRulesNeed()
    {
        string[] Missing(ProgramRules rules, Statement statement)
        {
            var validation = new Validation();
            statement.Require(validation, rules);
            var refused = Record.Exception(validation.ThrowIfAny) as DomainException;
            return [.. refused?.Fields.Select(field => field.Field) ?? []];
        }

        Missing(Rules, Statement.None).ShouldBeEmpty();
        Missing(Rules with { Base = SupportBase.InterestPaid }, Statement.None).ShouldBe(["application.interest_paid_yuan"]);
        Missing(Rules with { Base = SupportBase.AuditedInvestment }, Statement.None).ShouldBe(["application.audited_investment_yuan"]);
        var windowed = Rules with { Invoices = new DayRange(new(2016, 1, 1), null) };
        Missing(windowed, Statement.None).ShouldBe(["application.first_invoice_date", "application.last_invoice_date"]);
        Missing(windowed, Statement.None with { Invoices = new DayRange(new(2016, 1, 1), new(2017, 1, 1)) }).ShouldBeEmpty();
        ReasonOf(() => Application.Create("a", "p", Applicant, 1, Statement.None with { Invoices = new DayRange(new(2017, 1, 2), new(2017, 1, 1)) })).ShouldBe("BEFORE_START");
        ReasonOf(() => Application.Create("a", "p", Applicant, 1, Statement.None with { InterestPaidYuan = -1 })).ShouldBe("NEGATIVE_AMOUNT");
    }

    private static Applicant Applicant { get; } = new("p1", "样例项目", "916101000000000001", "610102");

    private static ExpertOpinion Opinion(string expert, int score, long proposedYuan) => new(expert, true, score, proposedYuan, "", "同意");

    private static string ReasonOf(Action act) => Should.Throw<DomainException>(act).Reason;

    private static Application Reviewed()
    {
        var application = Application.Create("a", "p", Applicant, 1_500_000, Statement.None);
        application.Submit(Applicant, new Assessment(EligibilityResult.Passed, [], true, 20_000_000, Most), Rules, 1, 0, "submitter");
        application.ReviewByDistrict("district", true, "同意", Now);
        return application;
    }

    private static Application Publicised()
    {
        var application = Reviewed();
        application.ReviewByExpert(Opinion("e1", 80, 1_000_000), Most, 1, Now);
        application.Publicise(Today, Today, 7);
        return application;
    }
}

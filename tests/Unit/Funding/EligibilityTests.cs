using CsCheck;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Funding;

public sealed class EligibilityTests
{
    private static readonly ProgramRules Reward = new()
    {
        SourceDocument = "样例规则",
        Base = SupportBase.EquipmentInvestment,
        Tiers = [new(0, 500), new(10_000_000, 800)],
        CapYuan = 5_000_000,
        FloorYuan = 1_000_000,
        RequiredStages = ["COMPLETED", "IN_PRODUCTION", "AT_CAPACITY"],
        RequiredProcedures = ["filing"],
        PlanMembership = PlanMembership.Required,
        CompletionYear = 2017,
        AboveScaleRequired = true,
    };

    private static readonly ProjectStanding Completed = new()
    {
        InPlan = true,
        Stage = "COMPLETED",
        CompletionDate = new(2017, 6, 20),
        AboveScale = true,
        Procedures = new Dictionary<string, bool>(StringComparer.Ordinal) { ["filing"] = true },
        EquipmentInvestmentYuan = 20_000_000,
    };

    [Fact]
    public void Assess_CompletedPlanProject_PassesWithAProposal()
    {
        var assessment = EligibilityAssessment.Assess(Reward, Completed);

        assessment.Result.ShouldBe(EligibilityResult.Passed);
        assessment.Preferred.ShouldBeTrue();
        assessment.ProposedYuan.ShouldBe(10_000_000 / 20 + 10_000_000 / 100 * 8);
        assessment.Criteria.Select(criterion => criterion.Code).ShouldBe(["PLAN_MEMBERSHIP", "REQUIRED_STAGE", "REQUIRED_PROCEDURE", "COMPLETION_YEAR", "ABOVE_SCALE", "BASE"]);
    }

    public static IEnumerable<object[]> Shortfalls =>
    [
        ["PLAN_MEMBERSHIP", EligibilityResult.Failed, Completed with { InPlan = false }],
        ["REQUIRED_STAGE", EligibilityResult.Failed, Completed with { Stage = "UNDER_CONSTRUCTION" }],
        ["REQUIRED_STAGE", EligibilityResult.Unknown, Completed with { Stage = null }],
        ["REQUIRED_PROCEDURE", EligibilityResult.Failed, Completed with { Procedures = new Dictionary<string, bool>(StringComparer.Ordinal) { ["filing"] = false } }],
        ["REQUIRED_PROCEDURE", EligibilityResult.Unknown, Completed with { Procedures = new Dictionary<string, bool>(StringComparer.Ordinal) }],
        ["COMPLETION_YEAR", EligibilityResult.Failed, Completed with { CompletionDate = new(2016, 12, 31) }],
        ["COMPLETION_YEAR", EligibilityResult.Failed, Completed with { CompletionDate = null }],
        ["ABOVE_SCALE", EligibilityResult.Failed, Completed with { AboveScale = false }],
        ["ABOVE_SCALE", EligibilityResult.Unknown, Completed with { AboveScale = null }],
        ["BASE", EligibilityResult.Failed, Completed with { EquipmentInvestmentYuan = 999_999 }],
        ["BASE", EligibilityResult.Unknown, Completed with { EquipmentInvestmentYuan = null }],
    ];

    [Theory]
    [MemberData(nameof(Shortfalls))]
    internal void Assess_OneShortfall_IsNamedAndNothingIsProposed(string code, EligibilityResult result, ProjectStanding project)
    {
        var assessment = EligibilityAssessment.Assess(Reward, project);

        assessment.Result.ShouldBe(result);
        assessment.ProposedYuan.ShouldBe(0);
        assessment.Criteria.Where(criterion => criterion.Result != EligibilityResult.Passed).ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void Assess_FailedAndUnknown_IsFailed() =>
        EligibilityAssessment.Assess(Reward, Completed with { AboveScale = null, InPlan = false }).Result.ShouldBe(EligibilityResult.Failed);

    [Theory]
    [InlineData(999_999, 0)]
    [InlineData(1_000_000, 50_000)]
    [InlineData(10_000_000, 500_000)]
    [InlineData(10_000_001, 500_000)]
    [InlineData(10_000_013, 500_001)]
    [InlineData(1_000_000_000, 5_000_000)]
    public void Propose_Base_FollowsTiersFloorAndCap(long baseYuan, long proposed) => Reward.Propose(baseYuan).ShouldBe(proposed);

    [Fact]
    public void Propose_AnyRules_GrowsWithTheBaseAndStaysBelowIt() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Long[0, 1_000_000_000_000]).Sample((one, other) =>
        {
            var (less, more) = (Math.Min(one, other), Math.Max(one, other));
            Reward.Propose(less).ShouldBeLessThanOrEqualTo(Reward.Propose(more));
            Reward.Propose(more).ShouldBeInRange(0, more);
        });

    [Fact]
    public void Rules_WrongTiers_AreToldAtOnce()
    {
        var validation = new Validation();
        (Reward with { SourceDocument = "", Tiers = [new(5, 10_001), new(5, 1)], CapYuan = -1, FloorYuan = -1 }).Validate(validation, ProgramRules.Field);

        Should.Throw<DomainException>(validation.ThrowIfAny).Fields.Select(field => field.Reason).ShouldBe(["LENGTH", "FIRST_TIER", "NOT_ASCENDING", "OUT_OF_RANGE", "NEGATIVE_AMOUNT", "NEGATIVE_AMOUNT"]);
    }
}

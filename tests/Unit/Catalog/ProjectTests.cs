using CsCheck;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Catalog;

public sealed class ProjectTests
{
    private static readonly DateOnly Today = new(2017, 7, 3);
    private static readonly ProjectFacts Facts = new("样例技改项目", "610113", "3670", "GB/T 4754-2011", "样例", new(2016, 3, 1), new(2017, 12, 1), 54_583_0000, 30_000_0000, 12_000_0000, "");

    private static readonly Owner Owner = new("e", "样例企业", "");

    [Fact]
    public void Admit_Candidate_OpensAnInterval()
    {
        var project = Candidate();

        project.Admit(new(2017, 1, 10), "planner-1", "", Today);

        project.Membership.ShouldBe(Membership.Admitted);
        project.Memberships.ShouldHaveSingleItem().AdmitDate.ShouldBe(new(2017, 1, 10));
        Should.Throw<DomainException>(() => project.Admit(Today, "planner-1", "", Today)).Reason.ShouldBe("ALREADY_ADMITTED");
    }

    [Fact]
    public void Withdraw_Admitted_ClosesTheIntervalAndMayEnterAgain()
    {
        var project = Candidate();
        project.Admit(new(2017, 1, 10), "planner-1", "", Today);
        project.Withdraw(new(2017, 3, 1), WithdrawalReason.NoReport, "", Today);

        Should.Throw<DomainException>(() => project.Readmit(new(2017, 2, 1), "planner-1", "样例", Today)).Reason.ShouldBe("BEFORE_WITHDRAWAL");
        project.Readmit(new(2017, 4, 1), "planner-2", "样例", Today);

        project.Memberships.Select(stay => (stay.AdmitDate, stay.WithdrawDate))
            .ShouldBe([(new DateOnly(2017, 1, 10), new DateOnly(2017, 3, 1)), (new DateOnly(2017, 4, 1), (DateOnly?)null)]);
    }

    [Fact]
    public void Membership_WrongVerb_IsRefusedWithItsReason()
    {
        var project = Candidate();

        Should.Throw<DomainException>(() => project.Readmit(Today, "planner-1", "样例", Today)).Reason.ShouldBe("NOT_WITHDRAWN");
        project.Withdraw(Today, WithdrawalReason.Infeasible, "", Today);
        Should.Throw<DomainException>(() => project.Admit(Today, "planner-1", "", Today)).Reason.ShouldBe("PROJECT_WITHDRAWN");
        Should.Throw<DomainException>(() => project.Readmit(Today, "planner-1", "", Today)).Fields.ShouldHaveSingleItem().Field.ShouldBe("reason");
        project.Readmit(Today, "planner-1", "样例", Today);

        (project.Memberships[^1].AdmitReason, project.Memberships[^1].Approver).ShouldBe(("样例", "planner-1"));
    }

    [Fact]
    public void Withdraw_WithoutReasonOrNote_NamesTheField()
    {
        Should.Throw<DomainException>(() => Candidate().Withdraw(Today, WithdrawalReason.None, "", Today)).Fields.ShouldHaveSingleItem().Field.ShouldBe("reason");
        Should.Throw<DomainException>(() => Candidate().Withdraw(Today, WithdrawalReason.Other, "", Today)).Fields.ShouldHaveSingleItem().Field.ShouldBe("note");
    }

    [Fact]
    public void Membership_AnySequence_NeverOverlaps() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 400]).Array[0, 30].Sample(steps =>
        {
            var project = Candidate();
            foreach (var (admit, offset) in steps)
            {
                try
                {
                    if (admit && project.Memberships.Count == 0)
                        project.Admit(Today.AddDays(-offset), "planner-1", "", Today);
                    else if (admit)
                        project.Readmit(Today.AddDays(-offset), "planner-1", "样例", Today);
                    else
                        project.Withdraw(Today.AddDays(-offset), WithdrawalReason.NoReport, "", Today);
                }
                catch (DomainException)
                {
                    // Refused steps change nothing, which the check below sees.
                }
            }

            var stays = project.Memberships;
            stays.Take(Math.Max(0, stays.Count - 1)).ShouldAllBe(stay => stay.WithdrawDate != null);
            stays.ShouldAllBe(stay => stay.WithdrawDate == null || stay.AdmitDate <= stay.WithdrawDate);
            stays.Zip(stays.Skip(1)).ShouldAllBe(pair => pair.First.WithdrawDate <= pair.Second.AdmitDate);
            (project.Membership == Membership.Admitted).ShouldBe(stays.Count > 0 && stays[^1].WithdrawDate is null);
        });

    [Theory]
    [InlineData("total", 0, 0, "NOT_POSITIVE")]
    [InlineData("equipment", 100, 101, "EXCEEDS_TOTAL")]
    [InlineData("negative", 100, -1, "NEGATIVE_AMOUNT")]
    public void Create_WrongAmounts_AreRefused(string about, long total, long equipment, string reason) =>
        Should.Throw<DomainException>(() => Project.Create("1", Owner, "6101Z1", Facts with { TotalInvestmentYuan = total, EquipmentInvestmentYuan = equipment }), about).Reason.ShouldBe(reason);

    [Fact]
    public void Create_SeveralErrors_AreToldAtOnce() =>
        Should.Throw<DomainException>(() => Project.Create("1", Owner, "6101Z1", Facts with { Title = "", AdministrativeArea = "61011", IndustryCode = "x", IndustryEdition = "", EndMonth = new(2016, 2, 1) }))
            .Fields.Select(field => field.Field).ShouldBe(["project.title", "project.administrative_area", "project.industry_code", "project.end_month", "project.industry_edition"]);

    [Theory]
    [InlineData("ＡＢＣ 技改　项目", "abc技改项目")]
    [InlineData(" 年产１０万台\t电机 ", "年产10万台电机")]
    public void TitleKey_WidthAndSpaces_AreFolded(string title, string key) => Project.Create("1", Owner, "6101Z1", Facts with { Title = title }).TitleKey.ShouldBe(key);

    [Fact]
    public void Update_SameFacts_ChangesNothing()
    {
        var project = Candidate();

        project.Update(Facts with { }).ShouldBeFalse();
        project.Update(Facts with { Remark = "样例" }).ShouldBeTrue();
    }

    [Fact]
    public void Procedure_Obtained_NeedsNumberAuthorityAndDate()
    {
        var project = Candidate();

        Should.Throw<DomainException>(() => project.SetProcedure(ProcedureKind.Eia, ProcedureState.Obtained, "", "", null, [], Today))
            .Fields.Select(field => field.Field).ShouldBe(["procedure.document_number", "procedure.authority", "procedure.document_date"]);
        Should.Throw<DomainException>(() => project.SetProcedure(ProcedureKind.Eia, ProcedureState.Obtained, "样例〔2016〕1号", "样例", Today.AddDays(1), [], Today)).Reason.ShouldBe("IN_FUTURE");
        project.SetProcedure(ProcedureKind.Eia, ProcedureState.Obtained, "样例〔2016〕1号", "样例", Today, [], Today).ShouldBeTrue();
        project.StateProcedureNumber(ProcedureKind.Eia, "样例〔2016〕1号").ShouldBeFalse();

        project.Procedures.Single(procedure => procedure.Kind == ProcedureKind.Eia).Authority.ShouldBe("样例");
    }

    [Theory]
    [InlineData(false, false, false, false, Stage.Reserve)]
    [InlineData(true, false, false, false, Stage.UnderConstruction)]
    [InlineData(true, true, false, false, Stage.Completed)]
    [InlineData(true, false, true, false, Stage.InProduction)]
    [InlineData(true, true, true, true, Stage.AtCapacity)]
    internal void FollowReturn_Dates_SetTheStage(bool started, bool completed, bool producing, bool atCapacity, Stage stage)
    {
        var project = Candidate();

        project.FollowReturn(new ReportedLine(started ? Today : null, completed ? Today : null, producing ? Today : null, atCapacity), "2017Q2", 3).ShouldBeTrue();

        project.Stage.ShouldBe(stage);
    }

    [Theory]
    [InlineData("2017Q2", 5, false)]
    [InlineData("2017Q2", 4, false)]
    [InlineData("2017Q1", 9, false)]
    [InlineData("2017Q2", 6, true)]
    [InlineData("2017Q3", 1, true)]
    [InlineData("2018Q1", 1, true)]
    public void FollowReturn_NotNewer_ChangesNothing(string period, long version, bool followed)
    {
        var project = Candidate();
        project.FollowReturn(new ReportedLine(Today, null, null, false), "2017Q2", 5);

        project.FollowReturn(new ReportedLine(Today, Today, null, false), period, version).ShouldBe(followed);

        project.Stage.ShouldBe(followed ? Stage.Completed : Stage.UnderConstruction);
        project.ReportedPeriod.ShouldBe(followed ? period : "2017Q2");
    }

    [Fact]
    public void Uscc_CheckCharacter_FindsEveryWrongCharacter() =>
        Gen.Select(Gen.Char["0123456789ABCDEFGHJKLMNPQRTUWXY"].Array[17], Gen.Int[0, 16], Gen.Char["0123456789ABCDEFGHJKLMNPQRTUWXY"]).Sample((body, place, other) =>
        {
            var code = new string(body) + UnifiedSocialCreditCode.CheckCharacter(body);
            UnifiedSocialCreditCode.IsValid(code).ShouldBeTrue();
            var wrong = code.ToCharArray();
            wrong[place] = other;
            UnifiedSocialCreditCode.IsValid(new string(wrong)).ShouldBe(body[place] == other);
        });

    // By GB 32100-2015 the weight of place i is 3^(i-1) mod 31; worked by hand: 31 - 1 = 30 is Y, 31 - 3 = 28 is W, 31 - 27 = 4.
    [Theory]
    [InlineData("00000000000000000", '0')]
    [InlineData("10000000000000000", 'Y')]
    [InlineData("01000000000000000", 'W')]
    [InlineData("00010000000000000", '4')]
    public void Uscc_CheckCharacter_FollowsTheWeights(string body, char check) => UnifiedSocialCreditCode.CheckCharacter(body).ShouldBe(check);

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000O0")]
    [InlineData("00000000000000000i")]
    [InlineData("０00000000000000000")]
    public void Uscc_WrongShape_IsInvalid(string code) => UnifiedSocialCreditCode.IsValid(code).ShouldBeFalse();

    [Fact]
    public void Enterprise_WrongCode_IsRefusedByName() =>
        Should.Throw<DomainException>(() => Enterprise.Create("100000000000000000", "样例企业", "6101Z1", DirectoryStanding.Unknown, Today)).Reason.ShouldBe("USCC_CHECKSUM");

    private static Project Candidate() => Project.Create("0197", Owner, "6101Z1", Facts);
}

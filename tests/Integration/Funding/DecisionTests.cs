using Google.Rpc;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using AttachmentService = Renovation.Protos.Funding.V1.AttachmentService;
using Condition = Renovation.Protos.Funding.V1.Award.Types.Instalment.Types.Condition;
using Outcome = Renovation.Protos.Funding.V1.Application.Types.Objection.Types.Outcome;
using State = Renovation.Protos.Funding.V1.Application.Types.State;

namespace Renovation.Tests.Integration.Funding;

/// <summary>What people decide on applications and awards beside the straight way.</summary>
[Collection(nameof(FundingWorlds))]
public sealed class DecisionTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Review_BySeveralExperts_IsKept(string provider)
    {
        await using var world = await World.StartAsync(provider, settings: ("Funding:ExpertReviews", "2"));
        var one = await world.NewCaseAsync(10_000_000);
        var name = (await one.SubmittedAsync()).Name;
        await one.District.ReviewApplicationAsync(new() { Name = name, Passed = true, Note = "同意" }, cancellationToken: Stop);
        (await RefusalAsync(Expert(one, "e1").ReviewApplicationAsync(new() { Name = name, Passed = true, ProposedYuan = 1 }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        await Expert(one, "e1").ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 0, ProposedYuan = 900_000 }, cancellationToken: Stop);
        await Expert(one, "e2").ReviewApplicationAsync(new() { Name = name, ConflictOfInterest = "曾任该企业顾问" }, cancellationToken: Stop);
        (await RefusalAsync(Expert(one, "e1").ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 1, ProposedYuan = 1 }))).ShouldBe((StatusCode.FailedPrecondition, "ALREADY_REVIEWED"));

        await Expert(one, "e3").ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 85, ProposedYuan = 800_000 }, cancellationToken: Stop);

        var reviewed = await one.Chief.GetApplicationAsync(new() { Name = name }, cancellationToken: Stop);
        (reviewed.State, reviewed.ProposedYuan, reviewed.Score).ShouldBe((State.ExpertReviewed, 800_000, 43));
        reviewed.Reviews.Select(review => (review.Reviewer, review.Step, review.HasScore, review.Score, review.ProposedYuan, review.ConflictOfInterest)).ShouldBe(
            [("district", "DISTRICT", false, 0, 0, ""), ("e1", "EXPERT", true, 0, 900_000, ""), ("e2", "EXPERT", false, 0, 0, "曾任该企业顾问"), ("e3", "EXPERT", true, 85, 800_000, "")]);
        reviewed.Calculation.Select(step => (step.Code, step.FromYuan, step.ToYuan, step.RateBp, step.AmountYuan)).ShouldBe([("BASE", 0, 0, 0, 20_000_000), ("TIER", 0, 20_000_000, 1000, 2_000_000), ("ROUNDED", 0, 0, 0, 2_000_000)]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Objection_IsKeptAndSettled(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        var publicised = await one.PublicisedAsync();
        (await RefusalAsync(one.District.ObjectToApplicationAsync(new() { Name = publicised.Name }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        await one.District.ObjectToApplicationAsync(new() { Name = publicised.Name, Objector = "某企业（样例）", Content = "设备系旧设备" }, cancellationToken: Stop);
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(Case.Approve(publicised)))).ShouldBe((StatusCode.FailedPrecondition, "OBJECTION_OPEN"));
        var settled = await one.Chief.SettleObjectionAsync(new() { Name = publicised.Name, Number = 1, Outcome = Outcome.Dismissed, Settlement = "经现场核查为新购设备" }, cancellationToken: Stop);
        settled.Objections.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            kept => kept.Recorder.ShouldBe("district"), kept => kept.Settler.ShouldBe("chief"), kept => kept.Outcome.ShouldBe(Outcome.Dismissed), kept => kept.Objector.ShouldBe("某企业（样例）"));
        (await one.Chief.ApproveApplicationAsync(Case.Approve(publicised), cancellationToken: Stop)).Objections.ShouldBe(settled.Objections);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DoubleFunding_IsExplained_AndTwoPeopleMayWaiveIt(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        await one.OpenProgramAsync("b", 10_000_000);
        var first = await one.AwardAsync();
        var second = await one.PublicisedAsync("b");

        var failure = await Should.ThrowAsync<RpcException>(async () => await one.Chief.ApproveApplicationAsync(Case.Approve(second)));
        var collision = failure.GetRpcStatus()!.GetDetail<PreconditionFailure>().Violations.ShouldHaveSingleItem();
        (collision.Subject, collision.Description).ShouldBe((first.Name, $"专项 {one.Name}-a 已以 样例批复1号 批准 1000000 元。"));
        await one.Expert.WaiveDoubleFundingAsync(new() { Name = second.Name, Reason = "国家重大专项配套" }, cancellationToken: Stop);
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(Case.Approve(second)))).ShouldBe((StatusCode.FailedPrecondition, "DOUBLE_FUNDING"), "one person is not two");
        (await RefusalAsync(one.Expert.WaiveDoubleFundingAsync(new() { Name = second.Name }))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"));
        var waived = await one.Chief.WaiveDoubleFundingAsync(new() { Name = second.Name }, cancellationToken: Stop);
        (waived.Waiver.Requester, waived.Waiver.Confirmer, waived.Waiver.Reason).ShouldBe(("expert", "chief", "国家重大专项配套"));
        (await one.Chief.ApproveApplicationAsync(Case.Approve(second), cancellationToken: Stop)).State.ShouldBe(State.Approved);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Revoke_GivesBackTheBudget_AndFreesTheBaseOnceAllIsRecovered(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(1_000_000);
        await one.OpenProgramAsync("b", 10_000_000);
        var award = await one.AwardAsync();
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 300_000), cancellationToken: Stop);
        var revocation = new RevokeApplicationRequest { Name = award.Application, Reason = "虚报投资", DocumentNumber = "样例撤销1号", RequestId = Case.NewId() };
        (await RefusalAsync(one.Chief.RevokeApplicationAsync(revocation))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"));
        (await RefusalAsync(one.Expert.RevokeApplicationAsync(new(revocation) { RequestId = "" }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await RefusalAsync(one.Expert.RevokeApplicationAsync(new(revocation) { DocumentNumber = "" }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));

        var revoked = await one.Expert.RevokeApplicationAsync(revocation, cancellationToken: Stop);

        (await one.Expert.RevokeApplicationAsync(revocation, cancellationToken: Stop)).ShouldBe(revoked, "the same call again");
        (revoked.State, revoked.ClosingReason).ShouldBe((State.Revoked, "虚报投资"));
        var left = await one.Cashier.GetAwardAsync(new() { Name = award.Name }, cancellationToken: Stop);
        (left.ReleasedYuan, left.DueYuan, left.RevokeDocument).ShouldBe((700_000, 300_000, "样例撤销1号"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, 1)))).ShouldBe((StatusCode.FailedPrecondition, "AWARD_REVOKED"));
        var ledger = await one.LedgerAsync();
        (ledger.CommittedYuan, ledger.Balanced).ShouldBe((300_000, true));
        (ledger.Postings[^1].Kind, ledger.Postings[^1].AmountYuan, ledger.Postings[^1].DecisionDocument).ShouldBe(("RELEASE", 700_000, "样例撤销1号"));
        var again = await one.PublicisedAsync("b");
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(Case.Approve(again)))).ShouldBe((StatusCode.FailedPrecondition, "DOUBLE_FUNDING"), "money is still out");
        await one.Cashier.RecoverAwardAsync(Case.TakeBack(award, 300_000), cancellationToken: Stop);
        (await one.Chief.ApproveApplicationAsync(Case.Approve(again), cancellationToken: Stop)).State.ShouldBe(State.Approved);
        (await one.DraftAsync()).State.ShouldBe(State.Draft, "the project may apply to the program again");
        (await RefusalAsync(one.Expert.RevokeApplicationAsync(new(revocation) { RequestId = Case.NewId() }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Instalments_ArePaidOnTheirConditions(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        var award = await one.AwardAsync(instalments: [new() { AmountYuan = 600_000, Condition = Condition.ProjectCompleted, Note = "竣工验收" }, new() { AmountYuan = 400_000, Condition = Condition.Confirmed, Note = "通过审计" }]);
        await one.World.Host.TellAsync(new Project(Completed(one.Project)) { Stage = Project.Types.Stage.UnderConstruction }, 2);
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, 1)))).ShouldBe((StatusCode.FailedPrecondition, "CONDITION_NOT_MET"));
        await one.World.Host.TellAsync(Completed(one.Project), 3);
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 600_000), cancellationToken: Stop);
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, 1)))).ShouldBe((StatusCode.FailedPrecondition, "CONDITION_NOT_MET"));
        var desk = new AwardService.AwardServiceClient(one.World.Host.As(Role.Planner, "6101GX", "officer"));
        await desk.ConfirmInstalmentAsync(new() { Name = award.Name, Instalment = 2, DocumentNumber = "样例审计1号" }, cancellationToken: Stop);
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { Instalment = 1 }))).ShouldBe((StatusCode.FailedPrecondition, "INSTALMENT_EXCEEDED"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { BankReference = "" }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));

        var paid = await one.Cashier.DisburseAwardAsync(Case.Pay(award, 400_000), cancellationToken: Stop);

        paid.Instalments.Select(part => (part.Number, part.AmountYuan, part.PaidYuan, part.Condition, part.ConfirmDocument, part.Confirmer)).ShouldBe(
            [(1, 600_000, 600_000, Condition.ProjectCompleted, "", ""), (2, 400_000, 400_000, Condition.Confirmed, "样例审计1号", "officer")]);
        (await one.LedgerAsync()).Postings[^1].BankReference.ShouldBe("样例流水1号");
        var other = await one.PublicisedAsync(project: (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..]);
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(new(Case.Approve(other)) { Instalments = { new Award.Types.Instalment { AmountYuan = 1 } } }))).ShouldBe((StatusCode.InvalidArgument, "SUM"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Recovery_IsSetOffAgainstAnotherAward(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        await one.OpenProgramAsync("b", 10_000_000);
        var owed = await one.AwardAsync();
        await one.Cashier.DisburseAwardAsync(Case.Pay(owed, 500_000), cancellationToken: Stop);
        var paying = await one.AwardAsync("b", (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..]);
        var foreign = await one.AwardAsync("b", (await one.ProjectAsync($"{one.Name}-p3", uscc: "916101000000000003")).Name["projects/".Length..]);
        var setOff = new RecoverAwardRequest(Case.TakeBack(owed, 200_000)) { SetOffAward = paying.Name };
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(new(setOff) { SetOffAward = owed.Name }))).ShouldBe((StatusCode.InvalidArgument, "SAME_AWARD"));
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(new(setOff) { SetOffAward = foreign.Name }))).ShouldBe((StatusCode.InvalidArgument, "OTHER_ENTERPRISE"));
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(new(setOff) { SetOffAward = "awards/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(new(setOff) { DocumentNumber = "" }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));

        var recovered = await one.Cashier.RecoverAwardAsync(setOff, cancellationToken: Stop);

        (await one.Cashier.RecoverAwardAsync(setOff, cancellationToken: Stop)).ShouldBe(recovered, "the same call again");
        (recovered.RecoveredYuan, (await one.Cashier.GetAwardAsync(new() { Name = paying.Name }, cancellationToken: Stop)).DisbursedYuan).ShouldBe((200_000, 200_000));
        var (from, to) = (await one.LedgerAsync(), await one.LedgerAsync("b"));
        (from.Postings[^1].Kind, from.Postings[^1].DecisionDocument, to.Postings[^1].Kind, to.Postings[^1].DecisionDocument).ShouldBe(("RECOVERY", "样例追回1号", "DISBURSEMENT", "样例追回1号"));
        (from.Balanced, to.Balanced).ShouldBe((true, true));
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(new(setOff) { AmountYuan = 900_000, RequestId = Case.NewId() }))).ShouldBe((StatusCode.FailedPrecondition, "RECOVERY_EXCEEDS_DISBURSED"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Draft_IsRestated_AndFilesAreAddedUntilItIsDecided(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        var draft = await one.DraftAsync();
        async Task<Application> Update(Application change, params string[] mask) => await one.Expert.UpdateApplicationAsync(
            new() { Application = new(change) { Name = draft.Name }, UpdateMask = new Google.Protobuf.WellKnownTypes.FieldMask { Paths = { mask } } }, cancellationToken: Stop);
        async Task<string> Refused(Application change, params string[] mask) => (await Should.ThrowAsync<RpcException>(() => Update(change, mask))).GetRpcStatus()!.GetDetail<ErrorInfo>().Reason;

        (await Update(new() { RequestedYuan = 1_700_000, AuditedInvestmentYuan = 5 }, "requested_yuan")).ShouldSatisfyAllConditions(updated => updated.RequestedYuan.ShouldBe(1_700_000), updated => updated.AuditedInvestmentYuan.ShouldBe(0));
        (await Refused(new() { RequestedYuan = -1 }, "requested_yuan")).ShouldBe("NOT_POSITIVE");
        (await Refused(new() { Project = "x" }, "project")).ShouldBe("INVALID_UPDATE_MASK");
        (await Refused(new() { Etag = "\"v1\"", RequestedYuan = 1 }, "requested_yuan")).ShouldBe("STALE_ETAG");
        await one.District.SubmitApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop);
        (await Refused(new() { RequestedYuan = 1 }, "requested_yuan")).ShouldBe("WRONG_STATE");
        var more = await one.UploadAsync("expert");
        var added = await Update(new() { Attachments = { draft.Attachments[0], more } }, "attachments");
        added.Attachments.ShouldBe([draft.Attachments[0], more]);
        (await Refused(new() { Attachments = { more } }, "attachments")).ShouldBe("ATTACHMENT_IN_USE");
        (await Refused(new() { Attachments = { draft.Attachments[0], more, await one.UploadAsync("somebody") } }, "attachments")).ShouldBe("UNKNOWN_ATTACHMENT");
        await one.Expert.WithdrawApplicationAsync(new() { Name = draft.Name, Reason = "样例" }, cancellationToken: Stop);
        (await Refused(new() { Attachments = { draft.Attachments[0], more, await one.UploadAsync("expert") } }, "attachments")).ShouldBe("WRONG_STATE");
        var files = new AttachmentService.AttachmentServiceClient(one.World.Host.As(Role.Enterprise, Own, enterprise: Uscc));
        (await files.ListAttachmentsAsync(new() { Parent = draft.Name }, cancellationToken: Stop)).Attachments.Select(file => (file.Name, file.FileName)).ShouldBe([(draft.Attachments[0], "申报书.pdf"), (more, "申报书.pdf")], ignoreOrder: true);
        using var rest = one.World.Host.Rest(one.World.Host.Authority.TokenFor(Role.Reporter, Own, ""));
        (await rest.GetStringAsync(new Uri($"/v1/{more}:download", UriKind.Relative), Stop)).ShouldStartWith("%PDF-1.7");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PublicityList_HasWhatIsInPublicity(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        await one.PublicisedAsync();
        await one.SubmittedAsync(project: (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..]);

        var file = await one.Enterprise.ExportPublicityAsync(new() { Program = one.Program }, cancellationToken: Stop);

        var cells = RecommendationTests.Cells(file);
        cells[0].ShouldBe("样例奖励补助拟支持项目公示名单");
        cells.ShouldContain($"样例项目 {one.Project}", StringComparer.Ordinal);
        cells.ShouldNotContain($"样例项目 {one.Name}-p2", StringComparer.Ordinal);
        cells.ShouldContain("合计（1个）", StringComparer.Ordinal);
        cells.ShouldContain("100", StringComparer.Ordinal);
    }

    private static ApplicationService.ApplicationServiceClient Expert(Case one, string subject) => new(one.World.Host.As(Role.Planner, "6101GX", subject));
}

using Google.Rpc;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using State = Renovation.Protos.Funding.V1.Application.Types.State;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class ApplicationTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Application_GoesItsWayToAnAward(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        one.World.Neighbours.Investments[$"projects/{one.Project}"] = [new Investment { Period = "periods/2017Q1", CumulativeYuan = 10 }, new Investment { Period = "periods/2017Q2", CumulativeYuan = 30_000_000 }];
        await one.World.SetClockAsync(new DateOnly(2017, 7, 10));

        var draft = await one.Enterprise.CreateApplicationAsync(new() { Application = new() { Program = one.Program, Project = one.Project, RequestedYuan = 3_000_000 }, RequestId = Case.NewId() }, cancellationToken: Stop);
        (draft.State, draft.Unit, draft.Enterprise, draft.ProjectTitle, draft.RequestedYuan, draft.BaseYuan).ShouldBe((State.Draft, Own, Uscc, $"样例项目 {one.Project}", 3_000_000, 0));
        var submitted = await one.Enterprise.SubmitApplicationAsync(new() { Name = draft.Name, Etag = draft.Etag, RequestId = Case.NewId() }, cancellationToken: Stop);
        (submitted.State, submitted.Submitter, submitted.BaseYuan, submitted.AcceptedInvestmentYuan, submitted.RulesVersion).ShouldBe((State.Submitted, "applicant", 20_000_000, 30_000_000, 1));
        var district = await one.District.ReviewApplicationAsync(new() { Name = draft.Name, Passed = true, Note = "同意", ProposedYuan = 77, RequestId = Case.NewId() }, cancellationToken: Stop);
        (district.State, district.ProposedYuan).ShouldBe((State.DistrictReviewed, 0));
        var expert = await one.Expert.ReviewApplicationAsync(new() { Name = draft.Name, Passed = true, Score = 80, ProposedYuan = 2_000_000 }, cancellationToken: Stop);
        (expert.State, expert.ProposedYuan, expert.DecidedYuan).ShouldBe((State.ExpertReviewed, 2_000_000, 0));
        expert.Reviews.Select(review => (review.Step, review.Reviewer, review.Passed, review.Note)).ShouldBe([("DISTRICT", "district", true, "同意"), ("EXPERT", "expert", true, "")]);
        var publicised = await one.Chief.PubliciseApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop);
        (publicised.State, publicised.PublicityStartDate, publicised.PublicityEndDate).ShouldBe((State.Publicised, "2017-07-10", "2017-07-17"));
        await one.World.SetClockAsync(new DateOnly(2017, 7, 16));
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(Case.Approve(publicised)))).ShouldBe((StatusCode.FailedPrecondition, "PUBLICITY_NOT_OVER"));
        await one.World.SetClockAsync(new DateOnly(2017, 7, 17));
        var approval = Case.Approve(publicised);
        (approval.DecidedYuan, approval.RequestId) = (1_800_000, Case.NewId());
        var approved = await one.Chief.ApproveApplicationAsync(approval, cancellationToken: Stop);
        (approved.State, approved.RequestedYuan, approved.ProposedYuan, approved.DecidedYuan, approved.Approver).ShouldBe((State.Approved, 3_000_000, 2_000_000, 1_800_000, "chief"));
        (await one.Chief.ApproveApplicationAsync(approval, cancellationToken: Stop)).ShouldBe(approved);

        var award = await one.Cashier.GetAwardAsync(new() { Name = approved.Award }, cancellationToken: Stop);
        (award.AmountYuan, award.Application, award.Program, award.Project, award.DocumentNumber, award.Approver, award.DisbursedYuan).ShouldBe((1_800_000, draft.Name, one.Program, one.Project, "样例批复1号", "chief", 0));
        (await one.Enterprise.GetApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop)).ShouldBe(approved);
        var ledger = await one.LedgerAsync();
        ledger.Postings.Select(posting => (posting.Number, posting.Kind, posting.AmountYuan, posting.Award, posting.Actor)).ShouldBe([(1, "APPROPRIATION", 10_000_000, "", "finance-"), (2, "COMMITMENT", 1_800_000, award.Name, "chief")]);
        ledger.Balanced.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Submit_CriteriaNotMet_ListsThem(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(rules: rules =>
        {
            rules.AboveScaleRequired = true;
            rules.RequiredProcedures.Add(["filing", "eia"]);
            rules.Base = ProgramRules.Types.Base.AcceptedInvestment;
        });

        // The copies still say completed: what counts is what catalog says now.
        one.World.Neighbours.Projects[$"projects/{one.Project}"] = new Project(Completed(one.Project)) { Stage = Project.Types.Stage.Suspended };
        one.World.Neighbours.Enterprises[$"enterprises/{Uscc}"] = Listed(listed: false);
        var draft = await one.DraftAsync();

        var failure = await Should.ThrowAsync<RpcException>(async () => await one.District.SubmitApplicationAsync(new() { Name = draft.Name }));

        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason.ShouldBe("CRITERIA_NOT_MET");
        var unmet = failure.GetRpcStatus()!.GetDetail<PreconditionFailure>().Violations;
        unmet.Select(violation => violation.Type).ShouldBe(["REQUIRED_STAGE", "REQUIRED_PROCEDURE", "ABOVE_SCALE", "BASE"]);
        unmet[0].Description.ShouldBe("阶段须为竣工、投产、达产；现状：停缓建（不符合）");
        (await one.Expert.GetApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop)).State.ShouldBe(State.Draft);
        one.World.Neighbours.Projects[$"projects/{one.Project}"] = new Project(Completed(one.Project)) { Procedures = { new Procedure { Kind = Procedure.Types.Kind.Eia, State = Procedure.Types.State.Obtained } } };
        one.World.Neighbours.Enterprises[$"enterprises/{Uscc}"] = Listed();
        one.World.Neighbours.Investments[$"projects/{one.Project}"] = [new Investment { CumulativeYuan = 7_000_000 }];
        (await one.District.SubmitApplicationAsync(new() { Name = draft.Name }, cancellationToken: Stop)).BaseYuan.ShouldBe(7_000_000);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_WrongOrSecond_IsRefused(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        await one.OpenProgramAsync("audited", rules: rules => rules.Base = ProgramRules.Types.Base.AuditedInvestment);
        async Task<(StatusCode, string)> Create(string program, string project, long requested = 1, long audited = 0) => await RefusalAsync(one.Expert.CreateApplicationAsync(
            new() { Application = new() { Program = program, Project = project, RequestedYuan = requested, AuditedInvestmentYuan = audited } }));

        (await Create("nonsense", one.Project)).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await Create("programs/none", one.Project)).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await Create(one.Program, "none")).ShouldBe((StatusCode.InvalidArgument, "UNKNOWN_PROJECT"));
        (await Create(one.Program, one.Project, 0)).ShouldBe((StatusCode.InvalidArgument, "NOT_POSITIVE"));
        (await Create(one.Program, one.Project, -1, -1)).ShouldBe((StatusCode.InvalidArgument, "INVALID_FIELDS"));
        (await Create(one.ProgramOf("audited"), one.Project)).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await RefusalAsync(one.Expert.CreateApplicationAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        var first = await one.DraftAsync();
        (await Create(one.Program, one.Project)).ShouldBe((StatusCode.AlreadyExists, "APPLICATION_EXISTS"));
        await one.Expert.WithdrawApplicationAsync(new() { Name = first.Name, Reason = "重填" }, cancellationToken: Stop);
        await one.DraftAsync();
        await one.Programs.CloseProgramAsync(new() { Name = one.ProgramOf("audited") }, cancellationToken: Stop);
        (await Create(one.ProgramOf("audited"), one.Project, audited: 5)).ShouldBe((StatusCode.FailedPrecondition, "PROGRAM_NOT_OPEN"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_SameProjectAtOnce_LeavesOneDraft(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() => one.DraftAsync())));

        outcomes.Count(outcome => outcome == StatusCode.OK).ShouldBe(1);
        outcomes.Count(outcome => outcome == StatusCode.AlreadyExists).ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Step_OutOfOrderOrByTheWrongPerson_IsRefused(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        var draft = await one.DraftAsync();
        var name = draft.Name;
        (await RefusalAsync(one.Expert.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80 }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.Expert.PubliciseApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.Expert.ApproveApplicationAsync(Case.Approve(draft)))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.Expert.RejectApplicationAsync(new() { Name = name, Reason = "x" }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.Expert.SubmitApplicationAsync(new() { Name = name, Etag = "\"v9\"" }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        await one.Expert.SubmitApplicationAsync(new() { Name = name }, cancellationToken: Stop);
        (await RefusalAsync(one.Expert.SubmitApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.District.ReviewApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        await one.District.ReviewApplicationAsync(new() { Name = name, Passed = true }, cancellationToken: Stop);
        (await RefusalAsync(one.District.ReviewApplicationAsync(new() { Name = name, Passed = true, ProposedYuan = 1 }))).ShouldBe((StatusCode.PermissionDenied, "REVIEW_BY_CITY"));
        var reviewer = new ApplicationService.ApplicationServiceClient(one.World.Host.As(Role.Planner, "6101GX", "reviewer"));
        (await RefusalAsync(reviewer.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80 }))).ShouldBe((StatusCode.InvalidArgument, "NOT_POSITIVE"));
        (await RefusalAsync(reviewer.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80, ProposedYuan = 2_000_001 }))).ShouldBe((StatusCode.InvalidArgument, "EXCEEDS_RULES"));
        (await RefusalAsync(reviewer.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80, ProposedYuan = 1, Note = new string('长', 2001) }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        await reviewer.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80, ProposedYuan = 2_000_000 }, cancellationToken: Stop);
        await one.World.SetClockAsync(new DateOnly(2017, 7, 10));
        (await RefusalAsync(one.Chief.PubliciseApplicationAsync(new() { Name = name, PublicityStartDate = "2017-07-09" }))).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        (await RefusalAsync(one.Chief.PubliciseApplicationAsync(new() { Name = name, PublicityStartDate = "2099-12-31" }))).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        (await RefusalAsync(one.Chief.PubliciseApplicationAsync(new() { Name = name, PublicityStartDate = "2017-02-30" }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_DATE"));
        var publicised = await one.Chief.PubliciseApplicationAsync(new() { Name = name, PublicityStartDate = "2017-07-11" }, cancellationToken: Stop);
        publicised.PublicityEndDate.ShouldBe("2017-07-18");
        await one.World.SetClockAsync(new DateOnly(2017, 7, 18));
        (await RefusalAsync(one.Expert.ApproveApplicationAsync(Case.Approve(publicised)))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"), "who submitted");
        (await RefusalAsync(reviewer.ApproveApplicationAsync(Case.Approve(publicised)))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"), "who reviewed");
        var district = new ApplicationService.ApplicationServiceClient(one.World.Host.As(Role.Planner, "6101GX", "district"));
        (await RefusalAsync(district.ApproveApplicationAsync(Case.Approve(publicised)))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"), "who reviewed for the district");
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(new() { Name = name, DocumentNumber = "x", DecidedYuan = 2_000_001 }))).ShouldBe((StatusCode.InvalidArgument, "EXCEEDS_RULES"));
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(new() { Name = name, DocumentNumber = "x", DecidedYuan = -1 }))).ShouldBe((StatusCode.InvalidArgument, "NOT_POSITIVE"));
        (await one.Chief.RejectApplicationAsync(new() { Name = name, Reason = "不予支持" }, cancellationToken: Stop)).ShouldSatisfyAllConditions(
            rejected => rejected.State.ShouldBe(State.Rejected), rejected => rejected.ClosingReason.ShouldBe("不予支持"));
        (await RefusalAsync(one.Chief.WithdrawApplicationAsync(new() { Name = name, Reason = "x" }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(one.Chief.WithdrawApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        (await RefusalAsync(one.Chief.GetApplicationAsync(new() { Name = "applications/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await RefusalAsync(one.Chief.GetApplicationAsync(new() { Name = "none" }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Review_NotPassed_KeepsItFromPublicity(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var name = (await one.SubmittedAsync()).Name;
        await one.District.ReviewApplicationAsync(new() { Name = name, Passed = false, Note = "材料不全" }, cancellationToken: Stop);
        await one.Expert.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80, ProposedYuan = 1 }, cancellationToken: Stop);

        (await RefusalAsync(one.Chief.PubliciseApplicationAsync(new() { Name = name }))).ShouldBe((StatusCode.FailedPrecondition, "REVIEW_NOT_PASSED"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rules_ChangedAfterSubmission_DoNotChangeWhatTheyGive(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var name = (await one.SubmittedAsync()).Name;
        await one.District.ReviewApplicationAsync(new() { Name = name, Passed = true }, cancellationToken: Stop);
        var changed = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => rules.CapYuan = 5) } }, cancellationToken: Stop);
        changed.RulesVersion.ShouldBe(2);

        var reviewed = await one.Expert.ReviewApplicationAsync(new() { Name = name, Passed = true, Score = 80, ProposedYuan = 2_000_000 }, cancellationToken: Stop);

        (reviewed.RulesVersion, reviewed.ProposedYuan).ShouldBe((1, 2_000_000));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_IsFilteredNarrowedAndPaged(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        await one.OpenProgramAsync("b");
        var names = new List<string>();
        for (var index = 0; index < 5; index++)
            names.Add((await one.DraftAsync("b", (await one.ProjectAsync($"{one.Name}-l{index}", index == 4 ? Foreign : Own)).Name["projects/".Length..])).Name);
        await one.Expert.WithdrawApplicationAsync(new() { Name = names[0], Reason = "x" }, cancellationToken: Stop);
        async Task<List<string>> Names(ApplicationService.ApplicationServiceClient client, ListApplicationsRequest request)
        {
            var found = new List<string>();
            do
            {
                var page = await client.ListApplicationsAsync(request, cancellationToken: Stop);
                found.AddRange(page.Applications.Select(application => application.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return found;
        }

        (await Names(one.Expert, new() { Program = one.ProgramOf("b"), PageSize = 2 })).ShouldBe(names);
        (await Names(one.Expert, new() { Program = one.ProgramOf("b"), PageSize = 3, State = State.Draft })).ShouldBe(names[1..]);
        (await Names(one.Expert, new() { Program = one.ProgramOf("b"), Unit = Foreign })).ShouldBe(names[4..]);
        (await Names(one.Expert, new() { Project = (await one.Expert.GetApplicationAsync(new() { Name = names[2] }, cancellationToken: Stop)).Project })).ShouldBe([names[2]]);
        (await Names(one.District, new() { Program = one.ProgramOf("b"), PageSize = 1 })).ShouldBe(names[..4]);
        (await RefusalAsync(one.District.ListApplicationsAsync(new() { Unit = Foreign }))).ShouldBe((StatusCode.PermissionDenied, "FOREIGN_UNIT"));
        (await RefusalAsync(one.Expert.ListApplicationsAsync(new() { PageSize = -1 }))).ShouldBe((StatusCode.InvalidArgument, "NEGATIVE_PAGE_SIZE"));
        (await RefusalAsync(one.Expert.ListApplicationsAsync(new() { PageToken = "x" }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN"));
        (await RefusalAsync(one.Expert.ListApplicationsAsync(new() { Program = "x" }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
    }

    internal static async Task<StatusCode> OutcomeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}

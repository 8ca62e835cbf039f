using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>The verbs that keep the library alive, and the lists of its screens.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class LiveLibraryTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ChangeStage_WithoutPermits_NamesThemUntilAllowed(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewAdmittedAsync();
        var start = new ChangeProjectStageRequest { Name = project.Name, Stage = Project.Types.Stage.UnderConstruction, Date = "2017-05-01", Reason = "样例先行开工" };

        var refusal = await Refusal.OfAsync(() => bureau.Projects.ChangeProjectStageAsync(start));
        start.AllowMissingProcedures = true;
        var started = await bureau.Projects.ChangeProjectStageAsync(start);
        var again = await Refusal.OfAsync(() => bureau.Projects.ChangeProjectStageAsync(start));
        var nowhere = await Refusal.OfAsync(() => bureau.Projects.ChangeProjectStageAsync(new ChangeProjectStageRequest { Name = project.Name, Reason = "样例" }));

        refusal.ShouldBe(StatusCode.FailedPrecondition, "PROCEDURES_MISSING");
        (started.Stage, started.ActualStartDate, started.MissingProcedures.Count).ShouldBe((Project.Types.Stage.UnderConstruction, "2017-05-01", 7));
        again.ShouldBe(StatusCode.FailedPrecondition, "STAGE_NOT_REACHABLE");
        nowhere.ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "stage");
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = project.Name })).ShouldBe(started);
        await EnterpriseServiceTests.SealedAsync(bureau, project.Name, 3);
        (await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = project.Name })).Changes[0].Reason.ShouldBe("样例先行开工");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Transfer_OtherUnit_IsAnsweredForThere(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var project = await bureau.NewProjectAsync("6101Z1");
        var request = new TransferProjectRequest { Name = project.Name, Unit = "6101Z2", Reason = "样例区划调整" };
        ProjectService.ProjectServiceClient Of(string unit) => new(host.As(Role.Reporter, unit));

        var moved = await bureau.Projects.TransferProjectAsync(request);

        (moved.Unit, moved.Etag).ShouldBe(("6101Z2", "\"v2\""));
        (await Of("6101Z2").GetProjectAsync(new GetProjectRequest { Name = project.Name })).ShouldBe(moved);
        (await Refusal.OfAsync(() => Of("6101Z1").GetProjectAsync(new GetProjectRequest { Name = project.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => bureau.Projects.TransferProjectAsync(request))).ShouldBe(StatusCode.FailedPrecondition, "SAME_UNIT");
        request.Unit = "6101GX";
        (await Refusal.OfAsync(() => bureau.Projects.TransferProjectAsync(request))).ShouldBe(StatusCode.InvalidArgument, "NOT_REPORTING", "unit");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Batch_OneCannot_NoneIsChangedAndEachIsNamed(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var enterprise = await bureau.NewEnterpriseAsync();
        var names = new List<string>();
        foreach (var number in Enumerable.Range(1, 3))
            names.Add((await bureau.NewProjectAsync(title: $"样例{number}", uscc: enterprise.Uscc)).Name);
        await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = names[1] });
        var batch = new BatchAdmitProjectsRequest { Names = { names[0], names[1], "projects/none", names[0] }, AdmitDate = "2017-01-10" };

        var refusal = await Refusal.OfAsync(() => bureau.Projects.BatchAdmitProjectsAsync(batch));
        var untouched = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = names[0] });
        var admitted = await bureau.Projects.BatchAdmitProjectsAsync(new BatchAdmitProjectsRequest { Names = { names[2], names[0] }, AdmitDate = "2017-01-10", Reason = "样例批次" });
        var early = await Refusal.OfAsync(() => bureau.Projects.BatchWithdrawProjectsAsync(
            new BatchWithdrawProjectsRequest { Names = { names }, Reason = Project.Types.WithdrawalReason.NoReport, WithdrawDate = "2017-03-01" }));
        (await Refusal.OfAsync(() => bureau.Projects.BatchWithdrawProjectsAsync(new BatchWithdrawProjectsRequest { Names = { untouched.Name } }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "reason");
        var withdrawn = await bureau.Projects.BatchWithdrawProjectsAsync(new BatchWithdrawProjectsRequest { Names = { names }, Reason = Project.Types.WithdrawalReason.NoReport });

        refusal.Fields.Select(field => (field.Field, field.Reason)).ShouldBe([("names[1]", "ALREADY_ADMITTED"), ("names[2]", "NOT_FOUND"), ("names[3]", "DUPLICATE")]);
        untouched.Membership.ShouldBe(Project.Types.Membership.Candidate);
        admitted.Projects.Select(project => (project.Name, project.Membership, project.Memberships[0].AdmitReason))
            .ShouldBe([(names[2], Project.Types.Membership.Admitted, "样例批次"), (names[0], Project.Types.Membership.Admitted, "样例批次")]);
        early.Fields.Select(field => (field.Field, field.Reason)).ShouldBe([("names[1]", "BEFORE_ADMISSION")], "it was admitted on 2017-07-03");
        withdrawn.Projects.ShouldAllBe(project => project.Membership == Project.Types.Membership.Withdrawn);
        (await Refusal.OfAsync(() => bureau.Projects.BatchAdmitProjectsAsync(new BatchAdmitProjectsRequest()))).ShouldBe(StatusCode.InvalidArgument, "COUNT", "names");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Search_Chinese_FindsTitlesOwnersFormerOnesAndCodes(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync(title: "年产10万台永磁同步电机智能化改造");
        var other = await bureau.NewProjectAsync(title: "永久磁铁生产线（二期）", uscc: project.Enterprise);
        var enterprise = $"enterprises/{project.Enterprise}";
        await bureau.Enterprises.RenameEnterpriseAsync(new RenameEnterpriseRequest { Name = enterprise, Title = $"样例华山{project.Enterprise[^6..]}电机厂", EffectiveDate = "2017-07-01", Reason = "样例改制" });
        async Task<string[]> FindAsync(string text) =>
            [.. (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Text = text, Enterprise = project.Enterprise })).Projects.Select(found => found.Name)];

        (await FindAsync("永磁同步")).ShouldBe([project.Name]);
        (await FindAsync("１０万台　电机")).ShouldBe([project.Name]);
        (await FindAsync("永磁")).ShouldBe([project.Name], "the letters of 永久磁铁 do not follow each other");
        (await FindAsync("二期")).ShouldBe([other.Name]);
        (await FindAsync("线")).ShouldBe([other.Name]);
        (await FindAsync("华山")).ShouldBe([project.Name, other.Name]);
        (await FindAsync("样例企业")).ShouldBe([project.Name, other.Name], "the owner's title before it was renamed");
        (await FindAsync(project.Enterprise[3..12].ToLowerInvariant())).ShouldBe([project.Name, other.Name]);
        (await FindAsync("永磁 二期")).ShouldBeEmpty();
        (await FindAsync("\" OR search : \"永磁")).ShouldBeEmpty("or and search are words like any other");
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Text = "！？" }))).ShouldBe(StatusCode.InvalidArgument, "NO_LETTERS", "text");
        var past = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = enterprise });
        past.FormerTitles.ShouldBe([new FormerTitle { Title = "样例企业", EndDate = "2017-06-30" }]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task List_OrderAndRange_PageExactly(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var enterprise = await bureau.NewEnterpriseAsync("6101Z6");
        var names = new List<string>();
        foreach (var (title, yuan) in new[] { ("甲", 300_000_000L), ("乙", 400_000_000), ("丙", 300_000_000), ("丁", 500_000_000), ("戊", 400_000_000) })
        {
            var draft = Bureau.Draft(enterprise.Uscc, "6101Z6", title);
            draft.TotalInvestmentYuan = yuan;
            names.Add((await bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = draft })).Name);
        }

        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = names[0], Remark = "样例" } });
        async Task<int[]> ListAsync(ListProjectsRequest request)
        {
            (request.PageSize, request.Unit, request.Enterprise) = (2, "6101Z6", enterprise.Uscc);
            var found = new List<int>();
            do
            {
                var page = await bureau.Projects.ListProjectsAsync(request);
                found.AddRange(page.Projects.Select(project => names.IndexOf(project.Name)));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return [.. found];
        }

        (await ListAsync(new() { OrderBy = "total_investment_yuan" })).ShouldBe([0, 2, 1, 4, 3]);
        (await ListAsync(new() { OrderBy = "total_investment_yuan desc" })).ShouldBe([3, 4, 1, 2, 0]);
        (await ListAsync(new() { OrderBy = "update_time" })).ShouldBe([1, 2, 3, 4, 0]);
        (await ListAsync(new() { OrderBy = "update_time desc" })).ShouldBe([0, 4, 3, 2, 1]);
        (await ListAsync(new() { OrderBy = "create_time desc" })).ShouldBe([4, 3, 2, 1, 0]);
        (await ListAsync(new() { MinTotalInvestmentYuan = 400_000_000, MaxTotalInvestmentYuan = 400_000_000 })).ShouldBe([1, 4]);
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { OrderBy = "title" }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ORDER", "order_by");
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { MinTotalInvestmentYuan = 2, MaxTotalInvestmentYuan = 1 })))
            .ShouldBe(StatusCode.InvalidArgument, "EMPTY_RANGE", "max_total_investment_yuan");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Guidance_ByUnit_CountsWhatIsMissing(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var enterprise = await bureau.NewEnterpriseAsync("6101Z7");
        var projects = new List<Project>();
        foreach (var number in Enumerable.Range(1, 3))
            projects.Add(await bureau.NewProjectAsync("6101Z7", $"样例{number}", enterprise.Uscc));
        foreach (var kind in new[] { "filing", "eia", "land", "planning", "energy", "safety", "construction" })
            await bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = new Procedure { Name = $"{projects[0].Name}/procedures/{kind}", State = Procedure.Types.State.NotRequired } });
        await bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = new Procedure { Name = $"{projects[1].Name}/procedures/eia", State = Procedure.Types.State.NotRequired } });
        await bureau.Projects.ChangeProjectStageAsync(new ChangeProjectStageRequest { Name = projects[2].Name, Stage = Project.Types.Stage.UnderConstruction, Reason = "样例", AllowMissingProcedures = true });
        await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = projects[1].Name });
        var (plan, entry) = (await bureau.NewPlanAsync(), projects[1]);
        await bureau.NewEntryAsync(plan, entry, PlanEntry.Types.Nature.NewStart);

        var guidance = (await bureau.Projects.SummarizeProceduresAsync(new SummarizeProceduresRequest { Unit = "6101Z7" })).Units.ShouldHaveSingleItem();
        var ofPlan = (await bureau.Projects.SummarizeProceduresAsync(new SummarizeProceduresRequest { Unit = "6101Z7", PlanYear = plan.Year })).Units.ShouldHaveSingleItem();
        var lacking = await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Unit = "6101Z7", Enterprise = enterprise.Uscc, MissingProcedures = { Procedure.Types.Kind.Eia, Procedure.Types.Kind.Filing } });
        var lackingEia = await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Unit = "6101Z7", Enterprise = enterprise.Uscc, MissingProcedures = { Procedure.Types.Kind.Eia } });
        var natures = await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Enterprise = enterprise.Uscc, PlanYear = plan.Year, Nature = PlanEntry.Types.Nature.NewStart });
        var count = await bureau.Projects.CountProjectsAsync(new CountProjectsRequest { Enterprise = enterprise.Uscc });

        (guidance.NotStartedCount, guidance.LackingCount).ShouldBe((2, 1));
        guidance.LackingByKind.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["KIND_FILING"] = 1, ["KIND_LAND"] = 1, ["KIND_PLANNING"] = 1, ["KIND_ENERGY"] = 1, ["KIND_SAFETY"] = 1, ["KIND_CONSTRUCTION"] = 1 }, ignoreOrder: true);
        (ofPlan.NotStartedCount, ofPlan.LackingCount).ShouldBe((1, 1));
        lacking.Projects.Select(project => project.Name).ShouldBe([projects[1].Name, projects[2].Name]);
        lackingEia.Projects.Select(project => project.Name).ShouldBe([projects[2].Name]);
        natures.Projects.Select(project => project.Name).ShouldBe([projects[1].Name]);
        (count.TotalCount, count.TotalInvestmentYuan, count.ByUnit["6101Z7"]).ShouldBe((3, 3 * 545_830_000L, 3));
        count.ByStage.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["STAGE_RESERVE"] = 2, ["STAGE_UNDER_CONSTRUCTION"] = 1 }, ignoreOrder: true);
        count.ByMembership.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["MEMBERSHIP_CANDIDATE"] = 2, ["MEMBERSHIP_ADMITTED"] = 1 }, ignoreOrder: true);
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Nature = PlanEntry.Types.Nature.NewStart }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "plan_year");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Stream_FromAnId_GivesTheRestOfTheCallersOwn(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var enterprise = await bureau.NewEnterpriseAsync("6101Z8");
        var projects = new List<Project>();
        foreach (var number in Enumerable.Range(1, 3))
            projects.Add(await bureau.NewProjectAsync("6101Z8", $"样例{number}", enterprise.Uscc));
        var reporter = new ProjectService.ProjectServiceClient(host.As(Role.Reporter, "6101Z8"));
        static async Task<List<Project>> ReadAsync(AsyncServerStreamingCall<Project> call) => await call.ResponseStream.ReadAllAsync().ToListAsync();

        var all = await ReadAsync(reporter.StreamProjects(new StreamProjectsRequest()));
        var rest = await ReadAsync(reporter.StreamProjects(new StreamProjectsRequest { After = projects[0].Name }));

        all.ShouldAllBe(project => project.Unit == "6101Z8");
        all.TakeLast(3).ShouldBe(projects);
        rest.ShouldBe(projects.Skip(1));
    }
}

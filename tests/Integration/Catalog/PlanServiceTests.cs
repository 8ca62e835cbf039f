using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class PlanServiceTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreatePlan_YearTwice_NamesTheOther(string provider)
    {
        var plans = new Bureau(hosts.On(provider)).Plans;
        var year = CatalogHosts.NextYear();

        var plan = await plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = year } });
        var again = await Refusal.OfAsync(() => plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = year } }));

        (plan.Title, plan.State, plan.Revision, plan.EntryCount).ShouldBe(($"{year}年技术改造重点项目计划", Plan.Types.State.Draft, 0, 0));
        again.ShouldBe(StatusCode.AlreadyExists, "PLAN_EXISTS");
        again.Metadata["resource"].ShouldBe(plan.Name);
        (await plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name })).ShouldBe(plan);
        (await Refusal.OfAsync(() => plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = 1999 } }))).ShouldBe(StatusCode.InvalidArgument, "OUT_OF_RANGE", "plan.year");
        (await Refusal.OfAsync(() => plans.GetPlanAsync(new GetPlanRequest { Name = "plans/9999" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017/entries" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME", "name");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ListPlans_Pages_NewestYearFirst(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        foreach (var _ in Enumerable.Range(0, 3))
            await bureau.NewPlanAsync();
        var years = new List<int>();
        var request = new ListPlansRequest { PageSize = 2 };
        do
        {
            var page = await bureau.Plans.ListPlansAsync(request);
            years.AddRange(page.Plans.Select(plan => plan.Year));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        years.Count.ShouldBeGreaterThanOrEqualTo(3);
        years.ShouldBe(years.Distinct().OrderDescending());
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Entries_Draft_CanBeAddedChangedAndTakenOut(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var first = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync());
        var second = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("6101Z1"), PlanEntry.Types.Nature.NewStart);

        var changed = await bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = first.Name, CompletesInYear = true, Remark = "样例", Etag = first.Etag } });
        var all = await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name });
        await bureau.Plans.DeletePlanEntryAsync(new DeletePlanEntryRequest { Name = second.Name, Etag = second.Etag });

        (changed.CompletesInYear, changed.Remark, changed.PlannedInvestmentYuan, changed.Etag).ShouldBe((true, "样例", first.PlannedInvestmentYuan, "\"v2\""));
        all.Entries.ShouldBe([changed, second]);
        (first.ProjectTitle, first.EnterpriseTitle, first.EnterpriseListed, first.Unit, first.IndustryCode, first.StartMonth).ShouldBe(("样例项目", "样例企业", true, "610113", "C36", "2016-03"));
        (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name })).EntryCount.ShouldBe(1);
        (await Refusal.OfAsync(() => bureau.Plans.GetPlanEntryAsync(new GetPlanEntryRequest { Name = second.Name }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = first.Name, Etag = first.Etag } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync())).Position.ShouldBe(2);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreatePlanEntry_WrongInput_IsRefused(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var project = await bureau.NewAdmittedAsync();
        var entry = await bureau.NewEntryAsync(plan, project);
        var candidate = await bureau.NewProjectAsync();

        CreatePlanEntryRequest New(PlanEntry wanted) => new() { Parent = plan.Name, Entry = wanted };
        (await Refusal.OfAsync(() => bureau.Plans.CreatePlanEntryAsync(New(new PlanEntry { Project = entry.Project, Nature = PlanEntry.Types.Nature.NewStart })))).ShouldBe(StatusCode.AlreadyExists, "ENTRY_EXISTS");
        (await Refusal.OfAsync(() => bureau.Plans.CreatePlanEntryAsync(New(new PlanEntry { Project = "none", Nature = PlanEntry.Types.Nature.NewStart })))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_PROJECT", "entry.project");
        (await Refusal.OfAsync(() => bureau.Plans.CreatePlanEntryAsync(New(new PlanEntry { Project = candidate.Name[9..], Nature = PlanEntry.Types.Nature.NewStart })))).ShouldBe(StatusCode.FailedPrecondition, "PROJECT_NOT_ADMITTED");
        var wrong = await Refusal.OfAsync(() => bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = entry.Name, Preliminary = true, PlannedInvestmentYuan = -1, OpeningInvestmentYuan = long.MaxValue } }));
        wrong.Fields.Select(field => field.Field).ShouldBe(["entry.preliminary", "entry.planned_investment_yuan", "entry.opening_investment_yuan"]);
        var noNature = new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = entry.Name }, UpdateMask = new FieldMask { Paths = { "nature" } } };
        (await Refusal.OfAsync(() => bureau.Plans.UpdatePlanEntryAsync(noNature))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "entry.nature");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task IssuePlan_Draft_FreezesItsEntries(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        (await Refusal.OfAsync(() => bureau.Plans.IssuePlanAsync(Bureau.Issue(plan)))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_EMPTY");
        var project = await bureau.NewAdmittedAsync();
        var entry = await bureau.NewEntryAsync(plan, project);

        // While a draft the entry shows the project as it is; once issued it keeps what was issued.
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = project.Name, Title = "下达前改名" } });
        (await bureau.Plans.GetPlanEntryAsync(new GetPlanEntryRequest { Name = entry.Name })).ProjectTitle.ShouldBe("下达前改名");
        (await Refusal.OfAsync(() => bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = plan.Name }))).Fields.Select(field => field.Field).ShouldBe(["document_number", "issue_date"]);
        (await Refusal.OfAsync(() => bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = plan.Name, Etag = plan.Etag }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        var issued = await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = project.Name, Title = "下达后改名" } });

        (issued.State, issued.DocumentNumber, issued.IssueDate, issued.Revision, issued.EntryCount).ShouldBe((Plan.Types.State.Issued, "样例发〔2017〕119号", "2017-05-19", 1, 1));
        issued.Entries.ShouldBeEmpty();
        var frozen = await bureau.Plans.GetPlanEntryAsync(new GetPlanEntryRequest { Name = entry.Name });
        frozen.ProjectTitle.ShouldBe("下达前改名");
        (await Refusal.OfAsync(() => bureau.Plans.IssuePlanAsync(Bureau.Issue(plan)))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_DRAFT");
        (await Refusal.OfAsync(() => bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = entry.Name, Remark = "样例" } }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_DRAFT");
        (await Refusal.OfAsync(() => bureau.Plans.DeletePlanEntryAsync(new DeletePlanEntryRequest { Name = entry.Name }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_DRAFT");

        var revision = await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/1" });
        revision.Entries.ShouldHaveSingleItem().ShouldBe(frozen);
        (revision.Revision, revision.DocumentNumber, revision.IssueDate).ShouldBe((1, issued.DocumentNumber, issued.IssueDate));
        var listed = (await bureau.Plans.ListPlanRevisionsAsync(new ListPlanRevisionsRequest { Parent = plan.Name })).Revisions.ShouldHaveSingleItem();
        listed.Entries.ShouldBeEmpty();
        listed.CreateTime.ShouldBe(revision.CreateTime);
        (await Refusal.OfAsync(() => bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/2" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task IssuePlan_Event_CarriesTheEntries(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var entry = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync());
        var draft = await EnterpriseServiceTests.SealedAsync(bureau, plan.Name, 2);
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        await EnterpriseServiceTests.SealedAsync(bureau, plan.Name, 3);

        var changes = (await bureau.Journal.ListAuditEventsAsync(new() { Resource = plan.Name })).AuditEvents;
        var past = await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name, AsOfTime = draft });

        changes.Select(change => (change.Kind, change.EventType)).ShouldBe([("ISSUED", PlanIssued.Descriptor.FullName), ("ENTRIES_CHANGED", ""), ("CREATED", "")]);
        changes[0].After.Fields["entries"].ListValue.Values.ShouldHaveSingleItem().StructValue.Fields["project"].StringValue.ShouldBe(entry.Project);
        (past.State, past.EntryCount).ShouldBe((Plan.Types.State.Draft, 1));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task SummarizePlan_Groups_OverlapAndCountEnterprises(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var plan = await bureau.NewPlanAsync();
        var outside = await bureau.Enterprises.CreateEnterpriseAsync(new CreateEnterpriseRequest
        {
            EnterpriseId = CatalogHosts.NewUscc(),
            Enterprise = new Enterprise { Title = "样例规下企业", Unit = "610113", DirectoryState = Enterprise.Types.DirectoryState.NotListed },
        });
        await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("610113", "甲", outside.Uscc), PlanEntry.Types.Nature.NewStart, 1_0000);
        var preliminary = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("6101Z1", "乙", outside.Uscc), PlanEntry.Types.Nature.NewStart, 2_0000);
        await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("6101Z1"), PlanEntry.Types.Nature.Continuing, 4_0000);
        await bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = preliminary.Name, Preliminary = true, CompletesInYear = true } });

        var drafted = await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name });
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        var issued = await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name });
        var zone = await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name, Unit = "6101Z1" });
        var reporter = new PlanService.PlanServiceClient(host.As(Role.Reporter, "610113"));

        issued.ShouldBe(drafted);
        (issued.Projects, issued.NewStarts, issued.Preliminary, issued.CompletesInYear, issued.EnterprisesOutsideDirectory, issued.PlannedInvestmentYuan, issued.OpeningInvestmentYuan, issued.TotalInvestmentYuan)
            .ShouldBe((3, 2, 1, 1, 1, 7_0000L, 150_000_000L, 3 * 545_830_000L));
        issued.ByUnit.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Projects, pair.Value.EnterprisesOutsideDirectory, pair.Value.PlannedInvestmentYuan))
            .ShouldBe([("610113", 1, 1, 1_0000L), ("6101Z1", 2, 1, 6_0000L)]);
        issued.ByIndustry["C36"].Projects.ShouldBe(3);
        (zone.Projects, zone.ByUnit.Count).ShouldBe((2, 1));
        (await reporter.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name })).Projects.ShouldBe(1);
        (await reporter.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name })).Entries.ShouldHaveSingleItem().Unit.ShouldBe("610113");
        (await reporter.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/1" })).Entries.ShouldHaveSingleItem().Unit.ShouldBe("610113");
        (await Refusal.OfAsync(() => reporter.GetPlanEntryAsync(new GetPlanEntryRequest { Name = preliminary.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => reporter.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name, Unit = "6101Z1" }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task SummarizePlan_AfterEveryChange_IsUpToDate(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var entry = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("610113"), PlanEntry.Types.Nature.NewStart, 1);
        for (var yuan = 2; yuan <= 10; yuan++)
        {
            await bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = entry.Name, PlannedInvestmentYuan = yuan } });

            (await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name })).PlannedInvestmentYuan.ShouldBe(yuan);
            (await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name })).PlannedInvestmentYuan.ShouldBe(yuan);
        }
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task SummarizePlan_EmptyDraft_IsZero(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();

        (await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name })).ShouldBe(new PlanSummary { Plan = plan.Name });
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Entries_ManyAtOnce_AreAllCounted(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var enterprise = await bureau.NewEnterpriseAsync();
        var projects = new List<Project>();
        foreach (var number in Enumerable.Range(0, 8))
            projects.Add(await bureau.NewAdmittedAsync("610113", $"样例{number}", enterprise.Uscc));

        var entries = await Task.WhenAll(projects.Select(project => bureau.NewEntryAsync(plan, project)));

        entries.Select(entry => entry.Position).Order().ShouldBe(Enumerable.Range(1, 8));
        (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name })).EntryCount.ShouldBe(8);
        var pages = new List<string>();
        var request = new ListPlanEntriesRequest { Parent = plan.Name, PageSize = 3, Nature = PlanEntry.Types.Nature.Continuing };
        do
        {
            var page = await bureau.Plans.ListPlanEntriesAsync(request);
            pages.AddRange(page.Entries.Select(entry => entry.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        pages.ShouldBe(entries.OrderBy(entry => entry.Position).Select(entry => entry.Name));
    }
}

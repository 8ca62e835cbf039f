using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Imports into catalogs of their own.</summary>
public sealed class ImportTests
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task MainRoad_Samples_GiveTheFactsOfThePlan(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var library = new ImportProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) };
        var annex1 = new ImportPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Annex1)) };

        var first = await bureau.Projects.ImportProjectsAsync(library);
        var again = await bureau.Projects.ImportProjectsAsync(library);
        var plan = await bureau.Plans.ImportPlanAsync(annex1);
        var before = await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" });
        var same = await bureau.Plans.ImportPlanAsync(annex1);

        first.ShouldBe(new ImportProjectsResponse { RowCount = 326, CreatedCount = 326, EnterprisesCreatedCount = 326 });
        again.ShouldBe(new ImportProjectsResponse { RowCount = 326, UnchangedCount = 326 });
        plan.ShouldBe(new ImportPlanResponse { RowCount = 100, EntriesCreatedCount = 100, ProjectsMatchedCount = 100 });
        same.ShouldBe(new ImportPlanResponse { RowCount = 100, ProjectsMatchedCount = 100 });
        (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" })).ShouldBe(before);
        (await ReadAllAsync(bureau)).ShouldAllBe(project => project.Membership == Project.Types.Membership.Admitted);

        ShouldHaveTheFacts(await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = "plans/2017" }));
        await bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = "plans/2017", DocumentNumber = "市工信发〔2017〕119号", IssueDate = "2017-05-19" });
        ShouldHaveTheFacts(await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = "plans/2017" }));
        (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(annex1))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_DRAFT");
        (await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = "plans/2017/revisions/1" })).Entries.Count.ShouldBe(100);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Import_OfAHeaderNobodyKnows_IsPreviewedMappedAndDone(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var understood = await bureau.Projects.PreviewProjectsAsync(new PreviewProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) });
        var letters = understood.Fields.Single(field => field.Title == "总投资").Letters;
        var file = SampleBook.With(SampleBook.Library, ($"{letters}{understood.LastHeaderRow}", "盘子"));
        using var rest = host.Rest(host.Authority.TokenFor(Role.Planner, Bureau.Unit));

        (await Refusal.OfAsync(() => bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(file) }))).ShouldBe(StatusCode.InvalidArgument, "HEADER_MISSING", "file");
        var preview = await bureau.Projects.PreviewProjectsAsync(new PreviewProjectsRequest { File = SampleBook.Body(file) });
        preview.Missing.ShouldBe(["总投资"]);
        preview.Columns.Single(column => column.Letters == letters).ShouldSatisfyAllConditions(column => column.Field.ShouldBeEmpty(), column => column.Samples.Count.ShouldBe(3));
        using var body = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") } };
        using var answer = await rest.PostAsync($"/v1/projects:import?mapping.columns={Uri.EscapeDataString($"{letters}=总投资")}", body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("rowCount").GetInt32().ShouldBe(326);
        (await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) })).UnchangedCount.ShouldBe(326, "the same as with its own header");
        (await bureau.Plans.PreviewPlanAsync(new PreviewPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Annex1)) })).Missing.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportPlan_Messy_HasTwelveProjects(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var request = new ImportPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Messy)), ValidateOnly = true };

        var trial = await bureau.Plans.ImportPlanAsync(request);
        (await Refusal.OfAsync(() => bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        request.ValidateOnly = false;
        request.RequestId = Guid.CreateVersion7().ToString();
        var done = await bureau.Plans.ImportPlanAsync(request);
        var replayed = await bureau.Plans.ImportPlanAsync(request);

        done.ShouldBe(new ImportPlanResponse { RowCount = 12, EntriesCreatedCount = 12, ProjectsCreatedCount = 12, EnterprisesCreatedCount = 12 });
        (trial.Preview.Sheet, trial.Preview.RowCount).ShouldBe(("Sheet1", 12));
        trial.Preview.Missing.ShouldBeEmpty();
        trial.Preview = null;
        trial.ShouldBe(done);
        replayed.ShouldBe(done);
        var entries = (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = "plans/2017" })).Entries;
        entries.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 12));
        (entries[2].ProjectTitle, entries[2].PlannedInvestmentYuan, entries[2].StartMonth).ShouldBe(("航空结构件柔性加工生产线改造项目", 72_540_000L, "2017-06"));
        (entries[3].TotalInvestmentYuan, entries[3].PlannedInvestmentYuan, entries[3].EndMonth).ShouldBe((455_500_000L, 236_860_000L, "2019-08"));

        // The rows that are gone are taken out, the others stay what they were.
        request = new ImportPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Annex1)) };
        (await bureau.Plans.ImportPlanAsync(request)).EntriesCreatedCount.ShouldBeGreaterThanOrEqualTo(88);
        (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" })).EntryCount.ShouldBe(100);
        request.File = SampleBook.Body(SampleBook.Read(SampleBook.Messy));
        var back = await bureau.Plans.ImportPlanAsync(request);
        (back.EntriesCreatedCount, back.EntriesRemovedCount, back.ProjectsCreatedCount).ShouldBe((0, 88, 0));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ExportPlan_ImportedAgain_ChangesNothing(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        await bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Annex1)) });
        var extra = await bureau.NewAdmittedAsync("6101Z3", "=SUM(1)+后加项目");
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = extra.Name, Remark = "项目备注", Content = "第一行\n第二行" } });
        await bureau.NewEntryAsync(await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" }), extra, planned: 12_345);
        var before = await AllEntriesAsync(bureau);
        var projects = await ReadAllAsync(bureau);
        using var client = host.Rest(host.Authority.TokenFor(Role.Planner, Bureau.Unit));

        var file = await bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = "plans/2017" });
        using var rest = await client.GetAsync(new Uri("/v1/plans/2017:export", UriKind.Relative));
        var again = await bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2017", File = file });

        again.ShouldBe(new ImportPlanResponse { RowCount = 101, ProjectsMatchedCount = 101 });
        (await AllEntriesAsync(bureau)).ShouldBe(before);
        (await ReadAllAsync(bureau)).ShouldBe(projects);
        rest.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        rest.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("附件1-2017年技术改造重点项目计划.xlsx");
        (await rest.Content.ReadAsByteArrayAsync())[..2].ShouldBe("PK"u8.ToArray());

        // A district gets its own part.
        var reporter = new PlanService.PlanServiceClient(host.As(Role.Reporter, "610102"));
        var part = await reporter.ExportPlanAsync(new ExportPlanRequest { Name = "plans/2017" });
        (await bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2018", File = part })).RowCount.ShouldBe(3);
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(new Plan { Name = "plans/2017" }));
        (await bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2019", File = await bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = "plans/2017" }) })).EntriesCreatedCount.ShouldBe(101);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_Order_IsThatOfTheWorkbook(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) });

        var projects = await ReadAllAsync(bureau);

        projects.Select(project => project.Enterprise).Take(3).ShouldBe(["91610118212886755P", "91610111897290152P", "916101226025768679"]);
        projects[^1].Enterprise.ShouldBe("91610111327029809E");
        var first = projects[0];
        (first.Unit, first.AdministrativeArea, first.IndustryCode, first.StartMonth, first.EndMonth, first.TotalInvestmentYuan, first.OpeningInvestmentYuan)
            .ShouldBe(("610118", "610118", "C35", "2016-10", "2019-11", 201_800_000L, 70_630_000L));
        first.Procedures.Where(procedure => procedure.State == Procedure.Types.State.Obtained).Select(procedure => procedure.DocumentNumber).ShouldBe(["610118-2016-1000", "市环批复〔2015〕100号"]);

        // A period that ends before it begins is kept as a note.
        projects.Count(project => project.EndMonth.Length == 0 && project.Remark.StartsWith("建设起止年月原填", StringComparison.Ordinal)).ShouldBe(15);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_ChangedRows_UpdateTheirProjects(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) });
        var changed = SampleBook.With(SampleBook.Library, ("H4", "新的建设内容"), ("C5", "样例更名企业"), ("M6", "610122-2017-9999"), ("O7", "否"));

        var answer = await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(changed) });

        // The fourth row only changes its enterprise.
        answer.ShouldBe(new ImportProjectsResponse { RowCount = 326, UpdatedCount = 2, UnchangedCount = 324 });
        var projects = await ReadAllAsync(bureau);
        (projects[0].Content, projects[1].EnterpriseTitle, projects[2].Procedures[0].DocumentNumber).ShouldBe(("新的建设内容", "样例更名企业", "610122-2017-9999"));
        projects.Take(5).Select(project => project.Etag).ShouldBe(["\"v2\"", "\"v2\"", "\"v2\"", "\"v1\"", "\"v1\""]);
        var enterprise = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = $"enterprises/{projects[3].Enterprise}" });
        (enterprise.DirectoryState, enterprise.Etag).ShouldBe((Enterprise.Types.DirectoryState.NotListed, "\"v2\""));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_Rest_TakesTheWorkbookAsBody(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        using var client = host.Rest(host.Authority.TokenFor(Role.Planner, Bureau.Unit));

        using var done = await PostAsync(client, SampleBook.Read(SampleBook.Library));
        using var wrong = await PostAsync(client, SampleBook.With(SampleBook.Library, ("J4", "很多"), ("E5", "不存在的区")));

        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await done.Content.ReadAsStringAsync()).RootElement.GetProperty("createdCount").GetInt32().ShouldBe(326);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await wrong.Content.ReadAsStringAsync();
        body.ShouldContain("项目库!J4");
        body.ShouldContain("项目库!E5");
        body.ShouldContain("UNKNOWN_UNIT");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_Reporter_BringsCandidatesOfItsUnit(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var reporter = new ProjectService.ProjectServiceClient(host.As(Role.Reporter, "610118"));
        var all = new ImportProjectsRequest { File = SampleBook.Body(SampleBook.Read(SampleBook.Library)) };

        var foreign = await Refusal.OfAsync(() => reporter.ImportProjectsAsync(all));
        var own = await reporter.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(Csv("样例企业", "鄠邑区")) });

        foreign.ShouldBe(StatusCode.InvalidArgument, "FOREIGN_UNIT", "项目库!E5");
        foreign.Fields.ShouldNotContain(field => field.Field == "项目库!E4");
        own.CreatedCount.ShouldBe(1);
        var bureau = new Bureau(host);
        (await ReadAllAsync(bureau)).ShouldHaveSingleItem().Membership.ShouldBe(Project.Types.Membership.Candidate);

        // The bureau's import of the same row admits it.
        var admitted = await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(Csv("样例企业", "610125")) });
        admitted.UpdatedCount.ShouldBe(1);
        (await ReadAllAsync(bureau)).ShouldHaveSingleItem().Membership.ShouldBe(Project.Types.Membership.Admitted);
        (await Refusal.OfAsync(() => bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(Csv("样例企业", "高新区")) }))).ShouldBe(StatusCode.InvalidArgument, "OTHER_UNIT", "项目库!E2");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Demo_FirstStart_HasTheSampleLibrary(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider, builder =>
        {
            builder.Configuration["Demo:Enabled"] = "true";
            builder.Configuration["Demo:Samples"] = SampleBook.Folder;
        });
        var bureau = new Bureau(host);

        var projects = await ReadAllAsync(bureau);
        var event1 = await EventuallyAsync(async () => await bureau.Journal.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = projects[0].Name }), answer => answer.AuditEvents.Count == 1);

        projects.Count.ShouldBe(326);
        (event1.AuditEvents[0].Actor, event1.AuditEvents[0].Kind).ShouldBe(("demo", "CREATED,PROCEDURE_UPDATED,ADMITTED"));
    }

    private static async Task<List<PlanEntry>> AllEntriesAsync(Bureau bureau) =>
        [.. (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = "plans/2017", PageSize = 1000 })).Entries];

    internal static async Task<List<Project>> ReadAllAsync(Bureau bureau)
    {
        var projects = new List<Project>();
        var request = new ListProjectsRequest { PageSize = 1000 };
        do
        {
            var page = await bureau.Projects.ListProjectsAsync(request);
            projects.AddRange(page.Projects);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return projects;
    }

    private static void ShouldHaveTheFacts(PlanSummary summary)
    {
        var facts = JsonDocument.Parse(SampleBook.Read("facts.json")).RootElement;
        long Fact(string name) => facts.GetProperty(name).GetInt64();
        (summary.Projects, summary.NewStarts, summary.Preliminary, summary.CompletesInYear, summary.EnterprisesOutsideDirectory)
            .ShouldBe(((int)Fact("projects"), (int)Fact("newStarts"), (int)Fact("preliminary"), (int)Fact("completesInYear"), (int)Fact("enterprisesOutsideDirectory")));
        (summary.TotalInvestmentYuan, summary.PlannedInvestmentYuan, summary.OpeningInvestmentYuan)
            .ShouldBe((Fact("totalInvestmentYuan"), Fact("plannedInvestmentYuan"), Fact("openingInvestmentYuan")));
        summary.ByUnit.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, (long)pair.Value.Projects, pair.Value.PlannedInvestmentYuan))
            .ShouldBe(facts.GetProperty("byUnit").EnumerateObject().Select(unit => (unit.Name, unit.Value.GetProperty("projects").GetInt64(), unit.Value.GetProperty("plannedInvestmentYuan").GetInt64())));
        summary.ByIndustry.Values.Sum(group => group.Projects).ShouldBe(summary.Projects);
    }

    private static byte[] Csv(string enterprise, string unit) => System.Text.Encoding.UTF8.GetBytes(
        $"序号,项目名称,企业名称,统一社会信用代码,所属区县（开发区）,所在行政区,行业代码,建设内容及规模,建设起止年月,总投资,其中设备投资,至上年底累计完成投资\n1,样例项目,{enterprise},91610118212886755P,{unit},610118,C35,样例,2016-2018,1000,500,0\n");

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return await client.PostAsync(new Uri("/v1/projects:import", UriKind.Relative), content);
    }
}

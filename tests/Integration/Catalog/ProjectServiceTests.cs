using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class ProjectServiceTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateProject_Candidate_ReadsBackExactly(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));

        var created = await bureau.NewProjectAsync(title: "　样例项目 ");
        var read = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = created.Name });

        read.ShouldBe(created);
        (created.Title, created.Stage, created.Membership, created.IndustryEdition, created.Etag)
            .ShouldBe(("样例项目", Project.Types.Stage.Reserve, Project.Types.Membership.Candidate, "GB/T 4754-2011", "\"v1\""));
        created.Procedures.Count.ShouldBe(7);
        created.EnterpriseTitle.ShouldBe("样例企业");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateProject_SameTitleAfterFolding_NamesTheOther(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var first = await bureau.NewProjectAsync(title: "样例ABC项目");
        var other = await bureau.NewProjectAsync(title: "另一项目", uscc: first.Enterprise);

        var create = await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(first.Enterprise, title: "样例 ＡＢＣ　项目") }));
        var update = await Refusal.OfAsync(() => bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = other.Name, Title = "样例abc项目" } }));

        create.ShouldBe(StatusCode.AlreadyExists, "PROJECT_EXISTS");
        create.Metadata["resource"].ShouldBe(first.Name);
        update.ShouldBe(StatusCode.AlreadyExists, "PROJECT_EXISTS");
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = other.Name })).Title.ShouldBe("另一项目");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateProject_TenAtOnce_OneIsKept(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var enterprise = await bureau.NewEnterpriseAsync();
        var attempts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(enterprise.Uscc) });
                return StatusCode.OK;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode;
            }
        }));

        attempts.Count(code => code == StatusCode.OK).ShouldBe(1);
        attempts.Count(code => code == StatusCode.AlreadyExists).ShouldBe(9);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateProject_WrongFields_AreAllNamed(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var enterprise = await bureau.NewEnterpriseAsync();
        var wrong = Bureau.Draft(enterprise.Uscc);
        (wrong.Title, wrong.StartMonth, wrong.TotalInvestmentYuan) = ("", "2017-13", 0);

        var refusal = await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = wrong }));

        refusal.Code.ShouldBe(StatusCode.InvalidArgument);
        refusal.Fields.Select(field => field.Field).ShouldBe(["project.start_month", "project.title", "project.total_investment_yuan", "project.equipment_investment_yuan"]);
        (await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(CatalogHosts.NewUscc()) })))
            .ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ENTERPRISE", "project.enterprise");
        (await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(enterprise.Uscc, "6101ZZ") })))
            .ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_UNIT", "project.unit");
        (await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest()))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "project");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateProject_MaskAndEtag_Hold(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var change = new Project { Name = project.Name, Title = "不改", Remark = "样例备注", Etag = project.Etag };

        var changed = await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = change, UpdateMask = new FieldMask { Paths = { "remark", "administrative_area" } } });
        var untouched = await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = project.Name, Remark = "样例备注" } });

        (changed.Title, changed.Remark, changed.AdministrativeArea, changed.TotalInvestmentYuan, changed.Etag).ShouldBe((project.Title, "样例备注", "", project.TotalInvestmentYuan, "\"v2\""));
        untouched.Etag.ShouldBe("\"v2\"");
        (await Refusal.OfAsync(() => bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = change }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        foreach (var path in new[] { "stage", "membership", "enterprise", "unit", "nothing" })
        {
            var request = new UpdateProjectRequest { Project = new Project { Name = project.Name }, UpdateMask = new FieldMask { Paths = { path } } };
            (await Refusal.OfAsync(() => bureau.Projects.UpdateProjectAsync(request))).ShouldBe(StatusCode.InvalidArgument, "INVALID_UPDATE_MASK", "update_mask");
        }
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Membership_AdmitWithdrawReadmit_IsDated(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var name = (await bureau.NewProjectAsync()).Name;

        var admitted = await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = name, AdmitDate = "2017-01-10" });
        (await Refusal.OfAsync(() => bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = name }))).ShouldBe(StatusCode.FailedPrecondition, "ALREADY_ADMITTED");
        (await Refusal.OfAsync(() => bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = name }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "reason");
        await bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = name, Reason = Project.Types.WithdrawalReason.Other, Note = "样例说明", WithdrawDate = "2017-03-01", Etag = admitted.Etag });
        (await Refusal.OfAsync(() => bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = name, Reason = Project.Types.WithdrawalReason.NoReport })))
            .ShouldBe(StatusCode.FailedPrecondition, "ALREADY_WITHDRAWN");
        (await Refusal.OfAsync(() => bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = name }))).ShouldBe(StatusCode.FailedPrecondition, "PROJECT_WITHDRAWN");
        (await Refusal.OfAsync(() => bureau.Projects.ReadmitProjectAsync(new ReadmitProjectRequest { Name = name }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "reason");
        (await Refusal.OfAsync(() => bureau.Projects.ReadmitProjectAsync(new ReadmitProjectRequest { Name = name, Reason = "样例", AdmitDate = "2017-07-04" }))).ShouldBe(StatusCode.InvalidArgument, "IN_FUTURE", "admit_date");
        (await Refusal.OfAsync(() => bureau.Projects.ReadmitProjectAsync(new ReadmitProjectRequest { Name = name, Reason = "样例", AdmitDate = "2017-02-30" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_DATE", "admit_date");
        var again = await bureau.Projects.ReadmitProjectAsync(new ReadmitProjectRequest { Name = name, Reason = "样例复工" });
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = name })).ShouldBe(again);

        again.Memberships.Select(stay => (stay.AdmitDate, stay.WithdrawDate, stay.Note)).ShouldBe([("2017-01-10", "2017-03-01", "样例说明"), ("2017-07-03", "", "")]);
        again.Memberships[1].AdmitReason.ShouldBe("样例复工");
        again.Memberships[0].Approver.ShouldBe("planner-6101GX");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task History_EveryVersion_HasBeforeAndAfter(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var created = await bureau.NewProjectAsync();
        await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = created.Name });
        var then = await EnterpriseServiceTests.SealedAsync(bureau, created.Name, 2);
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = created.Name, Remark = "样例" } });
        await EnterpriseServiceTests.SealedAsync(bureau, created.Name, 3);

        var first = await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = created.Name, PageSize = 2 });
        var rest = await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = created.Name, PageSize = 2, PageToken = first.NextPageToken });
        var past = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = created.Name, AsOfTime = then });

        first.Changes.Concat(rest.Changes).Select(change => (change.Version, change.Kind)).ShouldBe([(3L, "UPDATED"), (2L, "ADMITTED"), (1L, "CREATED")]);
        first.Changes[0].Before.Fields.ShouldNotContainKey("remark");
        first.Changes[0].After.Fields["remark"].StringValue.ShouldBe("样例");
        first.Changes[0].EventType.ShouldBe("renovation.catalog.v1.ProjectChanged");
        rest.NextPageToken.ShouldBeEmpty();
        (past.Remark, past.Membership, past.Etag).ShouldBe(("", Project.Types.Membership.Admitted, "\"v2\""));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ListProjects_Filters_NarrowAndPage(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var enterprise = await bureau.NewEnterpriseAsync("6101Z5");
        var names = new List<string>();
        foreach (var number in Enumerable.Range(1, 5))
            names.Add((await bureau.NewProjectAsync("6101Z5", $"样例{number}", enterprise.Uscc)).Name);
        await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = names[1] });
        var start = (await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = names[2], IndustryCode = "C3412" } })).UpdateTime;

        async Task<string[]> ListAsync(ListProjectsRequest request)
        {
            (request.PageSize, request.Unit, request.Enterprise) = (2, "6101Z5", enterprise.Uscc);
            var found = new List<string>();
            do
            {
                var page = await bureau.Projects.ListProjectsAsync(request);
                page.Projects.Count.ShouldBeLessThanOrEqualTo(2);
                found.AddRange(page.Projects.Select(project => project.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return [.. found];
        }

        (await ListAsync(new())).ShouldBe(names);
        (await ListAsync(new() { Membership = Project.Types.Membership.Admitted })).ShouldBe([names[1]]);
        (await ListAsync(new() { Stage = Project.Types.Stage.Reserve })).ShouldBe(names);
        (await ListAsync(new() { Stage = Project.Types.Stage.Completed })).ShouldBeEmpty();
        (await ListAsync(new() { IndustryCode = "C34" })).ShouldBe([names[2]]);
        (await ListAsync(new() { IndustryCode = "C%" })).ShouldBeEmpty();
        (await ListAsync(new() { ChangedSince = start })).ShouldBe([names[2]]);
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Unit = "610100", Enterprise = enterprise.Uscc })).Projects.Count.ShouldBe(5);
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Unit = "610102", Enterprise = enterprise.Uscc })).Projects.ShouldBeEmpty();
        var token = (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { PageSize = 1, Unit = "6101Z5" })).NextPageToken;
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { PageToken = token }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN", "page_token");
        (await Refusal.OfAsync(() => bureau.Projects.ListProjectsAsync(new ListProjectsRequest { PageSize = -1 }))).ShouldBe(StatusCode.InvalidArgument, "NEGATIVE_PAGE_SIZE", "page_size");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateProject_SameRequestId_AnswersTheSame(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var request = new CreateProjectRequest { Project = Bureau.Draft((await bureau.NewEnterpriseAsync()).Uscc), RequestId = Guid.CreateVersion7().ToString() };

        var first = await bureau.Projects.CreateProjectAsync(request);
        var again = await bureau.Projects.CreateProjectAsync(request);

        again.ShouldBe(first);
        request.Project.Title = "另一项目";
        (await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(request))).ShouldBe(StatusCode.InvalidArgument, "REQUEST_ID_REUSED", "request_id");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Reporter_ForeignUnit_IsRefused(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var foreign = await bureau.NewProjectAsync("6101Z1");
        var reporter = new ProjectService.ProjectServiceClient(host.As(Role.Reporter, "6101Z2"));

        (await Refusal.OfAsync(() => reporter.GetProjectAsync(new GetProjectRequest { Name = foreign.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => reporter.GetProjectAsync(new GetProjectRequest { Name = "projects/none" }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => reporter.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(foreign.Enterprise, "6101Z1", "新") }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => reporter.AdmitProjectAsync(new AdmitProjectRequest { Name = foreign.Name }))).ShouldBe(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        var own = await reporter.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(foreign.Enterprise, "6101Z2", "区内项目") });
        own.Membership.ShouldBe(Project.Types.Membership.Candidate);
    }
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>The way of an enterprise into the above-scale directory, and its renaming and merging.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class AboveScaleTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Threshold_Crossed_IsUrgedUntilListed(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var reporter = new EnterpriseService.EnterpriseServiceClient(host.As(Role.Reporter, "6101Z6"));
        var wanted = new Enterprise { Title = "样例规下企业", Unit = "6101Z6", DirectoryState = Enterprise.Types.DirectoryState.NotListed, NotListedCause = Enterprise.Types.NotListedCause.NotDeclared };
        var created = await bureau.Enterprises.CreateEnterpriseAsync(new CreateEnterpriseRequest { EnterpriseId = CatalogHosts.NewUscc(), Enterprise = wanted });
        async Task<bool> OnListAsync() =>
            (await bureau.Enterprises.ListEnterprisesAsync(new ListEnterprisesRequest { Unit = "6101Z6", ToUrgeOnly = true, PageSize = 1000 })).Enterprises.Any(enterprise => enterprise.Name == created.Name);

        created.ToUrge.ShouldBeFalse();
        (await OnListAsync()).ShouldBeFalse();
        (await Refusal.OfAsync(() => reporter.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = created.Name, RevenueYuan = 20_000_000 } })))
            .ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "enterprise.revenue_month");
        var crossed = await reporter.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = created.Name, RevenueYuan = 20_000_000, RevenueMonth = "2017-06", ExpectedMonth = "2017-11" } });
        (crossed.ToUrge, await OnListAsync()).ShouldBe((true, true));
        var urged = await reporter.UrgeEnterpriseAsync(new UrgeEnterpriseRequest { Name = created.Name, Note = "样例电话催报" });
        (urged.UrgeCount, urged.UrgeTime is not null, urged.ToUrge).ShouldBe((1, true, true));
        var declared = await reporter.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = created.Name, DeclaredMonth = "2017-07" } });
        (declared.ToUrge, await OnListAsync()).ShouldBe((false, false));
        var listed = await reporter.MarkEnterpriseListedAsync(new MarkEnterpriseListedRequest { Name = created.Name });

        (listed.DirectoryState, listed.ListedMonth, listed.NotListedCause).ShouldBe((Enterprise.Types.DirectoryState.Listed, "2017-07", Enterprise.Types.NotListedCause.Unspecified));
        (await Refusal.OfAsync(() => reporter.UrgeEnterpriseAsync(new UrgeEnterpriseRequest { Name = created.Name }))).ShouldBe(StatusCode.FailedPrecondition, "ALREADY_LISTED");
        (await Refusal.OfAsync(() => reporter.MarkEnterpriseListedAsync(new MarkEnterpriseListedRequest { Name = created.Name, ListedMonth = "2017-13" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_MONTH", "listed_month");
        var then = await EnterpriseServiceTests.SealedAsync(bureau, created.Name, 5);
        (await bureau.Enterprises.ListEnterpriseHistoryAsync(new ListEnterpriseHistoryRequest { Name = created.Name })).Changes.Select(change => change.Kind)
            .ShouldBe(["LISTED", "UPDATED", "URGED", "UPDATED", "CREATED"]);
        (await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = created.Name, AsOfTime = then })).ShouldBe(listed);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Summary_PlansOwners_SaysHowManyAreStillOutside(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var outside = await bureau.Enterprises.CreateEnterpriseAsync(new CreateEnterpriseRequest { EnterpriseId = CatalogHosts.NewUscc(), Enterprise = new Enterprise { Title = "样例规下企业", Unit = "610113", DirectoryState = Enterprise.Types.DirectoryState.NotListed } });
        var plan = await bureau.NewPlanAsync();
        await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync(title: "样例甲", uscc: outside.Uscc));
        await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync(title: "样例乙", uscc: outside.Uscc));
        await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync());
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));

        var before = await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name });
        var owners = await bureau.Enterprises.ListEnterprisesAsync(new ListEnterprisesRequest { PlanYear = plan.Year, DirectoryState = Enterprise.Types.DirectoryState.NotListed });
        await bureau.Enterprises.MarkEnterpriseListedAsync(new MarkEnterpriseListedRequest { Name = outside.Name });
        var after = await bureau.Plans.SummarizePlanAsync(new SummarizePlanRequest { Name = plan.Name });

        (before.EnterprisesOutsideDirectory, before.EnterprisesStillOutside).ShouldBe((1, 1));
        owners.Enterprises.ShouldHaveSingleItem().Uscc.ShouldBe(outside.Uscc);
        (after.EnterprisesOutsideDirectory, after.EnterprisesStillOutside).ShouldBe((1, 0), "what was issued stays, what is true now moves");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Merge_TwoEnterprises_MovesProjectsAndKeepsTheirNames(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (ends, takes) = (await bureau.NewProjectAsync(title: "样例甲"), await bureau.NewProjectAsync(title: "样例 甲"));
        var merge = new MergeEnterpriseRequest { Name = $"enterprises/{ends.Enterprise}", Into = $"enterprises/{takes.Enterprise}", Reason = "样例吸收合并" };

        var twins = await Refusal.OfAsync(() => bureau.Enterprises.MergeEnterpriseAsync(merge));
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = ends.Name, Title = "样例乙" } });
        var merged = await bureau.Enterprises.MergeEnterpriseAsync(merge);
        var moved = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = ends.Name });
        var unit = new ListEnterprisesRequest { Unit = "610113", PageSize = 1000 };
        var listed = await bureau.Enterprises.ListEnterprisesAsync(unit);

        twins.ShouldBe(StatusCode.FailedPrecondition, "DUPLICATE_PROJECTS");
        merged.MergedInto.ShouldBe(merge.Into);
        (moved.Enterprise, moved.Title).ShouldBe((takes.Enterprise, "样例乙"));
        listed.Enterprises.ShouldNotContain(enterprise => enterprise.Name == merge.Name);
        (await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = merge.Name })).ShouldBe(merged);
        (await Refusal.OfAsync(() => bureau.Enterprises.MergeEnterpriseAsync(merge))).ShouldBe(StatusCode.FailedPrecondition, "ENTERPRISE_MERGED");
        (await Refusal.OfAsync(() => bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = Bureau.Draft(ends.Enterprise, title: "样例丙") })))
            .ShouldBe(StatusCode.InvalidArgument, "ENTERPRISE_MERGED", "project.enterprise");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Update_Title_CorrectsWithoutAFormerOne(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var name = $"enterprises/{project.Enterprise}";

        var corrected = await bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = name, Title = "样例企业（更正）" }, UpdateMask = new FieldMask { Paths = { "title" } } });

        (corrected.Title, corrected.FormerTitles.Count).ShouldBe(("样例企业（更正）", 0));
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = project.Name })).EnterpriseTitle.ShouldBe("样例企业（更正）");
        (await Refusal.OfAsync(() => bureau.Enterprises.RenameEnterpriseAsync(new RenameEnterpriseRequest { Name = name, Title = "样例企业（更正）" }))).ShouldBe(StatusCode.FailedPrecondition, "SAME_TITLE");
    }
}

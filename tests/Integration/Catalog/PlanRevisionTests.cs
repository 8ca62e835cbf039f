using DocumentFormat.OpenXml.Packaging;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using Kind = Renovation.Protos.Catalog.V1.PlanAdjustment.Types.Kind;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>What happens to a plan once it is issued: adjustments, acknowledgements, its end, and how all of it is read back.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class PlanRevisionTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AdjustPlan_AddRemoveChange_MakesTheNextRevision(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (plan, kept, leaves) = await IssuedAsync(bureau);
        var joins = await bureau.NewAdmittedAsync("6101Z2", "样例新增");
        var request = Adjust(plan, Added(joins), Removed(leaves), Changed(kept, 7_0000));

        var adjusted = await bureau.Plans.AdjustPlanAsync(request);
        var entries = (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name })).Entries;
        var first = await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/1" });
        var second = await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/2" });

        (adjusted.Revision, adjusted.DocumentNumber, adjusted.IssueDate, adjusted.EntryCount, adjusted.State).ShouldBe((2, "样例发〔2017〕200号", "2017-06-20", 2, Plan.Types.State.Issued));
        entries.Select(entry => (entry.Project, entry.PlannedInvestmentYuan)).ShouldBe([(kept.Project, 7_0000L), (Id(joins), 5_0000L)]);
        first.Entries.Select(entry => entry.Project).ShouldBe([kept.Project, leaves.Project]);
        first.Entries[0].PlannedInvestmentYuan.ShouldBe(kept.PlannedInvestmentYuan);
        second.Entries.ShouldBe(entries);
        second.Adjustments.Select(one => (one.Kind, one.Project, one.Reason)).ShouldBe([(Kind.Added, Id(joins), "样例新增"), (Kind.Removed, leaves.Project, "样例调出"), (Kind.Changed, kept.Project, "样例变更")]);
        second.Adjustments[1].Entry.ProjectTitle.ShouldBe(leaves.ProjectTitle);
        (await bureau.Plans.ListPlanRevisionsAsync(new ListPlanRevisionsRequest { Parent = plan.Name })).Revisions.Select(one => (one.Revision, one.Entries.Count, one.Adjustments.Count)).ShouldBe([(1, 0, 0), (2, 0, 0)]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ExportPlan_PastRevision_IsTheWorkbookOfThatDay(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (plan, kept, leaves) = await IssuedAsync(bureau);
        async Task<string> SheetAsync(int revision)
        {
            var file = await bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = plan.Name, Revision = revision });
            using var book = SpreadsheetDocument.Open(new MemoryStream(file.Data.ToByteArray()), false);
            return book.WorkbookPart!.WorksheetParts.Single().Worksheet!.OuterXml;
        }

        var justIssued = await SheetAsync(0);
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = $"projects/{kept.Project}", Content = "后来改的建设内容" } });
        await bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = $"enterprises/{kept.Enterprise}", Title = "后来改的企业名称" } });
        await bureau.Plans.AdjustPlanAsync(Adjust(plan, Removed(leaves)));

        (await SheetAsync(1)).ShouldBe(justIssued);
        var now = await SheetAsync(2);
        now.ShouldContain("后来改的建设内容");
        now.ShouldNotContain(leaves.Enterprise);
        (await Refusal.OfAsync(() => bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = plan.Name, Revision = 3 }))).Code.ShouldBe(StatusCode.NotFound);
        (await Refusal.OfAsync(() => bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = plan.Name, Revision = -1 }))).Code.ShouldBe(StatusCode.NotFound);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AdjustPlan_WrongOnes_AreAllNamedAndNoneIsMade(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (plan, kept, leaves) = await IssuedAsync(bureau);
        var candidate = await bureau.NewProjectAsync();
        var stranger = await bureau.NewAdmittedAsync(title: "样例他项");
        var bad = Changed(leaves, -1);
        bad.Reason = " ";
        var request = Adjust(plan, Added(stranger), new PlanAdjustment { Kind = Kind.Added, Project = kept.Project, Reason = "样例" }, Added(candidate), bad, new PlanAdjustment { Kind = Kind.Removed, Project = "none", Reason = "样例" }, Removed(kept), new PlanAdjustment { Project = leaves.Project, Reason = "样例" });
        var alone = Adjust(plan, new PlanAdjustment { Kind = Kind.Changed, Project = Id(stranger), Reason = "样例" });

        var refusal = await Refusal.OfAsync(() => bureau.Plans.AdjustPlanAsync(request));
        var missing = await Refusal.OfAsync(() => bureau.Plans.AdjustPlanAsync(alone));

        refusal.Fields.Select(field => $"{field.Field} {field.Reason}").ShouldBe(
        [
            "adjustments[1].project ENTRY_EXISTS", "adjustments[1].entry REQUIRED", "adjustments[2].project PROJECT_NOT_ADMITTED", "adjustments[3].reason LENGTH",
            "adjustments[3].entry.planned_investment_yuan NEGATIVE_AMOUNT", "adjustments[4].project UNKNOWN_PROJECT", "adjustments[5].project DUPLICATE",
            "adjustments[6].project DUPLICATE", "adjustments[6].kind REQUIRED",
        ]);
        missing.Fields.Select(field => $"{field.Field} {field.Reason}").ShouldBe(["adjustments[0].project NOT_IN_PLAN", "adjustments[0].entry REQUIRED"]);
        (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name })).ShouldBe(plan);
        (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name })).Entries.ShouldBe([kept, leaves]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AdjustPlan_WrongDocumentOrState_IsRefused(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (plan, kept, leaves) = await IssuedAsync(bureau);
        var draft = await bureau.NewPlanAsync();
        Task<Refusal> TryAsync(Action<AdjustPlanRequest> spoil, Plan? of = null)
        {
            var request = Adjust(of ?? plan, Removed(leaves));
            spoil(request);
            return Refusal.OfAsync(() => bureau.Plans.AdjustPlanAsync(request));
        }

        (await TryAsync(request => request.DocumentNumber = plan.DocumentNumber)).ShouldBe(StatusCode.InvalidArgument, "DOCUMENT_USED", "document_number");
        (await TryAsync(request => (request.DocumentNumber, request.IssueDate) = ("", ""))).Fields.Select(field => field.Field).ShouldBe(["document_number", "issue_date"]);
        (await TryAsync(request => request.IssueDate = "2017-05-18")).ShouldBe(StatusCode.InvalidArgument, "BEFORE_REVISION", "issue_date");
        (await TryAsync(request => request.Adjustments.Clear())).ShouldBe(StatusCode.InvalidArgument, "COUNT", "adjustments");
        (await TryAsync(request => request.Etag = "\"v1\"")).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await TryAsync(request => request.Adjustments.Add(Removed(kept)))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_EMPTY");
        (await TryAsync(_ => { }, draft)).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_ISSUED");
        (await Refusal.OfAsync(() => bureau.Plans.ClosePlanAsync(new ClosePlanRequest { Name = draft.Name }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_ISSUED");
        var closed = await bureau.Plans.ClosePlanAsync(new ClosePlanRequest { Name = plan.Name, Reason = "样例年度结束" });
        closed.State.ShouldBe(Plan.Types.State.Closed);
        (await TryAsync(_ => { })).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_ISSUED");
        (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name })).Entries.ShouldBe([kept, leaves]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Acknowledgement_EveryUnit_ByItselfAndAgainAfterAChange(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var (plan, kept, leaves) = await IssuedAsync(bureau);
        PlanService.PlanServiceClient Of(string unit) => new(host.As(Role.Reporter, unit));
        AcknowledgePlanRequest Sign(string unit, int revision = 0) => new() { Name = $"{plan.Name}/acknowledgements/{unit}", Revision = revision, Note = "样例签收" };
        async Task<string[]> PendingAsync() => [.. (await bureau.Plans.ListAcknowledgementsAsync(new ListAcknowledgementsRequest { Parent = plan.Name, State = Acknowledgement.Types.State.Pending })).Acknowledgements.Select(one => one.Unit)];

        (await PendingAsync()).ShouldBe(["610113", "6101Z1"]);
        var signed = await Of("6101Z1").AcknowledgePlanAsync(Sign("6101Z1"));
        (signed.State, signed.Person, signed.AcknowledgedRevision, signed.Note, signed.AcknowledgeTime is not null).ShouldBe((Acknowledgement.Types.State.Acknowledged, "reporter-6101Z1", 1, "样例签收", true));
        (await Refusal.OfAsync(() => Of("6101Z1").AcknowledgePlanAsync(Sign("6101Z1")))).ShouldBe(StatusCode.FailedPrecondition, "ALREADY_ACKNOWLEDGED");
        (await Refusal.OfAsync(() => Of("6101Z1").AcknowledgePlanAsync(Sign("610113")))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await Refusal.OfAsync(() => bureau.Plans.AcknowledgePlanAsync(Sign("610113")))).ShouldBe(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        (await Refusal.OfAsync(() => Of("6101Z4").AcknowledgePlanAsync(Sign("6101Z4")))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await PendingAsync()).ShouldBe(["610113"]);
        (await Of("6101Z1").ListAcknowledgementsAsync(new ListAcknowledgementsRequest { Parent = plan.Name })).Acknowledgements.ShouldBe([signed]);

        await bureau.Plans.AdjustPlanAsync(Adjust(plan, Removed(leaves), Added(await bureau.NewAdmittedAsync("6101Z2", "样例新增"))));

        (await PendingAsync()).ShouldBe(["610113", "6101Z1", "6101Z2"], "the list of 6101Z1 lost a project, 6101Z2 gained its first");
        (await Refusal.OfAsync(() => Of("6101Z1").AcknowledgePlanAsync(Sign("6101Z1", 1)))).ShouldBe(StatusCode.FailedPrecondition, "OTHER_REVISION");
        (await Of("6101Z1").AcknowledgePlanAsync(Sign("6101Z1", 2))).AcknowledgedRevision.ShouldBe(2);
        (await Of(kept.Unit).AcknowledgePlanAsync(Sign(kept.Unit, 1))).AcknowledgedRevision.ShouldBe(1, "its list is still that of revision 1");
        await EnterpriseServiceTests.SealedAsync(bureau, signed.Name, 4);
        (await bureau.Journal.ListAuditEventsAsync(new() { Resource = signed.Name })).AuditEvents.Select(change => (change.Kind, change.Actor, change.EventType))
            .ShouldBe([("ACKNOWLEDGED", "reporter-6101Z1", PlanAcknowledged.Descriptor.FullName), ("ASKED", "planner-6101GX", ""), ("ACKNOWLEDGED", "reporter-6101Z1", PlanAcknowledged.Descriptor.FullName), ("ASKED", "planner-6101GX", "")]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task AsOf_DraftIssuedAdjusted_ReadsEachBackExactly(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var plan = await bureau.NewPlanAsync();
        var project = await bureau.NewAdmittedAsync();
        var entry = await bureau.NewEntryAsync(plan, project);
        var other = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("6101Z1"));
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = project.Name, Title = "样例更名后" } });
        var states = new List<(Timestamp Time, Plan Plan, IReadOnlyList<PlanEntry> Entries)> { await NoteAsync(bureau, plan.Name) };
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        states.Add(await NoteAsync(bureau, plan.Name));
        await bureau.Plans.AdjustPlanAsync(Adjust(plan, Removed(other), Changed(entry, 9_0000)));
        states.Add(await NoteAsync(bureau, plan.Name));
        await bureau.Plans.AdjustPlanAsync(Adjust(plan, "样例发〔2017〕201号", Added(await bureau.NewAdmittedAsync("6101Z2", "样例新增"))));
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = project.Name, Title = "样例再更名" } });
        await NoteAsync(bureau, plan.Name);

        foreach (var (time, was, entries) in states)
        {
            (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name, AsOfTime = time })).ShouldBe(was);
            (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name, AsOfTime = time })).Entries.ShouldBe(entries);
        }

        var page = await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name, AsOfTime = states[1].Time, PageSize = 1 });
        var rest = await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name, AsOfTime = states[1].Time, PageSize = 1, PageToken = page.NextPageToken });
        page.Entries.Concat(rest.Entries).ShouldBe(states[1].Entries);
        rest.NextPageToken.ShouldBeEmpty();
        (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name, AsOfTime = states[1].Time, Unit = "6101Z1" })).Entries.ShouldHaveSingleItem().Project.ShouldBe(other.Project);
        var history = (await bureau.Plans.ListPlanHistoryAsync(new ListPlanHistoryRequest { Name = plan.Name, PageSize = 1000 })).Changes;
        history.Where(change => change.Resource == other.Name).Select(change => (change.Kind, change.Reason)).ShouldBe([("DELETED", "样例调出"), ("CREATED", "")]);
        history.Where(change => change.Resource == plan.Name).Select(change => change.Kind).ShouldBe(["ADJUSTED", "ADJUSTED", "ISSUED", "ENTRIES_CHANGED", "ENTRIES_CHANGED", "CREATED"]);
    }

    // Draft entries show the project as it is, so that they are read after everything is sealed.
    private static async Task<(Timestamp Time, Plan Plan, IReadOnlyList<PlanEntry> Entries)> NoteAsync(Bureau bureau, string plan)
    {
        var last = (await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan })).Etag;
        await EventuallyAsync(async () => (await bureau.Plans.ListPlanHistoryAsync(new ListPlanHistoryRequest { Name = plan, PageSize = 1000 })).Changes.Where(change => change.Resource == plan).Max(change => change.Version), version => $"\"v{version}\"" == last);
        var newest = await bureau.NewProjectAsync(title: "样例以后");
        await EnterpriseServiceTests.SealedAsync(bureau, newest.Name, 1);
        var time = Timestamp.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var entries = await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan, PageSize = 1000 });
        var then = await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = plan });
        await Task.Delay(20);
        return (time, then, [.. entries.Entries]);
    }

    private static async Task<(Plan Plan, PlanEntry Kept, PlanEntry Leaves)> IssuedAsync(Bureau bureau)
    {
        var plan = await bureau.NewPlanAsync();
        var kept = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync());
        var leaves = await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync("6101Z1"));
        var issued = await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        var entries = (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = plan.Name })).Entries;
        entries.Select(entry => entry.Project).ShouldBe([kept.Project, leaves.Project]);
        return (issued, entries[0], entries[1]);
    }

    private static AdjustPlanRequest Adjust(Plan plan, params PlanAdjustment[] adjustments) => Adjust(plan, "样例发〔2017〕200号", adjustments);

    private static AdjustPlanRequest Adjust(Plan plan, string number, params PlanAdjustment[] adjustments) =>
        new() { Name = plan.Name, DocumentNumber = number, IssueDate = "2017-06-20", Adjustments = { adjustments } };

    private static PlanAdjustment Added(Project project) =>
        new() { Kind = Kind.Added, Project = Id(project), Reason = "样例新增", Entry = new PlanEntry { Nature = PlanEntry.Types.Nature.NewStart, PlannedInvestmentYuan = 5_0000 } };

    private static PlanAdjustment Removed(PlanEntry entry) => new() { Kind = Kind.Removed, Project = entry.Project, Reason = "样例调出" };

    private static PlanAdjustment Changed(PlanEntry entry, long planned) =>
        new() { Kind = Kind.Changed, Project = entry.Project, Reason = "样例变更", Entry = new PlanEntry { Nature = entry.Nature, PlannedInvestmentYuan = planned } };

    private static string Id(Project project) => project.Name["projects/".Length..];
}

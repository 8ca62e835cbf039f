using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

/// <summary>A plan that is adjusted while its returns are being filled in.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class PlanFollowingTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Adjustment_ReachesReturnsThatWereNeverSubmitted(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        var submitted = await desk.SubmitAsync(Other);
        await desk.HandBackAsync(Other, new ReturnReason { Project = desk.Third, Field = "quarter_yuan", Code = "OTHER", Note = "样例" });
        var before = await ReadAsync(desk, Own);
        var plan = new Plan(desk.Plan()) { Revision = 2 };
        plan.Entries[0].PlannedInvestmentYuan = 9_000 * Wan;
        plan.Entries.RemoveAt(2);
        var added = $"p{desk.Year}d";
        foreach (var unit in new[] { Own, Other })
            plan.Entries.Add(new PlanEntry(plan.Entries[0]) { Project = unit == Own ? added : $"{added}2", Position = 10, Unit = unit, ProjectTitle = "样例增补" });

        await desk.Host.TellAsync(plan, 2);

        var after = await ReadAsync(desk, Own);
        after.Lines.Select(line => (line.Project, line.ProjectTitle, line.PlannedInvestmentYuan, line.HasQuarterYuan)).ShouldBe([(desk.First, "样例项目1", 9_000 * Wan, true), (added, "样例增补", 9_000 * Wan, false)]);
        (after.Lines[0].QuarterYuan, after.Lines[0].Etag == before.Lines[0].Etag, after.State).ShouldBe((before.Lines[0].QuarterYuan, false, Return.Types.State.Draft), "what is filled in stays");
        (await ReadAsync(desk, Other)).Lines.Select(line => line.Project).ShouldBe(submitted.Lines.Select(line => line.Project), "what was submitted once keeps its lines");
        var idle = await ReadAsync(desk, Idle);
        idle.Etag.ShouldBe("\"v1\"", "nothing of it changed");
        (await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own) })).AuditEvents, events => events.Count == 4))[0].Kind.ShouldBe("PLAN_ADJUSTED");
        (await desk.Host.ReadAsync(db => db.Lines.CountAsync(line => line.Project == desk.Second))).ShouldBe(0);

        // The next adjustment that leaves a unit as it is leaves its return alone, and the new line can be filed.
        await desk.Host.TellAsync(new Plan(plan) { Revision = 3 }, 3);
        (await ReadAsync(desk, Own)).ShouldBe(after);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine(desk.Good(desk.First)) { Name = desk.LineOf(added), Explanation = "样例说明" } });
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), Explanation = "样例说明" } });
        (await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) })).Lines.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Adjustment_ForAUnitWithoutReturn_OpensOne_AndLeavesClosedPeriods(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.Periods.ClosePeriodAsync(new ClosePeriodRequest { Name = $"periods/{desk.Year}Q1" });
        const string Bureau = "6101GX";
        var plan = new Plan(desk.Plan()) { Revision = 2 };
        plan.Entries[0].Unit = Bureau;

        await desk.Host.TellAsync(plan, 2);

        (await ReadAsync(desk, Bureau)).Lines.ShouldHaveSingleItem().Project.ShouldBe(desk.First);
        (await ReadAsync(desk, Own)).Lines.ShouldHaveSingleItem().Project.ShouldBe(desk.Second);
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own, 1) })).Lines.Count.ShouldBe(2);
    }

    private static async Task<Return> ReadAsync(Desk desk, string unit) => await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(unit) });
}

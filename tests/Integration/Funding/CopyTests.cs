using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

public sealed class CopyTests
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Event_AgainOrOlder_IsIgnored(string provider)
    {
        await using var host = await StartAsync(provider);
        var project = Completed("p1");
        await host.TellAsync(project, 3);
        await host.TellAsync(new Project(project) { Title = "旧", Stage = Project.Types.Stage.Reserve }, 2);
        await host.TellAsync(new Project(project) { Title = "同" }, 3);
        await host.TellAsync(Listed(), 2);
        await host.TellAsync(Listed(listed: false), 1);
        await host.TellAsync(new Unit { Name = "units/610102", Code = Own, Title = "旧", Parent = "" }, 0);

        var kept = await host.ReadAsync(db => db.Projects.SingleAsync(Stop));
        (kept.Title, kept.Stage, kept.CompletionDate, kept.Version).ShouldBe((project.Title, "COMPLETED", new DateOnly(2017, 6, 20), 3L));
        kept.Procedures.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe([new("eia", false), new("filing", true)]);
        (await host.ReadAsync(db => db.Enterprises.SingleAsync(Stop))).Listed.ShouldBe(true);
        (await host.ReadAsync(db => db.Units.SingleAsync(unit => unit.Code == Own, Stop))).Parent.ShouldBe("610100");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Event_Newer_Replaces(string provider)
    {
        await using var host = await StartAsync(provider);
        var project = Completed("p1");
        await host.TellAsync(project, 3);
        await host.TellAsync(new Project(project) { Stage = Project.Types.Stage.Unspecified, ActualCompletionDate = "", Unit = Foreign }, 4);

        var kept = await host.ReadAsync(db => db.Projects.SingleAsync(Stop));
        (kept.Stage, kept.CompletionDate, kept.Unit, kept.Version).ShouldBe((null, null, Foreign, 4L));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Plan_Adjusted_ReplacesItsEntriesOnlyWhenNewer(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.TellAsync(PlanOf(2016, Completed("p0")), 1);
        await host.TellAsync(PlanOf(2017, Completed("p1"), Completed("p2")), 5);
        await host.TellAsync(new Plan(PlanOf(2017, Completed("p2"), Completed("p3"))) { Revision = 2 }, 6);
        await host.TellAsync(new Plan(PlanOf(2017, Completed("p1"))) { Revision = 2 }, 6);

        (await host.ReadAsync(db => db.PlanEntries.OrderBy(entry => entry.Project).Select(entry => $"{entry.Year}/{entry.Project}").ToListAsync(Stop))).ShouldBe(["2016/p0", "2017/p2", "2017/p3"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Return_AcceptedAgain_ReplacesItsLinesOnlyWhenNewer(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.TellAsync(Accepted("2017Q1", Own, ("p1", 10)), 4);
        await host.TellAsync(Accepted("2017Q2", Own, ("p1", 20), ("p2", 5)), 4);
        await host.TellAsync(Accepted("2017Q2", Own, ("p1", 25)), 7);
        await host.TellAsync(Accepted("2017Q2", Own, ("p1", 1)), 6);

        (await host.ReadAsync(db => db.AcceptedInvestments.OrderBy(row => row.Period).Select(row => $"{row.Period} {row.Project} {row.CumulativeYuan}").ToListAsync(Stop)))
            .ShouldBe(["2017Q1 p1 10", "2017Q2 p1 25"]);
    }

    [Fact]
    public async Task Events_OfOneResourceAtOnce_LeaveTheNewest()
    {
        await using var host = await StartAsync(ModuleHost.Postgres);
        var versions = Enumerable.Range(1, 24).ToArray();
        new Random(7).Shuffle(versions);

        await Task.WhenAll(versions.Select(version => Task.Run(() => host.TellAsync(new Project(Completed("p1")) { Title = $"版本 {version}" }, version), Stop)));

        var kept = await host.ReadAsync(db => db.Projects.SingleAsync(Stop));
        (kept.Title, kept.Version).ShouldBe(("版本 24", 24L));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Model_HasNoPendingChange(string provider)
    {
        await using var host = await StartAsync(provider);
        (await host.ReadAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse();
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class ModelTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Model_HasNoChangeWithoutMigration(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);

        (await desk.Host.ReadAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Event_AgainOrOlder_IsIgnoredAndANewerOneReplaces(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var project = new Project { Name = $"projects/{desk.First}", Title = "样例", Unit = Own, Enterprise = Uscc(Own), Stage = Project.Types.Stage.Completed, ActualStartDate = "2016-05-01" };
        await desk.Host.TellAsync(project, 3);
        await desk.Host.TellAsync(new Project(project) { Title = "旧" }, 2);
        await desk.Host.TellAsync(new Project(project) { Title = "同" }, 3);
        await desk.Host.TellAsync(new Unit { Name = "units/6101X1", Code = "6101X1", Parent = "610100", Title = "新", Reporting = false }, 2);
        await desk.Host.TellAsync(new Unit { Name = "units/6101X1", Code = "6101X1", Parent = "", Title = "旧", Reporting = false }, 1);
        await desk.Host.TellAsync(new Plan(desk.Plan()) { Revision = 3, Entries = { Enumerable.Empty<PlanEntry>() } }, 1);

        var kept = await desk.Host.ReadAsync(db => db.Projects.SingleAsync(one => one.Id == desk.First));
        (kept.Title, kept.Stage, kept.StartDate, kept.CompletionDate, kept.Version).ShouldBe(("样例", "COMPLETED", new DateOnly(2016, 5, 1), null, 3L));
        var unit = await desk.Host.ReadAsync(db => db.Units.SingleAsync(one => one.Code == "6101X1"));
        (unit.Title, unit.Parent).ShouldBe(("新", "610100"));
        (await desk.Host.ReadAsync(db => db.Plans.SingleAsync(one => one.Year == desk.Year))).Revision.ShouldBe(1);

        await desk.Host.TellAsync(new Project(project) { Title = "更新", ActualStartDate = "" }, 4);
        var newer = new Plan(desk.Plan()) { Revision = 2 };
        newer.Entries.RemoveAt(0);
        await desk.Host.TellAsync(newer, 2);
        (await desk.Host.ReadAsync(db => db.Projects.SingleAsync(one => one.Id == desk.First))).StartDate.ShouldBeNull();
        (await desk.Host.ReadAsync(db => db.PlanEntries.Where(entry => entry.Year == desk.Year).OrderBy(entry => entry.Position).Select(entry => entry.Project).ToListAsync()))
            .ShouldBe([desk.Third, desk.Second]);
    }
}

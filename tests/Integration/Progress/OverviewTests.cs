using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using Kind = Renovation.Protos.Progress.V1.Milestone.Types.Kind;
using State = Renovation.Protos.Progress.V1.Milestone.Types.State;

namespace Renovation.Tests.Integration.Progress;

/// <summary>The figures of a year in one answer: kept as things happen, and computed from the journal for any instant.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class OverviewTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Overview_FollowsThePlanAndWhatIsAccepted(string provider)
    {
        var desk = await DeskAsync(provider);
        await desk.SetClockAsync(At(desk.Year, 6, 30));
        var before = await GetAsync(desk);
        (before.PlanRevision, before.Plan.Projects, before.Plan.ReportedProjects, before.Plan.PlannedInvestmentYuan, before.Plan.YearToDateYuan, before.Plan.CumulativeYuan).ShouldBe((1, 3, 0, 12_000 * Wan, 0, 6_000 * Wan));
        before.Plan.NewStarts.ShouldBe(new StartFigures { Planned = 2, Pending = 2 });
        before.Plan.Preliminary.ShouldBe(new StartFigures { Planned = 1, Pending = 1 });
        before.Plan.Completions.ShouldBe(new CompletionFigures { Planned = 2, Pending = 2 });
        (before.Periods.Count, before.Growth).ShouldBe((0, null));

        await desk.SetClockAsync(At(desk.Year, 7, 3));
        (await GetAsync(desk)).Plan.NewStarts.ShouldBe(new StartFigures { Planned = 2, Overdue = 2 }, "30 June is over");
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await AcceptAsync(desk, Own, line => line.Project == desk.First
            ? new ReturnLine(line) { ActualStartDate = $"{desk.Year}-06-30", ExpectedCompletionDate = $"{desk.Year + 1}-03-01" }
            : new ReturnLine(line) { ActualCompletionDate = $"{desk.Year}-06-01", ActualProductionDate = $"{desk.Year}-06-02", AtCapacity = true });

        var overview = await GetAsync(desk);
        (overview.Plan.ReportedProjects, overview.Plan.YearToDateYuan, overview.Plan.CumulativeYuan, overview.Plan.YearPlanBp).ShouldBe((2, 4_000 * Wan, 10_000 * Wan, 3_333));
        overview.Plan.NewStarts.ShouldBe(new StartFigures { Planned = 2, Done = 1, Overdue = 1 });
        overview.Plan.Preliminary.ShouldBe(new StartFigures { Planned = 1, Overdue = 1 });
        overview.Plan.Completions.ShouldBe(new CompletionFigures { Planned = 2, Done = 1, AtRisk = 1 });
        (overview.Plan.InProduction, overview.Plan.AtCapacity).ShouldBe((1, 1));
        var period = overview.Periods.ShouldHaveSingleItem();
        (period.Period, period.DueDate, period.Units >= 3, period.OnTime, period.Late, period.Accepted, period.Missing).ShouldBe((desk.Period, $"{desk.Year}-07-05", true, 1, 0, 1, period.Units - 1));
        overview.Units.Select(unit => (unit.Unit, unit.UnitTitle, unit.Plan.Projects, unit.Plan.YearToDateYuan)).ShouldBe([(Own, "新城区", 2, 4_000 * Wan), (Other, "碑林区", 1, 0)]);

        await desk.SetClockAsync(At(desk.Year + 1, 1, 1));
        (await GetAsync(desk)).Plan.Completions.ShouldBe(new CompletionFigures { Planned = 2, Done = 1, Missed = 1 });
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Milestones_AreTheListsBehindTheFigures(string provider)
    {
        var desk = await DeskAsync(provider);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.Third}", Title = "样例", Unit = Other, Enterprise = Uscc(Other), MissingProcedures = { Procedure.Types.Kind.Land, Procedure.Types.Kind.Eia } }, 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await AcceptAsync(desk, Own, line => line.Project == desk.First
            ? new ReturnLine(line) { ActualStartDate = $"{desk.Year}-06-15", ExpectedCompletionDate = $"{desk.Year + 1}-03-01" }
            : new ReturnLine(line) { ActualCompletionDate = $"{desk.Year}-06-01", ActualProductionDate = $"{desk.Year}-06-02" });

        var starts = await ListAsync(desk, Kind.Start);
        starts.Select(one => (one.Project, one.State, one.ActualDate, one.TargetDate, one.Preliminary)).ShouldBe(
            [(desk.First, State.Done, $"{desk.Year}-06-15", $"{desk.Year}-06-30", false), (desk.Third, State.Overdue, "", $"{desk.Year}-06-30", true)]);
        starts[1].MissingProcedures.ShouldBe(["LAND", "EIA"], ignoreOrder: true);
        starts[0].MissingProcedures.ShouldBeEmpty();
        (starts[0].Period, starts[0].YearToDateYuan, starts[0].Unit, starts[0].ProjectTitle, starts[0].EnterpriseTitle).ShouldBe((desk.Period, 2_000 * Wan, Own, "样例项目1", "样例企业1"));
        (await ListAsync(desk, Kind.Completion)).Select(one => (one.Project, one.State, one.ExpectedDate, one.ActualDate)).ShouldBe(
            [(desk.First, State.AtRisk, $"{desk.Year + 1}-03-01", ""), (desk.Second, State.Done, "", $"{desk.Year}-06-01")]);
        (await ListAsync(desk, Kind.Production)).Select(one => one.State).ShouldBe([State.Pending, State.Pending, State.Done]);
        (await ListAsync(desk, Kind.Capacity)).ShouldAllBe(one => one.State == State.Pending);
        foreach (var day in new[] { At(desk.Year, 6, 30), At(desk.Year, 7, 1), At(desk.Year + 1, 1, 1) })
        {
            await desk.SetClockAsync(day);
            var figures = (await GetAsync(desk)).Plan;
            (await CountsAsync(desk, Kind.Start, State.Done, State.DoneLate, State.Overdue, State.Pending)).ShouldBe([figures.NewStarts.Done, figures.NewStarts.DoneLate, figures.NewStarts.Overdue, figures.NewStarts.Pending]);
            (await CountsAsync(desk, Kind.Completion, State.Done, State.AtRisk, State.Overdue, State.Pending)).ShouldBe([figures.Completions.Done, figures.Completions.AtRisk, figures.Completions.Missed, figures.Completions.Pending]);
            (await CountsAsync(desk, Kind.Production, State.Done)).ShouldBe([figures.InProduction]);
            (await CountsAsync(desk, Kind.Capacity, State.Done, State.Overdue)).ShouldBe([figures.AtCapacity, 0]);
        }

        (await ListAsync(desk, Kind.Start, request => request.Preliminary = true)).Select(one => one.Project).ShouldBe([desk.Third]);
        (await ListAsync(desk, Kind.Start, request => request.Preliminary = false)).Select(one => one.Project).ShouldBe([desk.First]);
        (await ListAsync(desk, Kind.Production, request => request.Unit = Other)).Select(one => one.Project).ShouldBe([desk.Third]);
        var overviews = Overviews(desk, Role.Planner, "6101GX");
        var page = await overviews.ListMilestonesAsync(new ListMilestonesRequest { Parent = NameOf(desk), Kind = Kind.Capacity, PageSize = 2 });
        page.Milestones.Select(one => one.Project).ShouldBe([desk.First, desk.Third]);
        var rest = await overviews.ListMilestonesAsync(new ListMilestonesRequest { Parent = NameOf(desk), Kind = Kind.Capacity, PageSize = 2, PageToken = page.NextPageToken });
        (rest.Milestones.Single().Project, rest.NextPageToken).ShouldBe((desk.Second, ""));
        (await RefusalAsync(overviews.ListMilestonesAsync(new ListMilestonesRequest { Parent = NameOf(desk) }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "kind REQUIRED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Overview_AsOf_ShowsWhatWasKnown(string provider)
    {
        var desk = await DeskAsync(provider);
        var early = TimeProvider.System.GetUtcNow();
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await new TargetService.TargetServiceClient(desk.Host.As(Role.Planner, "6101GX")).UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = $"targets/{desk.Year}", TargetBp = 1300 } });
        await ReportAsync(desk, 113, 100);
        await AcceptAsync(desk, Own, line => line);
        var first = await SettledAsync(desk);

        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例" });
        await ReportAsync(desk, 90, 100);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 2_500 * Wan, YearToDateYuan = 2_500 * Wan, CumulativeYuan = 4_500 * Wan, CorrectionReason = "样例更正" } });
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) });
        await new ProblemService.ProblemServiceClient(desk.Host.As(Role.Planner, "6101GX")).CreateProblemAsync(new CreateProblemRequest { Problem = new Problem { Project = desk.First, Category = ReturnLine.Types.ProblemCategory.Land, Text = "样例" } });
        var adjusted = new Plan(desk.Plan()) { Revision = 2, DocumentNumber = "样例〔调整〕" };
        adjusted.Entries.RemoveAt(1);
        (await GetAsync(desk)).Plan.Projects.ShouldBe(3, "as it is now; and it is to change with the plan alone");
        await desk.Host.TellAsync(adjusted, 3);
        var second = await SettledAsync(desk);

        (first.Now.Plan.YearToDateYuan, first.Now.Growth.GrowthBp, first.Now.Growth.GapBp, first.Now.GrowthPeriod, first.Now.Plan.Projects).ShouldBe((4_000 * Wan, 1300, 0, desk.Period, 3));
        (second.Now.Plan.YearToDateYuan, second.Now.Growth.GrowthBp, second.Now.Plan.Projects, second.Now.PlanRevision, second.Now.DocumentNumber).ShouldBe((4_500 * Wan, -1000, 2, 2, "样例〔调整〕"));
        second.Now.Problems.Open.ShouldBe(first.Now.Problems.Open + 1);
        (await PastAsync(desk, first.Time)).ShouldBe(first.Now);
        (await PastAsync(desk, second.Time)).ShouldBe(second.Now);
        (await PastAsync(desk, early)).Periods.ShouldBeEmpty();

        // A period that closed keeps its growth, whatever is corrected later.
        await desk.SetClockAsync(At(desk.Year, 7, 6));
        await desk.Periods.ClosePeriodAsync(new ClosePeriodRequest { Name = desk.Period });
        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例" });
        await ReportAsync(desk, 200, 100);
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) });
        var closed = await SettledAsync(desk);
        (closed.Now.Growth.GrowthBp, closed.Now.Growth.YearToDateCorrectionYuan).ShouldBe((-1000, 110));
        (await PastAsync(desk, closed.Time)).ShouldBe(closed.Now);
        var planner = Overviews(desk, Role.Planner, "6101GX");
        (await RefusalAsync(planner.GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), AsOfTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1)) }))).ShouldBe(StatusCode.InvalidArgument, "IN_FUTURE");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Overview_OfAUnit_IsItsOwn(string provider)
    {
        var desk = await DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await AcceptAsync(desk, Own, line => line);

        var other = await Overviews(desk, Role.Reporter, Other).GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), WithUnits = true });
        (other.Plan.Projects, other.Plan.YearToDateYuan, other.Growth, other.Units.Single().Unit, other.Periods.Single().Units, other.Periods.Single().Missing).ShouldBe((1, 0, null, Other, 1, 1));
        (await Overviews(desk, Role.Planner, "6101GX").GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), Unit = Own })).Plan.YearToDateYuan.ShouldBe(4_000 * Wan);
        (await Overviews(desk, Role.Reporter, Other).GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), WithUnits = true, AsOfTime = (await SettledAsync(desk)).Time.ToTimestamp() })).Plan.ShouldBe(other.Plan);
        (await RefusalAsync(Overviews(desk, Role.Reporter, Other).GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), Unit = Own }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        var nobody = Overviews(desk, Role.Planner, "6101GX");
        (await RefusalAsync(nobody.GetOverviewAsync(new GetOverviewRequest { Name = "overviews/2099" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(nobody.GetOverviewAsync(new GetOverviewRequest { Name = "overviews/2099", AsOfTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(nobody.GetOverviewAsync(new GetOverviewRequest { Name = "overviews/17" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_YEAR", "name INVALID_YEAR");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Standings_OfTheNextYear_BeginWhereThisOneEnds(string provider)
    {
        var desk = await DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        var next = new Plan(desk.Plan()) { Name = $"plans/{desk.Year + 1}", Year = desk.Year + 1 };
        await desk.Host.TellAsync(next, 1);

        await AcceptAsync(desk, Own, line => line.Project == desk.First ? new ReturnLine(line) { ActualProductionDate = $"{desk.Year}-06-02", ActualCompletionDate = $"{desk.Year}-06-02" } : line);

        var standing = await desk.Host.ReadAsync(db => db.Standings.SingleAsync(one => one.Year == desk.Year + 1 && one.Project == desk.First));
        (standing.ProductionDate, standing.Reported, standing.YearToDateYuan, standing.CumulativeYuan).ShouldBe((new DateOnly(desk.Year, 6, 2), false, 0, 2_000 * Wan));
        (await desk.Host.ReadAsync(db => db.UnitStandings.SingleAsync(one => one.Year == desk.Year + 1 && one.Unit == Own))).Figures.InProduction.ShouldBe(1);
        await desk.Host.ReadAsync(async db =>
        {
            await db.Plans.Where(plan => plan.Year == desk.Year + 1).ExecuteDeleteAsync();
            await db.PlanEntries.Where(entry => entry.Year == desk.Year + 1).ExecuteDeleteAsync();
            await db.PlanRevisions.Where(revision => revision.Year == desk.Year + 1).ExecuteDeleteAsync();
            return await db.Standings.Where(one => one.Year == desk.Year + 1).ExecuteDeleteAsync() + await db.UnitStandings.Where(one => one.Year == desk.Year + 1).ExecuteDeleteAsync();
        });
    }

    [Fact]
    public Task Start_WaitsForAnotherThatDerives_LongerThanForAnythingElse() => OnPlannedAsync(async (database, clock) =>
    {
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using var deriving = await other.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("SELECT 1 FROM plans FOR UPDATE", other, deriving);
        await take.ExecuteNonQueryAsync();
        var starting = ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, $"{database};Command Timeout=1");
        await Task.Delay(TimeSpan.FromSeconds(4));
        starting.IsCompleted.ShouldBeFalse("the plan is another's");
        await deriving.CommitAsync();
        await using var second = await starting;
        (await second.ReadAsync(db => db.Standings.CountAsync())).ShouldBe(3);
        (await second.ReadAsync(db => Task.FromResult(db.Database.GetCommandTimeout()))).ShouldBeNull("a pooled context keeps no patience of the one before");
    });

    [Fact]
    public Task Start_DerivesWhatIsMissingOrByAnotherDeadline() => OnPlannedAsync(async (database, clock) =>
    {
        await using (var host = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database, ("Reporting:StartDeadline", "09-30")))
        {
            (await host.ReadAsync(db => db.UnitStandings.Select(one => one.StartDeadline).Distinct().ToListAsync())).ShouldBe([new DateOnly(2017, 9, 30)]);
            (await host.ReadAsync(db => db.Standings.CountAsync())).ShouldBe(3);
            (await host.ReadAsync(db => db.PlanRevisions.SingleAsync())).Entries.Count.ShouldBe(3);
        }

        await using (var host = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database, ("Reporting:StartDeadline", "08-31")))
        {
            (await host.ReadAsync(db => db.UnitStandings.Select(one => one.StartDeadline).Distinct().ToListAsync())).ShouldBe([new DateOnly(2017, 8, 31)], "what was derived by another deadline is derived anew");

            // The plan counts from the beginning now, so that there is a day before: the last of August, when the deadline was not over.
            var desk = new Desk(host, 2017, clock);
            await desk.SetClockAsync(At(2017, 9, 1));
            (await GetAsync(desk)).Plan.NewStarts.Overdue.ShouldBe(2);
            (await PastAsync(desk, TimeProvider.System.GetUtcNow().AddDays(-1))).Plan.NewStarts.Pending.ShouldBe(2);
        }
    });

    // A database of its own, in which the plan of 2017 was told and nothing is derived.
    private static async Task OnPlannedAsync(Func<string, string, Task> test)
    {
        var clock = ProgressHosts.NewClockFile();
        var database = await TestDatabase.CreateAsync("progress");
        try
        {
            await using (var host = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database))
            {
                await host.TellUnitsAsync();
                await host.TellAsync(Planned(new Desk(host, 2017, clock)), 1);
                await host.ReadAsync(async db => await db.Standings.ExecuteDeleteAsync() + await db.UnitStandings.ExecuteDeleteAsync() + await db.PlanRevisions.ExecuteDeleteAsync());
            }

            await test(database, clock);
        }
        finally
        {
            await TestDatabase.DropAsync(database);
            File.Delete(clock);
        }
    }

    private static OverviewService.OverviewServiceClient Overviews(Desk desk, Role role, string unit) => new(desk.Host.As(role, unit));

    private static string NameOf(Desk desk) => $"overviews/{desk.Year}";

    private static async Task<Overview> GetAsync(Desk desk) => await Overviews(desk, Role.Planner, "6101GX").GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), WithUnits = true });

    // What the past shows, but for the time that it names.
    private static async Task<Overview> PastAsync(Desk desk, DateTimeOffset time)
    {
        var past = await Overviews(desk, Role.Planner, "6101GX").GetOverviewAsync(new GetOverviewRequest { Name = NameOf(desk), WithUnits = true, AsOfTime = time.ToTimestamp() });
        past.AsOfTime.ShouldBe(time.ToTimestamp());
        past.AsOfTime = null;
        return past;
    }

    private static async Task<(Overview Now, DateTimeOffset Time)> SettledAsync(Desk desk)
    {
        var now = await GetAsync(desk);
        await Task.Delay(5);
        await desk.Host.ReadAsync(async db => await Eventually.EventuallyAsync(() => db.Journal.CountAsync(row => row.Sequence == null), open => open == 0));
        var time = TimeProvider.System.GetUtcNow();
        await Task.Delay(5);
        return (now, time);
    }

    private static async Task<List<Milestone>> ListAsync(Desk desk, Kind kind, Action<ListMilestonesRequest>? change = null)
    {
        var request = new ListMilestonesRequest { Parent = NameOf(desk), Kind = kind };
        change?.Invoke(request);
        return [.. (await Overviews(desk, Role.Planner, "6101GX").ListMilestonesAsync(request)).Milestones];
    }

    private static async Task<List<int>> CountsAsync(Desk desk, Kind kind, params State[] states)
    {
        var counts = new List<int>();
        foreach (var state in states)
        {
            var found = await ListAsync(desk, kind, request => request.State = state);
            found.ShouldAllBe(one => one.State == state);
            counts.Add(found.Count);
        }

        return counts;
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 9, 0, 0, TimeSpan.FromHours(8));

    // The first is a new start that is to complete, the second is to complete, the third is a preliminary new start.
    private static Plan Planned(Desk desk)
    {
        var plan = desk.Plan();
        foreach (var entry in plan.Entries)
        {
            entry.Nature = entry.Project == desk.Second ? PlanEntry.Types.Nature.Continuing : PlanEntry.Types.Nature.NewStart;
            entry.Preliminary = entry.Project == desk.Third;
            entry.CompletesInYear = entry.Project != desk.Third;
        }

        return plan;
    }

    private static async Task ReportAsync(Desk desk, long yearToDate, long lastYear) => await desk.ReporterOf(Own).UpdateReturnAsync(
        new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), UnitInvestmentYtdYuan = yearToDate, UnitInvestmentLastYearYuan = lastYear } });

    private static async Task AcceptAsync(Desk desk, string unit, Func<ReturnLine, ReturnLine> change)
    {
        foreach (var project in unit == Own ? new[] { desk.First, desk.Second } : [desk.Third])
        {
            var line = desk.Good(project, unit);
            (line.Project, line.Explanation) = (project, "样例说明");
            var changed = change(line);
            changed.Project = "";
            await desk.ReporterOf(unit).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = changed });
        }

        await desk.ReporterOf(unit).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(unit) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(unit) });
    }

    private async Task<Desk> DeskAsync(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var plan = Planned(desk);
        await desk.Host.TellAsync(plan, 2);
        return desk;
    }
}

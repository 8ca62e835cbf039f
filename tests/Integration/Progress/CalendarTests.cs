using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Renovation.ProgressReporting.Periods;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Progress;

public sealed class CalendarTests
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Calendar_OncePlanIsKnownAndQuarterIsOver_OpensWhatIsDue(string provider)
    {
        var clock = ProgressHosts.NewClockFile();
        ClockFile.Set(clock, At(2017, 6, 30, 23), TimeProvider.System);
        await using var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: true);
        await host.TellUnitsAsync();
        var desk = new Desk(host, 2017, clock);
        await host.TellAsync(new Plan(desk.Plan()) { IssueDate = "2017-05-19" }, 1);
        await OpenDueAsync(host);
        (await PeriodsAsync(host)).ShouldBeEmpty();

        // The first quarter was over before the plan was issued.
        await desk.SetClockAsync(At(2017, 7, 1, 0));
        (await EventuallyAsync(() => PeriodsAsync(host), periods => periods.Count > 0)).ShouldBe(["2017Q2"]);

        // After half a year of downtime.
        await desk.SetClockAsync(At(2018, 1, 1, 0));
        (await EventuallyAsync(() => PeriodsAsync(host), periods => periods.Count > 2)).ShouldBe(["2017Q2", "2017Q3", "2017Q4"]);
        (await host.ReadAsync(db => db.Returns.CountAsync())).ShouldBe(9);
        (await desk.Periods.GetPeriodAsync(new() { Name = "periods/2017Q4" })).DueDate.ShouldBe("2018-01-05");
        File.Delete(clock);
    }

    [Fact]
    public async Task Calendar_OfTwoReplicas_OpensEachPeriodOnce()
    {
        var clock = ProgressHosts.NewClockFile();
        ClockFile.Set(clock, At(2018, 3, 1, 9), TimeProvider.System);
        var database = await TestDatabase.CreateAsync("progress");
        try
        {
            await using var one = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database);
            await using var two = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database);
            await one.TellUnitsAsync();
            await one.TellAsync(new Desk(one, 2017, clock).Plan(), 1);

            await Task.WhenAll(Enumerable.Range(0, 6).Select(turn => OpenDueAsync(turn % 2 == 0 ? one : two)));

            (await PeriodsAsync(one)).ShouldBe(["2017Q1", "2017Q2", "2017Q3", "2017Q4"]);
            (await one.ReadAsync(db => db.Returns.CountAsync())).ShouldBe(12);
            (await one.ReadAsync(db => db.Journal.CountAsync())).ShouldBe(16);
        }
        finally
        {
            await TestDatabase.DropAsync(database);
            File.Delete(clock);
        }
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Calendar_OnceTheNextQuarterIsOver_ClosesAlsoAfterDowntime(string provider)
    {
        var clock = ProgressHosts.NewClockFile();
        ClockFile.Set(clock, At(2017, 7, 1, 8), TimeProvider.System);
        await using var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: true);
        await host.TellUnitsAsync();
        var desk = new Desk(host, 2017, clock);
        await host.TellAsync(new Plan(desk.Plan()) { IssueDate = "2017-05-19" }, 1);
        await EventuallyAsync(() => PeriodsAsync(host), periods => periods.Count == 1);
        await desk.AcceptAsync(Desk.Own);
        await desk.AcceptAsync(Desk.Other);
        await desk.SetClockAsync(At(2017, 10, 1, 1));
        await CloseDueAsync(host);
        (await ClosedAsync(host)).ShouldBeEmpty("a unit has not filed");
        await desk.Returns.FileNilReturnAsync(new() { Name = desk.ReturnOf(Desk.Idle) });
        await desk.SetClockAsync(At(2017, 9, 30, 23));
        await desk.Returns.AcceptReturnAsync(new() { Name = desk.ReturnOf(Desk.Idle) });
        await CloseDueAsync(host);
        (await ClosedAsync(host)).ShouldBeEmpty("the next quarter is not over");

        // The host was down over due times and the turn of the year.
        await desk.SetClockAsync(At(2018, 1, 1, 0));
        (await EventuallyAsync(() => ClosedAsync(host), periods => periods.Count > 0)).ShouldBe(["2017Q2"]);
        var period = await desk.Periods.GetPeriodAsync(new() { Name = "periods/2017Q2" });
        (period.State, period.Etag, period.CloseTime.ToDateTime() >= At(2018, 1, 1, 0).UtcDateTime).ShouldBe((Protos.Progress.V1.Period.Types.State.Closed, "\"v2\"", true));
        await CloseDueAsync(host);
        (await desk.Periods.GetPeriodAsync(new() { Name = "periods/2017Q2" })).ShouldBe(period, "it is closed once");
        (await host.ReadAsync(db => db.Journal.CountAsync(row => row.EventType == "renovation.progress.v1.PeriodClosed"))).ShouldBe(1);
        File.Delete(clock);
    }

    private static Task CloseDueAsync(ModuleHost host) => host.Services.GetServices<IHostedService>().OfType<PeriodCalendar>().Single().CloseDueAsync(default);

    private static Task<List<string>> ClosedAsync(ModuleHost host) =>
        host.ReadAsync(db => db.Periods.Where(period => period.State == PeriodState.Closed).OrderBy(period => period.Id).Select(period => period.Id).ToListAsync());

    private static Task OpenDueAsync(ModuleHost host) => host.Services.GetServices<IHostedService>().OfType<PeriodCalendar>().Single().OpenDueAsync(default);

    private static Task<List<string>> PeriodsAsync(ModuleHost host) => host.ReadAsync(db => db.Periods.OrderBy(period => period.Id).Select(period => period.Id).ToListAsync());

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.FromHours(8));
}

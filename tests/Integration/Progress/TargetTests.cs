using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using Method = Renovation.Protos.Progress.V1.GrowthRow.Types.ForecastMethod;

namespace Renovation.Tests.Integration.Progress;

/// <summary>The growth of statistical renovation investment, by unit and for the city.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class TargetTests(ProgressHosts hosts)
{
    private const string Code = "610999";

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Target_IsThatOfThePlanUntilSomebodySetsIt(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var name = $"targets/{desk.Year}";
        var targets = Targets(desk);
        (await RefusalAsync(targets.GetTargetAsync(new GetTargetRequest { Name = name }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        await desk.Host.TellAsync(new Plan(desk.Plan()) { Revision = 2, GrowthTargetBp = 1300 }, 2);

        var planned = await targets.GetTargetAsync(new GetTargetRequest { Name = name });
        (planned.TargetBp, planned.Etag, planned.CreateTime).ShouldBe((1300, "\"v0\"", null));
        var wrong = new Target { Name = name, TargetBp = 100_001, Units = { new Target.Types.UnitTarget { Unit = Own, TargetBp = -10_001 }, new Target.Types.UnitTarget { Unit = Own, LastYearTotalYuan = -1 }, new Target.Types.UnitTarget() } };
        (await RefusalAsync(targets.UpdateTargetAsync(new UpdateTargetRequest { Target = wrong }))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS",
            "target.target_bp OUT_OF_RANGE", "target.units[0].target_bp OUT_OF_RANGE", "target.units[1].unit DUPLICATE", "target.units[1].last_year_total_yuan NEGATIVE_AMOUNT", "target.units[2].unit REQUIRED");
        (await RefusalAsync(targets.UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = name, Units = { new Target.Types.UnitTarget { Unit = Code } } } }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_UNIT", "target.units[0].unit UNKNOWN_UNIT");
        (await RefusalAsync(targets.UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = "targets/17" } }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_YEAR", "target.name INVALID_YEAR");

        var set = await targets.UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = name, Units = { new Target.Types.UnitTarget { Unit = Own, TargetBp = 1500 } } } });
        (set.TargetBp, set.Units.Single().TargetBp, set.Etag).ShouldBe((1300, 1500, "\"v1\""));
        (await RefusalAsync(targets.UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = name, TargetBp = 1, Etag = "\"v0\"" } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await targets.UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = name, TargetBp = 1300 } })).ShouldBe(set, "what is so already changes nothing");
        (await targets.GetTargetAsync(new GetTargetRequest { Name = name })).ShouldBe(set);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Evaluate_ByUnitAndCity_TakesStatisticsAndNotThePlan(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await Targets(desk).UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = $"targets/{desk.Year}", TargetBp = 1300, Units = { new Target.Types.UnitTarget { Unit = Own, LastYearTotalYuan = 200_00 }, new Target.Types.UnitTarget { Unit = Other, TargetBp = 1000 } } } });
        await AcceptAsync(desk, Own, 60_00, 50_00);
        await AcceptAsync(desk, Other, 40_00, 50_00);
        await AcceptAsync(desk, Idle, null, 7);

        var found = await Targets(desk).EvaluateTargetAsync(new EvaluateTargetRequest { Name = $"targets/{desk.Year}", Quarter = 2 });

        (found.Period, found.Closed, found.City.YearToDateYuan, found.City.LastYearYuan, found.City.GrowthBp, found.City.GapBp).ShouldBe((desk.Period, false, 100_00, 100_00, 0, -1300));
        (found.City.HasLastYearTotalYuan, found.City.ForecastYuan, found.City.ForecastMethod).ShouldBe((false, 200_00, Method.Linear), "a unit has no total of last year");
        found.MissingUnits.ShouldBe([Idle]);
        found.Units.Select(row => (row.Unit, row.TargetBp, row.HasGrowthBp, row.GrowthBp, row.GapBp)).ShouldBe([(Own, 1300, true, 2000, 700), (Other, 1000, true, -2000, -3000), (Idle, 1300, false, 0, 0)]);
        var own = found.Units[0];
        (own.UnitTitle, own.RequiredTotalYuan, own.NeededPerQuarterYuan, own.ForecastYuan, own.ForecastGrowthBp, own.ForecastMethod).ShouldBe(("新城区", 226_00, 83_00, 240_00, 2000, Method.SamePeriodShare));

        // The plan's projects are another number, under their own name.
        found.Units.Select(row => row.PlanProjectsYearToDateYuan).ShouldBe([4_000 * Wan, 2_000 * Wan, 0]);
        found.City.PlanProjectsYearToDateYuan.ShouldBe(6_000 * Wan);

        var district = await new TargetService.TargetServiceClient(desk.Host.As(Role.Reporter, Other)).EvaluateTargetAsync(new EvaluateTargetRequest { Name = $"targets/{desk.Year}" });
        (district.City, district.Units.Single().Unit).ShouldBe((null, Other));
        (await RefusalAsync(Targets(desk).EvaluateTargetAsync(new EvaluateTargetRequest { Name = $"targets/{desk.Year}", Quarter = 3 }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(Targets(desk).EvaluateTargetAsync(new EvaluateTargetRequest { Name = $"targets/{desk.Year}", Quarter = 5 }))).ShouldBe(StatusCode.InvalidArgument, "OUT_OF_RANGE", "quarter OUT_OF_RANGE");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Close_FreezesTheFigures_LaterOnesAreCorrections(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await Targets(desk).UpdateTargetAsync(new UpdateTargetRequest { Target = new Target { Name = $"targets/{desk.Year}", TargetBp = 1300 } });
        await AcceptAsync(desk, Own, 110, 100);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 6, 9, 0, 0, TimeSpan.FromHours(8)));
        await desk.Periods.ClosePeriodAsync(new ClosePeriodRequest { Name = desk.Period });

        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例：统计核减" });
        await AcceptAsync(desk, Own, 105, 98, fill: false);
        await AcceptAsync(desk, Other, 50, 40, city: true);

        var found = await Targets(desk).EvaluateTargetAsync(new EvaluateTargetRequest { Name = $"targets/{desk.Year}" });
        found.Closed.ShouldBeTrue();
        (found.City.YearToDateYuan, found.City.LastYearYuan, found.City.GrowthBp).ShouldBe((110, 100, 1000), "what counts is frozen");
        (found.City.YearToDateCorrectionYuan, found.City.LastYearCorrectionYuan).ShouldBe((45, 38));
        found.Units.Select(row => (row.Unit, row.HasYearToDateYuan, row.YearToDateCorrectionYuan, row.LastYearCorrectionYuan)).ShouldBe([(Own, true, -5, -2), (Other, false, 50, 40), (Idle, false, 0, 0)]);
        found.MissingUnits.ShouldBe([Other, Idle]);
    }

    private static TargetService.TargetServiceClient Targets(Desk desk) => new(desk.Host.As(Role.Planner, "6101GX"));

    private static async Task AcceptAsync(Desk desk, string unit, long? yearToDate, long? lastYear, bool fill = true, bool city = false)
    {
        var client = city ? desk.Returns : desk.ReporterOf(unit);
        var head = new Return { Name = desk.ReturnOf(unit) };
        if (yearToDate is { } now)
            head.UnitInvestmentYtdYuan = now;
        if (lastYear is { } before)
            head.UnitInvestmentLastYearYuan = before;
        await client.UpdateReturnAsync(new UpdateReturnRequest { Return = head });
        if (unit == Idle)
        {
            await client.FileNilReturnAsync(new FileNilReturnRequest { Name = head.Name });
        }
        else
        {
            foreach (var project in fill ? unit == Own ? new[] { desk.First, desk.Second } : [desk.Third] : [])
                await client.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(project, unit) });
            await client.SubmitReturnAsync(new SubmitReturnRequest { Name = head.Name });
        }

        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = head.Name });
    }
}

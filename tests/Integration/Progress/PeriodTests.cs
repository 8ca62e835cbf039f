using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class PeriodTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Open_WithAPlan_CreatesAPrefilledReturnForEveryReportingUnit(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.First}", Title = "样例", Enterprise = Uscc(Own), Unit = Own, ActualStartDate = $"{desk.Year - 1}-03-01", ActualCompletionDate = $"{desk.Year}-07-02" }, 1);

        var period = await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });

        (period.Name, period.Year, period.Quarter, period.State, period.PlanRevision, period.Etag).ShouldBe((desk.Period, desk.Year, 2, Period.Types.State.Open, 1, "\"v1\""));
        period.DueDate.ShouldBe($"{desk.Year}-07-05");
        period.LateFromTime.ToDateTime().ShouldBe(new DateTime(desk.Year, 7, 5, 16, 0, 0, DateTimeKind.Utc));
        var returns = (await desk.Returns.ListReturnsAsync(new ListReturnsRequest { Parent = desk.Period })).Returns;
        returns.Select(one => one.Unit).ShouldBe([Own, Other, Idle]);
        returns.ShouldAllBe(one => one.State == Return.Types.State.NotStarted && one.Lines.Count == 0 && one.FirstSubmitTime == null);
        var own = await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        own.Lines.Select(line => (line.Project, line.Position)).ShouldBe([(desk.First, 1), (desk.Second, 3)]);
        var line = own.Lines[0];
        (line.TotalInvestmentYuan, line.PlannedInvestmentYuan, line.OpeningInvestmentYuan, line.LastYearToDateYuan).ShouldBe((10_000 * Wan, 4_000 * Wan, 2_000 * Wan, 0));
        (line.HasQuarterYuan, line.HasYearToDateYuan, line.HasCumulativeYuan).ShouldBe((false, false, false));

        // What came after the quarter is not known in it.
        (line.ActualStartDate, line.ActualCompletionDate).ShouldBe(($"{desk.Year - 1}-03-01", ""));
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Idle) })).Lines.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Open_Again_ChangesNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        await desk.Host.TellAsync(new Plan(desk.Plan()) { Revision = 2 }, 2);

        var again = await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });

        (again.Etag, again.PlanRevision).ShouldBe(("\"v1\"", 1));
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).State.ShouldBe(Return.Types.State.Draft);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Open_WithoutPlanOrBeforeTheQuarter_IsRefused(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 3, 31, 23, 59, 0, TimeSpan.FromHours(8)));

        (await RefusalAsync(desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period }))).ShouldBe(StatusCode.FailedPrecondition, "PERIOD_NOT_BEGUN");
        (await RefusalAsync(desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = "periods/2099Q4" }))).ShouldBe(StatusCode.FailedPrecondition, "NO_PLAN");
        (await RefusalAsync(desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = "periods/2017Q5" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_PERIOD", "name INVALID_PERIOD");
        (await RefusalAsync(desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = "2017Q1" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME", "name INVALID_NAME");
        (await RefusalAsync(desk.Periods.GetPeriodAsync(new GetPeriodRequest { Name = desk.Period }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");

        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 4, 1, 0, 0, 1, TimeSpan.FromHours(8)));
        (await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period })).Name.ShouldBe(desk.Period);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Close_AfterTheDueTime_ShutsUnitsOutUntilTheCityLetsThemIn(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var close = new ClosePeriodRequest { Name = desk.Period };
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 5, 23, 59, 0, TimeSpan.FromHours(8)));
        (await RefusalAsync(desk.Periods.ClosePeriodAsync(close))).ShouldBe(StatusCode.FailedPrecondition, "NOT_DUE");
        await desk.SubmitAsync(Other);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 6, 0, 0, 1, TimeSpan.FromHours(8)));
        (await RefusalAsync(desk.Periods.ClosePeriodAsync(new ClosePeriodRequest { Name = desk.Period, Etag = "\"v9\"" }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");

        var closed = await desk.Periods.ClosePeriodAsync(close);

        (closed.State, closed.Etag).ShouldBe((Period.Types.State.Closed, "\"v2\""));
        (await desk.Periods.ClosePeriodAsync(close)).ShouldBe(closed, "to close it again changes nothing");
        var line = new UpdateReturnLineRequest { Line = desk.Good(desk.First) };
        (await RefusalAsync(desk.ReporterOf(Own).UpdateReturnLineAsync(line))).ShouldBe(StatusCode.FailedPrecondition, "PERIOD_CLOSED");
        (await RefusalAsync(desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) }))).ShouldBe(StatusCode.FailedPrecondition, "PERIOD_CLOSED");

        // The city files on behalf, hands back, and extends.
        (await desk.Returns.FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) })).OnBehalf.ShouldBeTrue();
        await desk.HandBackAsync(Other, new ReturnReason { Project = desk.Third, Code = "OTHER", Note = "样例" });
        (await desk.ReporterOf(Other).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Other) })).State.ShouldBe(Return.Types.State.Submitted);
        var extended = await desk.Returns.ExtendReturnAsync(new ExtendReturnRequest { Name = desk.ReturnOf(Own), DueDate = $"{desk.Year}-07-20", Reason = "样例：洪灾" });
        (extended.ExtendedDueDate, extended.ExtensionReason).ShouldBe(($"{desk.Year}-07-20", "样例：洪灾"));
        (await desk.SubmitAsync(Own)).OnTime.ShouldBeTrue();
        (await RefusalAsync(desk.Periods.ClosePeriodAsync(new ClosePeriodRequest { Name = $"periods/{desk.Year}Q4" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Rank_UnitsOfAYear_GoesByPunctuality(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 4, 5, 23, 0, 0, TimeSpan.FromHours(8)));
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.SubmitAsync(Own, quarter: 1);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 4, 7, 1, 0, 0, TimeSpan.FromHours(8)));
        await desk.SubmitAsync(Other, quarter: 1);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)));
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await desk.SubmitAsync(Other, before: 0);

        var rows = (await desk.Periods.RankUnitsAsync(new RankUnitsRequest { Year = desk.Year })).Rows;

        rows.Select(row => (row.Rank, row.Unit, row.OnTimeCount, row.LateCount, row.MissingCount, row.OnTimeBp)).ShouldBe([(1, Own, 1, 0, 0, 10_000), (2, Other, 1, 1, 0, 5_000), (3, Idle, 0, 0, 1, 0)]);
        rows[1].Cells.Select(cell => (cell.Period, cell.Outcome, cell.DaysLate)).ShouldBe(
            [($"periods/{desk.Year}Q1", RankUnitsResponse.Types.Outcome.Late, 2), (desk.Period, RankUnitsResponse.Types.Outcome.OnTime, 0)]);
        rows[0].Cells[1].Outcome.ShouldBe(RankUnitsResponse.Types.Outcome.Pending);
        (await new PeriodService.PeriodServiceClient(desk.Host.As(Role.Reporter, Other)).RankUnitsAsync(new RankUnitsRequest { Year = desk.Year })).Rows.ShouldBe([rows[1]]);
        (await desk.Periods.RankUnitsAsync(new RankUnitsRequest { Year = 2099 })).Rows.ShouldBeEmpty();
        (await RefusalAsync(desk.Periods.RankUnitsAsync(new RankUnitsRequest()))).ShouldBe(StatusCode.InvalidArgument, "OUT_OF_RANGE", "year OUT_OF_RANGE");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Extend_AUnit_MovesItsDueTimeAndNoOther(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        ExtendReturnRequest To(string day, string reason = "样例原因") => new() { Name = desk.ReturnOf(Own), DueDate = day, Reason = reason };
        (await RefusalAsync(desk.Returns.ExtendReturnAsync(To($"{desk.Year}-07-05")))).ShouldBe(StatusCode.InvalidArgument, "NOT_LATER", "due_date NOT_LATER");
        (await RefusalAsync(desk.Returns.ExtendReturnAsync(To($"{desk.Year}-07-08", " ")))).ShouldBe(StatusCode.InvalidArgument, "LENGTH", "reason LENGTH");
        (await RefusalAsync(desk.Returns.ExtendReturnAsync(To("")))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "due_date REQUIRED");
        (await RefusalAsync(desk.Returns.ExtendReturnAsync(To("2017-02-30")))).ShouldBe(StatusCode.InvalidArgument, "INVALID_DATE", "due_date INVALID_DATE");
        await desk.Returns.ExtendReturnAsync(To($"{desk.Year}-07-08"));

        var own = await desk.Periods.ExplainDueTimeAsync(new ExplainDueTimeRequest { Name = desk.Period, Unit = Own });
        var other = await desk.Periods.ExplainDueTimeAsync(new ExplainDueTimeRequest { Name = desk.Period, Unit = Other });
        var future = await desk.Periods.ExplainDueTimeAsync(new ExplainDueTimeRequest { Name = "periods/2099Q4" });

        (own.DueDate, own.LateFromTime.ToDateTime()).ShouldBe(($"{desk.Year}-07-08", new DateTime(desk.Year, 7, 8, 16, 0, 0, DateTimeKind.Utc)));
        own.Steps.Select(step => step.Code).TakeLast(2).ShouldBe(["EXTENDED", "LATE_FROM"]);
        own.Steps[^2].Text.ShouldContain("样例原因");
        (other.DueDate, future.DueDate).ShouldBe(($"{desk.Year}-07-05", "2100-01-05"));
        (await RefusalAsync(desk.Periods.ExplainDueTimeAsync(new ExplainDueTimeRequest { Name = desk.Period, Unit = "6101GX" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");

        // Both file on the seventh: one is on time.
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 7, 9, 0, 0, TimeSpan.FromHours(8)));
        ((await desk.SubmitAsync(Own)).OnTime, (await desk.SubmitAsync(Other)).OnTime).ShouldBe((true, false));
        (await RefusalAsync(desk.Returns.ExtendReturnAsync(To($"{desk.Year}-07-09")))).ShouldBe(StatusCode.FailedPrecondition, "ALREADY_FILED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Open_ByManyAtOnce_OpensOnce(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period }).ResponseAsync));

        answers.ShouldAllBe(period => period.Etag == "\"v1\"" && period.CreateTime == answers[0].CreateTime);
        (await desk.Returns.ListReturnsAsync(new ListReturnsRequest { Parent = desk.Period })).Returns.Count.ShouldBe(3);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Periods_List_IsNewestFirstByPages(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        var seen = new List<string>();
        var request = new ListPeriodsRequest { PageSize = 1 };
        do
        {
            var page = await desk.Periods.ListPeriodsAsync(request);
            seen.AddRange(page.Periods.Select(period => period.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        seen.ShouldBe(seen.Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal));
        seen.Contains(desk.Period, StringComparer.Ordinal).ShouldBeTrue();
        seen.Contains($"periods/{desk.Year}Q1", StringComparer.Ordinal).ShouldBeTrue();
        (await RefusalAsync(desk.Periods.ListPeriodsAsync(new ListPeriodsRequest { PageToken = "x" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Completeness_CountsFiledByTheirFirstSubmission(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.AcceptAsync(Own);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 6, 0, 0, 0, TimeSpan.FromHours(8)));
        await desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) });

        var all = await desk.Periods.GetCompletenessAsync(new GetCompletenessRequest { Name = desk.Period });
        var district = await new PeriodService.PeriodServiceClient(desk.Host.As(Renovation.Shared.Identity.Role.Reporter, Idle)).GetCompletenessAsync(new GetCompletenessRequest { Name = desk.Period });

        (all.Units, all.OnTime, all.Late, all.Missing, all.Accepted).ShouldBe((3, 1, 1, 1, 1));
        all.ByUnit.Select(unit => (unit.Unit, unit.State, unit.OnTime, unit.Nil)).ShouldBe([(Own, "ACCEPTED", true, false), (Other, "NOT_STARTED", false, false), (Idle, "SUBMITTED", false, true)]);
        all.ByUnit[1].SubmitTime.ShouldBeNull();
        (district.Units, district.Late, district.ByUnit.Single().Unit).ShouldBe((1, 1, Idle));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Completeness_OfAReturnHandedBack_IsMissingAgain(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.SubmitAsync(Own);
        await desk.HandBackAsync(Own, new ReturnReason { Code = "OTHER", Note = "样例" });

        var all = await desk.Periods.GetCompletenessAsync(new GetCompletenessRequest { Name = desk.Period });

        (all.OnTime, all.Late, all.Missing).ShouldBe((0, 0, 3));
        all.ByUnit[0].SubmitTime.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Journal_OfAPeriod_TellsWhoOpenedIt(string provider)
    {
        var desk = await hosts.DeskAsync(provider);

        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.Period })).AuditEvents, events => events.Count > 0);

        (events.Single().Kind, events.Single().EventType, events.Single().Actor).ShouldBe(("OPENED", PeriodOpened.Descriptor.FullName, "planner-6101GX"));
        (await desk.Journal.VerifyJournalAsync(new())).Valid.ShouldBeTrue();
        events.Single().After.Fields["dueDate"].ShouldBe(Value.ForString($"{desk.Year}-07-05"));
    }
}

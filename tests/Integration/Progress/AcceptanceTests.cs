using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class AcceptanceTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Accept_TellsTheOthersEveryLine(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        (await RefusalAsync(desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_SUBMITTED");

        var accepted = await desk.AcceptAsync(Own);

        (accepted.State, accepted.AcceptTime.ToDateTime().Year, accepted.Lines.Count).ShouldBe((Return.Types.State.Accepted, desk.Year, 2));
        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = accepted.Name })).AuditEvents, events => events.Count == 5);
        events.Select(one => (one.Kind, one.EventType)).ShouldBe(
        [
            ("ACCEPTED", ReturnAccepted.Descriptor.FullName), ("SUBMITTED", ReturnSubmitted.Descriptor.FullName), ("LINE_UPDATED", ""), ("LINES_UPDATED", ""), ("OPENED", ""),
        ]);
        events[0].After.Fields["lines"].ListValue.Values.Count.ShouldBe(2);
        events[0].Actor.ShouldBe("planner-6101GX");
        (await RefusalAsync(desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_SUBMITTED");
        (await RefusalAsync(desk.Returns.ReturnReturnAsync(new ReturnReturnRequest { Name = desk.ReturnOf(Own), Reasons = { new ReturnReason { Code = "A" } } }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_SUBMITTED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task HandingBack_TellsTheOthers(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.SubmitAsync(Own);
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Code = "OTHER", Note = "样例" });
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), PhysicalProgressBp = 1 } });

        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own) })).AuditEvents, events => events.Count == 6);
        events.Take(2).Select(one => (one.Kind, one.EventType, one.Reason)).ShouldBe([("LINE_UPDATED", "", ""), ("RETURNED", ReturnReturned.Descriptor.FullName, "OTHER: 样例")]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Accepted_Figures_BeginTheNextPeriod(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.AcceptAsync(Own, quarter: 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });

        var line = (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).Lines[0];
        (line.LastYearToDateYuan, line.ActualStartDate, line.HasYearToDateYuan, line.PhysicalProgress).ShouldBe((1_000 * Wan, $"{desk.Year - 1}-05-01", false, ""));

        // The quarter alone no longer makes the year.
        await desk.FillAsync(Own);
        (await desk.Returns.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) })).Findings.Select(finding => finding.Code).ShouldBe(["QUARTER_MISMATCH", "QUARTER_MISMATCH"]);
        (await desk.AcceptAsync(Own, before: 1_000 * Wan)).State.ShouldBe(Return.Types.State.Accepted);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Accepted_Late_ReachesThePeriodsThatAreOpen(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.SubmitAsync(Other);
        await desk.FillAsync(Own);

        await desk.AcceptAsync(Own, quarter: 1);
        await desk.AcceptAsync(Other, quarter: 1);

        var draft = await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        draft.Lines.Select(line => (line.LastYearToDateYuan, line.QuarterYuan)).ShouldBe([(1_000 * Wan, 2_000 * Wan), (1_000 * Wan, 2_000 * Wan)]);

        // What the unit has submitted stays as it was checked, until it goes back.
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Other) })).Lines[0].LastYearToDateYuan.ShouldBe(0);
        (await desk.HandBackAsync(Other, new ReturnReason { Project = desk.Third, Field = "quarter_yuan", Code = "QUARTER_MISMATCH" })).Lines[0].LastYearToDateYuan.ShouldBe(1_000 * Wan);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Correction_NeedsAReason_AndCountsFromThenOn(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.AcceptAsync(Other, quarter: 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        var reporter = desk.ReporterOf(Other);
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine(desk.Good(desk.Third, Other)) { QuarterYuan = 0, YearToDateYuan = 900 * Wan, CumulativeYuan = 2_900 * Wan, Explanation = "样例" } });
        (await RefusalAsync(reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Other) }))).ShouldBe(StatusCode.InvalidArgument, "YTD_DECREASED", $"lines/{desk.Third}/year_to_date_yuan YTD_DECREASED");
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.Third, Other), CorrectionReason = "上季误报（样例）" } });
        await reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Other) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Other) });
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 10, 2, 9, 0, 0, TimeSpan.FromHours(8)));
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q3" });

        (await reporter.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Other, 3) })).Lines[0].LastYearToDateYuan.ShouldBe(900 * Wan);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Investments_AreTheAcceptedFigures_NowAndThen(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.AcceptAsync(Own, quarter: 1);
        await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own, 1) })).AuditEvents.Count, count => count == 5);
        var then = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await desk.AcceptAsync(Own, before: 1_000 * Wan);
        await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own) })).AuditEvents.FirstOrDefault()?.Kind, kind => kind == "ACCEPTED");
        var parent = $"projects/{desk.First}";

        var now = await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent });
        now.Investments.Select(one => (one.Period, one.QuarterYuan, one.YearToDateYuan, one.CumulativeYuan)).ShouldBe(
            [($"periods/{desk.Year}Q1", 1_000 * Wan, 1_000 * Wan, 3_000 * Wan), (desk.Period, 1_000 * Wan, 2_000 * Wan, 4_000 * Wan)]);
        var past = await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent, AsOfTime = then });
        past.Investments.ShouldBe(now.Investments.Take(1));
        var known = await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent, AsOfTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) });
        known.Investments.ShouldBe(now.Investments);

        foreach (var asOf in new[] { null, Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) })
        {
            var first = await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent, PageSize = 1, AsOfTime = asOf });
            var second = await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent, PageSize = 1, AsOfTime = asOf, PageToken = first.NextPageToken });
            (first.Investments.Single().Period, second.Investments.Single().Period, second.NextPageToken).ShouldBe(($"periods/{desk.Year}Q1", desk.Period, ""));
        }

        (await RefusalAsync(desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent, AsOfTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1)) }))).ShouldBe(StatusCode.InvalidArgument, "IN_FUTURE");
        (await RefusalAsync(desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = "x" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME");
        (await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = "projects/nothing" })).Investments.ShouldBeEmpty();
        var owner = new ReturnService.ReturnServiceClient(desk.Host.As(Role.Enterprise, Own, enterprise: Uscc(Own)));
        (await owner.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = parent })).Investments.Count.ShouldBe(2);
    }
}

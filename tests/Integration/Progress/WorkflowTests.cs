using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Catalog;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using Base = Renovation.Protos.Progress.V1.DiffReturnRequest.Types.Base;

namespace Renovation.Tests.Integration.Progress;

/// <summary>What happens to a return beyond filling, submitting and accepting it.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class WorkflowTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Reopen_KeepsWhatWasAcceptedUntilItIsAcceptedAnew(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reopen = new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例：统计核减" };
        (await RefusalAsync(desk.Returns.ReopenReturnAsync(reopen))).ShouldBe(StatusCode.FailedPrecondition, "NOT_ACCEPTED");
        var accepted = await desk.AcceptAsync(Own);
        var before = await InstantAsync(desk, accepted.Name, "ACCEPTED");
        (await RefusalAsync(desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = accepted.Name, Reasons = { new ReturnReason { Project = "x", Code = "OTHER" } } })))
            .ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELDS", "reason LENGTH", "reasons[0].project UNKNOWN_PROJECT", "reasons[0].note REQUIRED");

        var reopened = await desk.Returns.ReopenReturnAsync(reopen);

        (reopened.State, reopened.AcceptTime, reopened.ReturnReasons.Count).ShouldBe((Return.Types.State.Returned, accepted.AcceptTime, 0));
        (await FiguresAsync(desk)).ShouldBe([2_000 * Wan]);
        var changed = desk.Good(desk.First);
        (changed.QuarterYuan, changed.YearToDateYuan, changed.CumulativeYuan) = (1_500 * Wan, 1_500 * Wan, 3_500 * Wan);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = changed });
        (await FiguresAsync(desk)).ShouldBe([2_000 * Wan], "the accepted figure counts");
        (await StreamedAsync(desk)).YearToDateYuan.ShouldBe(2_000 * Wan);
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = accepted.Name });
        var anew = await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = accepted.Name });

        (await FiguresAsync(desk)).ShouldBe([1_500 * Wan]);
        (await FiguresAsync(desk, before)).ShouldBe([2_000 * Wan], "as it was known then");
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = accepted.Name, AsOfTime = before })).ShouldBe(accepted);
        (await StreamedAsync(desk)).YearToDateYuan.ShouldBe(1_500 * Wan);
        anew.Receipt.Number.ShouldBe($"{desk.Year}Q2-{Own}-2");
        var diff = await desk.Returns.DiffReturnAsync(new DiffReturnRequest { Name = accepted.Name, Base = Base.LastAccepted });
        diff.BaseEtag.ShouldBe(accepted.Etag);
        diff.Changes.Select(change => (change.Project, change.Field, change.Before, change.After)).ShouldBe(
        [
            (desk.First, "quarter_yuan", "20000000", "15000000"), (desk.First, "year_to_date_yuan", "20000000", "15000000"), (desk.First, "cumulative_yuan", "40000000", "35000000"),
        ]);
        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = accepted.Name })).AuditEvents, events => events.Count(one => one.Kind == "ACCEPTED") == 2);
        events.Single(one => one.Kind == "REOPENED").ShouldSatisfyAllConditions(one => one.EventType.ShouldBe(ReturnReopened.Descriptor.FullName), one => one.Reason.ShouldBe("样例：统计核减"));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Reopen_SomeCells_UnlocksOnlyThese(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.AcceptAsync(Own);
        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例", Reasons = { new ReturnReason { Project = desk.First, Field = "physical_progress", Code = "TOO_SHORT" } } });
        var reporter = desk.ReporterOf(Own);

        (await RefusalAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 } }))).ShouldBe(StatusCode.FailedPrecondition, "CELL_LOCKED");
        (await RefusalAsync(reporter.ReportNoChangeAsync(new ReportNoChangeRequest { Name = desk.LineOf(desk.First) }))).ShouldBe(StatusCode.FailedPrecondition, "CELL_LOCKED");
        (await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), PhysicalProgress = "样例：主体封顶" } })).PhysicalProgress.ShouldBe("样例：主体封顶");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task NoChange_CarriesOnFromWhatWasAccepted(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q1" });
        await desk.AcceptAsync(Own, quarter: 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await desk.AcceptAsync(Own, before: 1_000 * Wan);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q3" });
        var line = new ReportNoChangeRequest { Name = desk.LineOf(desk.First, quarter: 3), Etag = "\"v9\"" };
        (await RefusalAsync(desk.ReporterOf(Own).ReportNoChangeAsync(line))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        line.Etag = "";

        var reported = await desk.ReporterOf(Own).ReportNoChangeAsync(line);

        (reported.HasQuarterYuan, reported.QuarterYuan, reported.YearToDateYuan, reported.CumulativeYuan).ShouldBe((true, 0, 2_000 * Wan, 4_000 * Wan));
        (reported.PhysicalProgress, reported.PhysicalProgressBp, reported.ActualStartDate).ShouldBe(("样例进度", 4_000, $"{desk.Year - 1}-05-01"));
        (await desk.ReporterOf(Own).ReportNoChangeAsync(line)).ShouldBe(reported, "said twice it changes nothing");
        (await desk.Returns.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own, 3) })).Findings.Where(finding => finding.Project == desk.First && finding.Severity == Finding.Types.Severity.Error).ShouldBeEmpty();
        (await RefusalAsync(desk.ReporterOf(Own).ReportNoChangeAsync(new ReportNoChangeRequest { Name = desk.LineOf(desk.Third, quarter: 3) }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Submission_GivesAReceiptForItsContent(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.ReporterOf(Own).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "样例", UnitInvestmentYtdYuan = 7 } });

        var first = await desk.SubmitAsync(Own);
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Code = "OTHER", Note = "样例" });
        var again = await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = first.Name });
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Code = "OTHER", Note = "样例" });
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), PhysicalProgress = "另一进度" } });
        (await desk.Returns.DiffReturnAsync(new DiffReturnRequest { Name = first.Name, Base = Base.LastSubmitted })).Changes.Select(change => (change.Field, change.Before, change.After)).ShouldBe([("physical_progress", "样例进度", "另一进度")]);
        var changed = await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = first.Name });

        (first.Receipt.Number, first.Receipt.SubmitTime, again.Receipt.Number).ShouldBe(($"{desk.Year}Q2-{Own}-1", first.SubmitTime, $"{desk.Year}Q2-{Own}-2"));
        again.Receipt.Sha256.ShouldBe(first.Receipt.Sha256, "the content is the same");
        (changed.Receipt.Sha256 == first.Receipt.Sha256).ShouldBeFalse();

        // Whoever has the content can recompute the hash.
        var content = new Return { Name = changed.Name, Preparer = "样例", UnitInvestmentYtdYuan = 7 };
        foreach (var line in changed.Lines)
        {
            var cells = desk.Good(line.Project);
            cells.PhysicalProgress = line.PhysicalProgress;
            content.Lines.Add(cells);
        }

        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(content)))).ShouldBe(changed.Receipt.Sha256);
        (await RefusalAsync(desk.Returns.DiffReturnAsync(new DiffReturnRequest { Name = first.Name }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "base REQUIRED");
        (await RefusalAsync(desk.Returns.DiffReturnAsync(new DiffReturnRequest { Name = first.Name, Base = Base.LastAccepted }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Certifier_WhereOneIsNeeded_IsTheSecondPerson(string provider)
    {
        var clock = ProgressHosts.NewClockFile();
        ClockFile.Set(clock, new DateTimeOffset(2017, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)), TimeProvider.System);
        await using var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: false, setting: ("Reporting:NeedsCertifier", "true"));
        await host.TellUnitsAsync();
        var desk = new Desk(host, 2017, clock);
        await host.TellAsync(desk.Plan(), 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        var certifier = new ReturnService.ReturnServiceClient(host.As(Role.Certifier, Own));
        var certify = new CertifyReturnRequest { Name = desk.ReturnOf(Own) };
        (await RefusalAsync(certifier.CertifyReturnAsync(certify))).ShouldBe(StatusCode.FailedPrecondition, "NOT_READY");

        var ready = await desk.SubmitAsync(Own);
        (ready.State, ready.SubmitTime, ready.Receipt).ShouldBe((Return.Types.State.Ready, null, null));
        SampleBook.Cells((await desk.Periods.ExportPeriodAsync(new ExportPeriodRequest { Name = desk.Period })).Data.ToByteArray(), 2).ShouldContain(cell => cell.Value == "待审签");
        (await RefusalAsync(desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = ready.Name }))).ShouldBe(StatusCode.FailedPrecondition, "AWAITS_CERTIFIER");
        (await RefusalAsync(desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = ready.Name }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_SUBMITTED");
        (await desk.Periods.GetCompletenessAsync(new GetCompletenessRequest { Name = desk.Period })).Missing.ShouldBe(3);
        (await RefusalAsync(certifier.DeclineReturnAsync(new DeclineReturnRequest { Name = ready.Name }))).ShouldBe(StatusCode.InvalidArgument, "LENGTH", "note LENGTH");
        (await certifier.DeclineReturnAsync(new DeclineReturnRequest { Name = ready.Name, Note = "样例：核对" })).State.ShouldBe(Return.Types.State.Draft);

        // Who changes what is ready makes it a draft again: nobody certifies what he has not seen.
        await desk.SubmitAsync(Own);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), PhysicalProgress = "又改" } });
        (await RefusalAsync(certifier.CertifyReturnAsync(certify))).ShouldBe(StatusCode.FailedPrecondition, "NOT_READY");
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = ready.Name });
        var certified = await certifier.CertifyReturnAsync(certify);
        (certified.State, certified.OnTime, certified.Receipt.Number).ShouldBe((Return.Types.State.Submitted, true, $"2017Q2-{Own}-1"));

        // A hand-back keeps its locks until the certifier has certified; the city needs no certifier.
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Field = "physical_progress", Code = "TOO_SHORT" });
        (await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = ready.Name })).State.ShouldBe(Return.Types.State.Ready);
        (await RefusalAsync(desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 } }))).ShouldBe(StatusCode.FailedPrecondition, "CELL_LOCKED");
        (await certifier.DeclineReturnAsync(new DeclineReturnRequest { Name = ready.Name, Note = "样例" })).State.ShouldBe(Return.Types.State.Returned);
        (await desk.Returns.FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) })).ShouldSatisfyAllConditions(nil => nil.State.ShouldBe(Return.Types.State.Submitted), nil => nil.OnBehalf.ShouldBeTrue());
        (await desk.ReporterOf(Other).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Other), Preparer = "样例" } })).State.ShouldBe(Return.Types.State.Draft);
        File.Delete(clock);
    }

    private static async Task<Timestamp> InstantAsync(Desk desk, string name, string kind)
    {
        await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = name })).AuditEvents, events => events.Any(one => one.Kind == kind));
        var at = Timestamp.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        return at;
    }

    private static async Task<IEnumerable<long>> FiguresAsync(Desk desk, Timestamp? asOf = null) =>
        (await desk.Returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = $"projects/{desk.First}", AsOfTime = asOf })).Investments.Select(one => one.YearToDateYuan);

    private static async Task<ReturnLine> StreamedAsync(Desk desk)
    {
        using var call = desk.Returns.StreamReturns(new StreamReturnsRequest { Parent = desk.Period, LastAccepted = true }, cancellationToken: TestContext.Current.CancellationToken);
        return (await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken)).Lines.Single(line => line.Project == desk.First);
    }
}

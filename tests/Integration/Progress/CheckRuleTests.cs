using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Checks;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using Outcome = Renovation.Protos.Progress.V1.CheckRuleChange.Types.Outcome;

namespace Renovation.Tests.Integration.Progress;

/// <summary>The rules of the checks as things of their own: in shadow, counted, and run again over what was submitted.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class CheckRuleTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Rule_InShadow_IsCountedAndNotShown(string provider)
    {
        var clock = ProgressHosts.NewClockFile();
        ClockFile.Set(clock, new DateTimeOffset(2017, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)), TimeProvider.System);
        await using var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: false, setting: ("Reporting:ShadowRules", "SPENT_BEFORE_START, STALLED"));
        await host.TellUnitsAsync();
        var desk = new Desk(host, 2017, clock);
        await host.TellAsync(desk.Plan(), 1);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await desk.FillAsync(Own);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First) }, UpdateMask = new() { Paths = { "actual_start_date" } } });

        (await desk.Returns.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) })).Findings.ShouldBeEmpty();
        (await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) })).State.ShouldBe(Return.Types.State.Submitted);

        var rules = (await Checks(desk).DescribeCheckRulesAsync(new DescribeCheckRulesRequest { Period = desk.Period })).Rules;
        rules.Select(rule => rule.Code).ShouldBe(LineRules.All.Select(rule => rule.Code));
        rules.Where(rule => rule.Shadow || rule.LineCount > 0).Select(rule => (rule.Code, rule.Shadow, rule.LineCount, rule.Version)).ShouldBe([("SPENT_BEFORE_START", true, 1, 1), ("STALLED", true, 0, 1)]);
        File.Delete(clock);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Replay_OverWhatWasSubmitted_TellsWhatIsFoundAnewAndNoMore(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), ActualStartDate = $"{desk.Year}-01-05", Explanation = "样例说明" } });
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        (await ReplayAsync(desk)).ShouldBeEmpty("the rules are as they were");

        // As if one rule had been added since, and another one taken away.
        await desk.Host.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE return_lines SET findings = '[]' WHERE project = {desk.First}"));
        await desk.Host.ReadAsync(db => db.Database.ExecuteSqlAsync($$"""UPDATE return_lines SET findings = '[{"code":"OLD_RULE","version":3,"field":"quarter_yuan"}]' WHERE project = {{desk.Second}}"""));

        var changes = await ReplayAsync(desk);
        changes.Select(change => (change.Line, change.Code, change.Field, change.Outcome, change.VersionThen, change.VersionNow)).ShouldBe(
        [
            (desk.LineOf(desk.First), "SPENT_BEFORE_START", "actual_start_date", Outcome.Added, 0, 1), (desk.LineOf(desk.Second), "OLD_RULE", "quarter_yuan", Outcome.Gone, 3, 0),
        ]);
        (await ReplayAsync(desk, "SPENT_BEFORE_START")).ShouldBe([changes[0]]);
        (await ReplayAsync(desk, "STALLED")).ShouldBeEmpty();
        (await Should.ThrowAsync<RpcException>(() => ReplayAsync(desk, "NO_SUCH"))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).State.ShouldBe(Return.Types.State.Submitted, "to replay changes nothing");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task NewStart_ThatHasNotStartedByTheDeadline_NeedsAnExplanation(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        var plan = desk.Plan();
        plan.Revision = 2;
        (plan.Entries[0].Nature, plan.Entries[0].Preliminary, plan.Entries[0].OpeningInvestmentYuan, plan.Entries[0].PlannedInvestmentYuan) = (PlanEntry.Types.Nature.NewStart, true, 0, 0);
        plan.Entries[2].CompletesInYear = true;
        await desk.Host.TellAsync(plan, 2);
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        await desk.FillAsync(Own);
        var waiting = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 0, YearToDateYuan = 0, CumulativeYuan = 0 };
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = waiting, UpdateMask = new() { Paths = { "quarter_yuan", "year_to_date_yuan", "cumulative_yuan", "actual_start_date" } } });

        var line = (await desk.Returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = desk.ReturnOf(Own) })).Lines[0];
        (line.NewStart, line.Preliminary, line.CompletesInYear).ShouldBe((true, true, false));
        var findings = (await desk.Returns.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) })).Findings;
        findings.Select(finding => (finding.Project, finding.Code)).ShouldBe([(desk.First, "START_TARGET_MISSED"), (desk.Second, "COMPLETION_AT_RISK")]);
        findings[0].Facts.Select(fact => (fact.Name, fact.Value)).ShouldBe([("start_deadline", $"{desk.Year}-06-30")]);
        findings[1].Facts.Select(fact => (fact.Name, fact.Value)).ShouldBe([("forecast_yuan", "60000000"), ("total_investment_yuan", "100000000")]);
    }

    private static CheckService.CheckServiceClient Checks(Desk desk) => new(desk.Host.As(Role.Planner, "6101GX"));

    private static async Task<List<CheckRuleChange>> ReplayAsync(Desk desk, string code = "")
    {
        using var call = Checks(desk).ReplayCheckRules(new ReplayCheckRulesRequest { Parent = desk.Period, Code = code }, cancellationToken: TestContext.Current.CancellationToken);
        return await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}

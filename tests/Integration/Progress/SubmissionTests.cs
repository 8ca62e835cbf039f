using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class SubmissionTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Submit_WithErrorsAndUnexplainedWarnings_NamesThemAll(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine(desk.Good(desk.First)) { CumulativeYuan = 1, ActualCompletionDate = $"{desk.Year}-07-02" } });
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine(desk.Good(desk.Second)) { QuarterYuan = 4_500 * Wan, YearToDateYuan = 4_500 * Wan, CumulativeYuan = 6_500 * Wan } });
        string[] findings =
        [
            $"lines/{desk.First}/cumulative_yuan YTD_EXCEEDS_CUMULATIVE",
            $"lines/{desk.First}/actual_completion_date DATE_AFTER_PERIOD_END",
            $"lines/{desk.Second}/year_to_date_yuan OVER_YEAR_PLAN",
        ];

        var check = await reporter.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) });
        check.Submittable.ShouldBeFalse();
        check.Findings.Select(finding => $"lines/{finding.Project}/{finding.Field} {finding.Code}").ShouldBe(findings);
        check.Findings.Select(finding => finding.Severity).ShouldBe([Finding.Types.Severity.Error, Finding.Types.Severity.Error, Finding.Types.Severity.Warning]);
        check.Findings[2].Message.ShouldBe("本年累计 4500 万元 大于本年计划投资 4000 万元。");
        var english = new ReturnService.ReturnServiceClient(desk.Host.As(desk.Host.Authority.TokenFor(Renovation.Shared.Identity.Role.Reporter, Own), "en"));
        (await english.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) })).Findings[2].Message.ShouldStartWith("The year-to-date");
        (await RefusalAsync(reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELDS", findings);

        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(desk.First), UpdateMask = new() { Paths = { "cumulative_yuan", "actual_completion_date" } } });
        (await RefusalAsync(reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.InvalidArgument, "OVER_YEAR_PLAN", findings[2]);
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.Second), Explanation = "设备提前到货（样例）" } });
        check = await reporter.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) });
        (check.Submittable, check.Findings.Single().Explained).ShouldBe((true, true));
        (await reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) })).State.ShouldBe(Return.Types.State.Submitted);
        (await reporter.CheckReturnAsync(new CheckReturnRequest { Name = desk.ReturnOf(Own) })).Submittable.ShouldBeFalse();
    }

    public static TheoryData<string, string, bool> Instants
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var provider in ProgressHosts.Providers.Select(row => row.Data))
            {
                data.Add(provider, "07-05T23:59:58+08:00", true);
                data.Add(provider, "07-06T00:00:00+08:00", false);
                data.Add(provider, "07-05T15:59:58+00:00", true);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Instants))]
    public async Task Submit_AroundTheDueInstant_DecidesOnTime(string provider, string instant, bool onTime)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        await desk.SetClockAsync(DateTimeOffset.Parse($"{desk.Year}-{instant}", System.Globalization.CultureInfo.InvariantCulture));

        var submitted = await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });

        submitted.OnTime.ShouldBe(onTime);
        (submitted.SubmitTime, submitted.FirstSubmitTime.ToDateTime().Year).ShouldBe((submitted.FirstSubmitTime, desk.Year));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Nil_IsForUnitsWithoutProjects(string provider)
    {
        var desk = await hosts.DeskAsync(provider);

        (await RefusalAsync(desk.ReporterOf(Own).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.FailedPrecondition, "HAS_PROJECTS");
        (await RefusalAsync(desk.ReporterOf(Idle).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Idle) }))).ShouldBe(StatusCode.FailedPrecondition, "NIL_RETURN_EXPECTED");
        await desk.ReporterOf(Idle).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Idle), UnitInvestmentYtdYuan = 8 } });
        var nil = await desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) });
        (nil.State, nil.Nil, nil.OnTime, nil.UnitInvestmentYtdYuan).ShouldBe((Return.Types.State.Submitted, true, true, 8));

        var back = await desk.HandBackAsync(Idle, new ReturnReason { Field = "unit_investment_ytd_yuan", Code = "OTHER", Note = "请核对" });
        (back.State, back.Nil).ShouldBe((Return.Types.State.Returned, false));
        await desk.ReporterOf(Idle).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Idle), UnitInvestmentYtdYuan = 9 } });
        await desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) });
        (await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Idle) })).Nil.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Planner_FillingOrFiling_IsMarkedOnBehalf(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Returns.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(desk.First) });
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).OnBehalf.ShouldBeTrue();
        (await desk.Returns.FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) })).OnBehalf.ShouldBeTrue();
        (await desk.SubmitAsync(Other)).OnBehalf.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task HandedBack_OnlyNamedCellsChange_AndTheFirstSubmissionStays(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        var first = await desk.SubmitAsync(Own);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 8, 9, 0, 0, TimeSpan.FromHours(8)));

        var back = await desk.HandBackAsync(
            Own,
            new ReturnReason { Project = desk.First, Field = "physical_progress", Code = "OTHER", Note = "请写明（样例）" },
            new ReturnReason { Project = desk.Second, Code = "QUARTER_MISMATCH" },
            new ReturnReason { Field = "preparer", Code = "REQUIRED" });

        (back.State, back.ReturnReasons.Count).ShouldBe((Return.Types.State.Returned, 3));
        (await RefusalAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), PhysicalProgress = "新", PhysicalProgressBp = 1, QuarterYuan = 2 } }))).ShouldBe(
            StatusCode.FailedPrecondition, "CELL_LOCKED", $"lines/{desk.First}/quarter_yuan CELL_LOCKED", $"lines/{desk.First}/physical_progress_bp CELL_LOCKED");
        (await RefusalAsync(reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Checker = "乙" } }))).ShouldBe(StatusCode.FailedPrecondition, "CELL_LOCKED", "checker CELL_LOCKED");

        // The other cells may be named as long as they stay as they are.
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine(desk.Good(desk.First)) { PhysicalProgress = "设备安装（样例）" }, UpdateMask = new() { Paths = { "*" } } });
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.Second), PhysicalProgressBp = 5_000 } });
        await reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "甲" } });

        var again = await reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        (again.State, again.OnTime, again.FirstSubmitTime, again.ReturnReasons.Count).ShouldBe((Return.Types.State.Submitted, true, first.FirstSubmitTime, 0));
        again.SubmitTime.ShouldNotBe(again.FirstSubmitTime);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task HandBack_WithoutAReasonOrWithAWrongOne_IsRefused(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        (await RefusalAsync(desk.Returns.ReturnReturnAsync(new ReturnReturnRequest { Name = desk.ReturnOf(Own), Reasons = { new ReturnReason { Code = "A" } } }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_SUBMITTED");
        await desk.SubmitAsync(Own);

        (await RefusalAsync(desk.Returns.ReturnReturnAsync(new ReturnReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "reasons REQUIRED");
        (await RefusalAsync(desk.Returns.ReturnReturnAsync(new ReturnReturnRequest
        {
            Name = desk.ReturnOf(Own),
            Reasons = { new ReturnReason { Project = "nothing", Code = "bad" }, new ReturnReason { Project = desk.First, Field = "position", Code = "OTHER" }, new ReturnReason { Field = "quarter_yuan", Code = "A", Note = new string('长', 501) } },
        }))).ShouldBe(
            StatusCode.InvalidArgument,
            "INVALID_FIELDS",
            "reasons[0].project UNKNOWN_PROJECT",
            "reasons[0].code FORMAT",
            "reasons[1].field UNKNOWN_FIELD",
            "reasons[1].note REQUIRED",
            "reasons[2].field UNKNOWN_FIELD",
            "reasons[2].note LENGTH");
    }
}

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
public sealed class ReturnTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Rest_TakesAMaskAsJsonWritesIt(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        using var rest = desk.Host.Rest(desk.Host.Authority.TokenFor(Renovation.Shared.Identity.Role.Reporter, Own));
        async Task<System.Net.HttpStatusCode> PatchAsync(string mask)
        {
            using var body = new StringContent("""{"physicalProgress":"设备安装（样例）","physicalProgressBp":5000}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await rest.PatchAsync(new Uri($"/v1/{desk.LineOf(desk.First)}?updateMask={mask}", UriKind.Relative), body);
            return answer.StatusCode;
        }

        (await PatchAsync("physicalProgress")).ShouldBe(System.Net.HttpStatusCode.OK);
        (await PatchAsync("physicalSomething")).ShouldBe(System.Net.HttpStatusCode.BadRequest);

        var line = (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).Lines[0];
        (line.PhysicalProgress, line.HasPhysicalProgressBp).ShouldBe(("设备安装（样例）", false));
        (await PatchAsync("physical_progress_bp")).ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Line_Update_StoresEveryCellAndBeginsTheDraft(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        var wanted = new ReturnLine(desk.Good(desk.First))
        {
            ActualCompletionDate = $"{desk.Year}-06-20",
            ExpectedCompletionDate = $"{desk.Year}-06-30",
            ActualProductionDate = $"{desk.Year}-06-21",
            AtCapacity = true,
            ProblemCategory = ReturnLine.Types.ProblemCategory.Funds,
            Problem = " 样例问题 ",
            ProblemLevel = ReturnLine.Types.ProblemLevel.Bureau,
            Explanation = "样例说明",
            CorrectionReason = "样例更正",
        };

        var answer = await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = wanted });

        var read = await reporter.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        read.Lines[0].ShouldBe(answer);
        (read.State, read.OnBehalf, answer.Etag, answer.Problem).ShouldBe((Return.Types.State.Draft, false, "\"v2\"", "样例问题"));
        answer.UpdateTime.ToDateTime().ShouldBeGreaterThan(read.CreateTime.ToDateTime());
        answer.ShouldBe(new ReturnLine(wanted) { Project = desk.First, Position = 1, ProjectTitle = "样例项目1", EnterpriseTitle = "样例企业1", TotalInvestmentYuan = 10_000 * Wan, PlannedInvestmentYuan = 4_000 * Wan, OpeningInvestmentYuan = 2_000 * Wan, Problem = "样例问题", UpdateTime = answer.UpdateTime, Etag = answer.Etag });
        read.Lines[1].Etag.ShouldBe("\"v1\"");

        // The same again changes nothing.
        (await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = wanted })).ShouldBe(answer);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Line_Update_FollowsTheMask(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(desk.First) });

        var masked = await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest
        {
            Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 5, Explanation = "不取" },
            UpdateMask = new FieldMask { Paths = { "quarter_yuan", "cumulative_yuan", "actual_start_date" } },
        });
        (masked.QuarterYuan, masked.HasCumulativeYuan, masked.ActualStartDate, masked.Explanation, masked.YearToDateYuan).ShouldBe((5, false, "", "", 2_000 * Wan));

        var zero = await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), YearToDateYuan = 0 } });
        (zero.HasYearToDateYuan, zero.YearToDateYuan, zero.QuarterYuan).ShouldBe((true, 0, 5));

        (await RefusalAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = zero, UpdateMask = new FieldMask { Paths = { "position" } } })))
            .ShouldBe(StatusCode.InvalidArgument, "INVALID_UPDATE_MASK", "update_mask INVALID_UPDATE_MASK");
        (await RefusalAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf("nothing") } }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(desk.Returns.UpdateReturnLineAsync(new UpdateReturnLineRequest()))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "line REQUIRED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Line_WithWrongCells_NamesThemAll(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var wrong = new ReturnLine
        {
            Name = desk.LineOf(desk.First),
            QuarterYuan = -1,
            YearToDateYuan = long.MaxValue,
            PhysicalProgressBp = 10_001,
            PhysicalProgress = new string('长', 501),
            ActualStartDate = "2017-02-30",
            ActualCompletionDate = "0001-01-01",
            ProblemCategory = (ReturnLine.Types.ProblemCategory)99,
            ProblemLevel = (ReturnLine.Types.ProblemLevel)99,
            CorrectionReason = new string('长', 501),
        };

        (await RefusalAsync(desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = wrong }))).ShouldBe(
            StatusCode.InvalidArgument,
            "INVALID_FIELDS",
            "line.quarter_yuan NEGATIVE_AMOUNT",
            "line.year_to_date_yuan AMOUNT_TOO_LARGE",
            "line.physical_progress_bp OUT_OF_RANGE",
            "line.physical_progress LENGTH",
            "line.actual_start_date INVALID_DATE",
            "line.actual_completion_date INVALID_DATE",
            "line.problem_category UNKNOWN_VALUE",
            "line.problem_level UNKNOWN_VALUE",
            "line.correction_reason LENGTH");
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).State.ShouldBe(Return.Types.State.NotStarted);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Etags_Stale_AreAborted(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        var before = await reporter.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.FillAsync(Own);

        (await RefusalAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1, Etag = before.Lines[0].Etag } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await RefusalAsync(reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = before.Name, Preparer = "甲", Etag = before.Etag } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await RefusalAsync(reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = before.Name, Etag = before.Etag }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        var now = await reporter.GetReturnAsync(new GetReturnRequest { Name = before.Name });
        (await reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = before.Name, Etag = now.Etag })).State.ShouldBe(Return.Types.State.Submitted);
        (await RefusalAsync(desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = before.Name, Etag = now.Etag }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await RefusalAsync(desk.Returns.ReturnReturnAsync(new ReturnReturnRequest { Name = before.Name, Etag = now.Etag, Reasons = { new ReturnReason { Code = "A" } } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await RefusalAsync(desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle), Etag = "\"v9\"" }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Head_Update_StoresFiguresAndNames(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        var name = desk.ReturnOf(Own);

        var updated = await reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = name, UnitInvestmentYtdYuan = 0, UnitInvestmentLastYearYuan = 7, Preparer = "样例甲", Checker = "样例乙" } });
        (updated.HasUnitInvestmentYtdYuan, updated.UnitInvestmentYtdYuan, updated.UnitInvestmentLastYearYuan, updated.Preparer, updated.Checker, updated.State).ShouldBe((true, 0, 7, "样例甲", "样例乙", Return.Types.State.Draft));
        updated.Lines.Count.ShouldBe(2);
        var cleared = await reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = name }, UpdateMask = new FieldMask { Paths = { "unit_investment_ytd_yuan" } } });
        (cleared.HasUnitInvestmentYtdYuan, cleared.UnitInvestmentLastYearYuan).ShouldBe((false, 7));

        (await RefusalAsync(reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = name, UnitInvestmentYtdYuan = -1, Preparer = new string('长', 51) } }))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", "return.unit_investment_ytd_yuan NEGATIVE_AMOUNT", "return.preparer LENGTH");
        (await RefusalAsync(reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = name }, UpdateMask = new FieldMask { Paths = { "state" } } }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_UPDATE_MASK");
        (await RefusalAsync(desk.Returns.UpdateReturnAsync(new UpdateReturnRequest()))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Returns_List_FiltersAndPages(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);

        async Task<IEnumerable<string>> UnitsAsync(ReturnService.ReturnServiceClient client, ListReturnsRequest request) => (await client.ListReturnsAsync(request)).Returns.Select(one => one.Unit);
        (await UnitsAsync(desk.Returns, new ListReturnsRequest { Parent = desk.Period, State = Return.Types.State.Draft })).ShouldBe([Own]);
        (await UnitsAsync(desk.Returns, new ListReturnsRequest { Parent = desk.Period, State = Return.Types.State.Ready })).ShouldBeEmpty();
        (await UnitsAsync(desk.Returns, new ListReturnsRequest { Parent = desk.Period, Unit = "610100" })).ShouldBe([Own, Other, Idle]);
        (await UnitsAsync(desk.Returns, new ListReturnsRequest { Parent = desk.Period, Unit = Other })).ShouldBe([Other]);
        (await UnitsAsync(desk.ReporterOf(Other), new ListReturnsRequest { Parent = desk.Period })).ShouldBe([Other]);
        var first = await desk.Returns.ListReturnsAsync(new ListReturnsRequest { Parent = desk.Period, PageSize = 2 });
        (await UnitsAsync(desk.Returns, new ListReturnsRequest { Parent = desk.Period, PageSize = 2, PageToken = first.NextPageToken })).ShouldBe([Idle]);
        (await RefusalAsync(desk.Returns.ListReturnsAsync(new ListReturnsRequest { Parent = desk.Period, PageSize = 2, PageToken = first.NextPageToken, Unit = Own }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        (await RefusalAsync(desk.Returns.ListReturnsAsync(new ListReturnsRequest { Parent = $"periods/{desk.Year}Q4" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Returns_Stream_ComeWithTheirLinesAndGoOnAfterTheLast(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);

        async Task<List<Return>> ReadAsync(ReturnService.ReturnServiceClient client, StreamReturnsRequest request)
        {
            using var call = client.StreamReturns(request, cancellationToken: TestContext.Current.CancellationToken);
            return await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        }

        var all = await ReadAsync(desk.Returns, new StreamReturnsRequest { Parent = desk.Period });
        all.Select(one => (one.Unit, one.Lines.Count)).ShouldBe([(Own, 2), (Other, 1), (Idle, 0)]);
        all[0].ShouldBe(await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) }));
        (await ReadAsync(desk.Returns, new StreamReturnsRequest { Parent = desk.Period, After = all[0].Name })).ShouldBe(all.Skip(1));
        (await ReadAsync(desk.Returns, new StreamReturnsRequest { Parent = desk.Period, State = Return.Types.State.Draft })).ShouldBe([all[0]]);
        (await ReadAsync(desk.ReporterOf(Other), new StreamReturnsRequest { Parent = "periods/-" })).ShouldAllBe(one => one.Unit == Other);
        (await ReadAsync(desk.Returns, new StreamReturnsRequest { Parent = "periods/-" })).ShouldContain(all[2]);
        (await Should.ThrowAsync<RpcException>(() => ReadAsync(desk.Returns, new StreamReturnsRequest { Parent = $"periods/{desk.Year}Q4" }))).StatusCode.ShouldBe(StatusCode.NotFound);
        (await Should.ThrowAsync<RpcException>(() => ReadAsync(desk.ReporterOf(Other), new StreamReturnsRequest { Parent = desk.Period, Unit = Own }))).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Lines_List_IsInPlanOrderByPages(string provider)
    {
        var desk = await hosts.DeskAsync(provider);

        var first = await desk.Returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = desk.ReturnOf(Own), PageSize = 1 });
        var second = await desk.Returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = desk.ReturnOf(Own), PageSize = 1, PageToken = first.NextPageToken });

        first.Lines.Single().Project.ShouldBe(desk.First);
        (second.Lines.Single().Project, second.NextPageToken).ShouldBe((desk.Second, ""));
        (await RefusalAsync(desk.Returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = desk.ReturnOf("610999") }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(desk.Returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = desk.Period }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Return_AsOfAPastTime_IsReadAsItWas(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var name = desk.ReturnOf(Own);
        var reporter = desk.ReporterOf(Own);
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(desk.First) });
        var before = await reporter.GetReturnAsync(new GetReturnRequest { Name = name });
        await SealedAsync(desk, name, 2);
        var between = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 7 } });
        await SealedAsync(desk, name, 3);

        (await reporter.GetReturnAsync(new GetReturnRequest { Name = name, AsOfTime = between })).ShouldBe(before);
        (await RefusalAsync(reporter.GetReturnAsync(new GetReturnRequest { Name = name, AsOfTime = new Timestamp() }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusalAsync(reporter.GetReturnAsync(new GetReturnRequest { Name = name, AsOfTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1)) }))).ShouldBe(StatusCode.InvalidArgument, "IN_FUTURE");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task RequestId_Repeated_GivesTheFirstAnswer(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        var submit = new SubmitReturnRequest { Name = desk.ReturnOf(Own), RequestId = Guid.CreateVersion7().ToString() };

        var first = await desk.ReporterOf(Own).SubmitReturnAsync(submit);
        var second = await desk.ReporterOf(Own).SubmitReturnAsync(submit);

        second.ShouldBe(first);
        (await RefusalAsync(desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = submit.Name, RequestId = Guid.CreateVersion7().ToString() }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_WITH_UNIT");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Writers_AtOnce_LoseNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        await desk.FillAsync(Own);

        // Different lines and cells by different people: all are kept.
        await Task.WhenAll(
            reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), Explanation = "一" } }).ResponseAsync,
            reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.Second), Explanation = "二" } }).ResponseAsync,
            reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), Problem = "三", ProblemCategory = ReturnLine.Types.ProblemCategory.Land } }).ResponseAsync,
            reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "四" } }).ResponseAsync);
        var filled = await reporter.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        (filled.Lines[0].Explanation, filled.Lines[0].Problem, filled.Lines[1].Explanation, filled.Preparer).ShouldBe(("一", "三", "二", "四"));

        // Two submissions of the same version: one wins, the other is told.
        var submissions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OutcomeAsync(reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = filled.Name, Etag = filled.Etag }))));
        submissions.Order(StringComparer.Ordinal).ShouldBe(["Aborted", "Aborted", "Aborted", "OK"]);

        // Acceptance and an edit: whichever is first, the accepted version is what was accepted.
        var race = await Task.WhenAll(
            OutcomeAsync(desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = filled.Name })),
            OutcomeAsync(reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 } })));
        race.ShouldBe(["OK", "FailedPrecondition"]);
        (await reporter.GetReturnAsync(new GetReturnRequest { Name = filled.Name })).Lines[0].QuarterYuan.ShouldBe(2_000 * Wan);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Rest_Paths_AreTheSameMethods(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        using var client = desk.Host.Rest(desk.Host.Authority.TokenFor(Role.Reporter, Own));

        using var patch = await client.PatchAsync($"/v1/{desk.LineOf(desk.First)}", new StringContent("""{"quarter_yuan": 5}""", System.Text.Encoding.UTF8, "application/json"));
        patch.EnsureSuccessStatusCode();
        (await patch.Content.ReadAsStringAsync()).ShouldContain("\"quarterYuan\":5");
        (await client.GetStringAsync($"/v1/{desk.ReturnOf(Own)}:check")).ShouldContain("MISSING_VALUE");
        using var submit = await client.PostAsync($"/v1/{desk.ReturnOf(Own)}:submit", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        ((int)submit.StatusCode).ShouldBe(400);
        (await submit.Content.ReadAsStringAsync()).ShouldContain($"lines/{desk.First}/year_to_date_yuan");
    }

    private static async Task<string> OutcomeAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return "OK";
        }
        catch (RpcException refused)
        {
            return refused.StatusCode.ToString();
        }
    }

    private static Task SealedAsync(Desk desk, string resource, int versions) =>
        EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = resource })).AuditEvents.Count, count => count >= versions);
}

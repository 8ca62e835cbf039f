using System.Text;
using Google.Api;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.Calls;
using Shouldly;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>The returns of a quarter, from prefilled workbooks to acceptance.</summary>
internal sealed class ReturnSteps(Suite suite, IReadOnlyList<PlanEntry> entries)
{
    public const string Period = "periods/2017Q2";
    private const string NilUnit = "6101Z3";
    private const string WrongUnit = "6101Z1";
    private const string ReturnedUnit = "610102";
    private const string LateUnit = "610124";

    // Made up (样例).
    private static readonly Candidate Reported = new() { Title = "样例计划入库项目", Enterprise = "91610100MA6YL0099T", EnterpriseTitle = "样例计划入库企业", TotalInvestmentYuan = 50_000_000 };
    private readonly Dictionary<string, PlanEntry> _entries = entries.ToDictionary(entry => entry.Project, StringComparer.Ordinal);

    public List<Story> Stories { get; } = [];

    public async Task ReportAsync()
    {
        await ClockAsync("2017-07-03T09:00:00+08:00");
        await Eventually.BecomesAsync(OpenAsync, returns => returns.Returns.Count == 21);
        var units = _entries.Values.Select(entry => entry.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        units.Count.ShouldBe(20);
        foreach (var unit in units.Where(unit => unit != LateUnit))
            await FileAsync(unit);
        await suite.ReportAsync<Return>(NilUnit, new UpdateReturnRequest { Return = new Return { Name = NameOf(NilUnit), Candidates = { Reported } }, UpdateMask = FieldMask.FromString("candidates") });
        (await suite.ReportAsync<Return>(NilUnit, new FileNilReturnRequest { Name = NameOf(NilUnit) })).Nil.ShouldBeTrue();
        await ReturnAsync();
        await ClockAsync("2017-07-06T00:00:00+08:00");
        await FileAsync(LateUnit);
        await AcceptAsync(units);
        await CandidateEntersAsync();
        await LookAsync();
    }

    /// <summary>The two quarters after it, line by line as another system would report them.</summary>
    public async Task FinishTheYearAsync()
    {
        foreach (var (period, day) in new[] { ("periods/2017Q3", "2017-10-02T09:00:00+08:00"), ("periods/2017Q4", "2018-01-02T09:00:00+08:00") })
        {
            await ClockAsync(day);
            (await suite.CallAsync<Period>("planner", new OpenPeriodRequest { Name = period })).State.ShouldBe(Protos.Progress.V1.Period.Types.State.Open);
            var before = Stories.ToDictionary(story => story.Line.Project, StringComparer.Ordinal);
            Stories.Clear();
            foreach (var unit in _entries.Values.Select(entry => entry.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                Stories.AddRange(await ReportAsync(period, unit, before));
            await suite.ReportAsync<Return>(NilUnit, new FileNilReturnRequest { Name = $"{period}/returns/{NilUnit}" });
            (await suite.CallAsync<Return>("planner", new AcceptReturnRequest { Name = $"{period}/returns/{NilUnit}" })).State.ShouldBe(Return.Types.State.Accepted);
        }

        var plan = (await suite.CallAsync<Overview>("planner", new GetOverviewRequest { Name = "overviews/2017" })).Plan;
        (plan.Completions.Done, plan.YearToDateYuan).ShouldBe((Stories.Count(story => story.Completed), Stories.Sum(story => story.YearToDate)));
    }

    public static string NameOf(string unit) => $"{Period}/returns/{unit}";

    public async Task ClockAsync(string time)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"{suite.Installation.Address}/demo/clock")) { Content = new StringContent($$"""{"time":"{{time}}"}""", Encoding.UTF8, "application/json") };
        message.Headers.Authorization = new("Bearer", await suite.Installation.Clients.TokenAsync("planner"));
        (await http.SendAsync(message)).EnsureSuccessStatusCode();

        // Processes read the clock file at most every 100 ms.
        await Task.Delay(300);
    }

    // The plan reaches progress-reporting by event: until then opening is refused.
    private async Task<ListReturnsResponse> OpenAsync()
    {
        try
        {
            await suite.CallAsync<Period>("planner", new OpenPeriodRequest { Name = Period });
            return await suite.CallAsync<ListReturnsResponse>("planner", new ListReturnsRequest { Parent = Period, PageSize = 100 });
        }
        catch (Refusal refusal) when (refusal.Code is Code.FailedPrecondition or Code.NotFound)
        {
            return new ListReturnsResponse();
        }
    }

    private async Task<List<Story>> ReportAsync(string period, string unit, Dictionary<string, Story> before)
    {
        var name = $"{period}/returns/{unit}";
        var lines = (await suite.ReportAsync<ListReturnLinesResponse>(unit, new ListReturnLinesRequest { Parent = name, PageSize = 1000 })).Lines;
        var stories = lines.Select(line => before[line.Project].Next(line)).ToList();
        await suite.ReportAsync<BatchUpdateReturnLinesResponse>(unit, new BatchUpdateReturnLinesRequest { Parent = name, Requests = { stories.Select(story => new UpdateReturnLineRequest { Line = story.Report() }) } });
        await suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = name });
        (await suite.CallAsync<Return>("planner", new AcceptReturnRequest { Name = name })).State.ShouldBe(Return.Types.State.Accepted);
        return stories;
    }

    private async Task FileAsync(string unit)
    {
        var name = NameOf(unit);
        var lines = (await suite.ReportAsync<ListReturnLinesResponse>(unit, new ListReturnLinesRequest { Parent = name, PageSize = 1000 })).Lines;
        var stories = lines.Select(line => Story.Of(line, _entries[line.Project])).ToList();
        Stories.AddRange(stories);
        if (unit == WrongUnit)
            await FileWronglyAsync(unit, stories);
        await ImportAsync(unit, stories, "样例填报人");
        var filed = await suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = name });
        filed.State.ShouldBe(Return.Types.State.Submitted);
        filed.OnTime.ShouldBe(unit != LateUnit);
    }

    private async Task<ImportReturnResponse> ImportAsync(string unit, IEnumerable<Story> stories, string preparer, Action<ReturnWorkbook>? spoil = null)
    {
        var exported = await suite.ReportAsync<HttpBody>(unit, new ExportReturnRequest { Name = NameOf(unit) });
        using var book = new ReturnWorkbook(exported.Data.ToByteArray());
        foreach (var story in stories)
            story.Fill(book);
        book.SetHead("填报人", preparer);
        spoil?.Invoke(book);
        return await suite.ReportAsync<ImportReturnResponse>(unit, new ImportReturnRequest { Name = NameOf(unit), File = PlanSteps.Workbook(book.Save()) });
    }

    private async Task FileWronglyAsync(string unit, List<Story> stories)
    {
        // A cell that is no amount: nothing is stored, and the answer names the cell.
        var refusal = await Should.ThrowAsync<Refusal>(() => ImportAsync(unit, stories, "不会保存", book => book.Set(stories[0].Line.Project, "本季度完成", "约三千")));
        refusal.Violations.ShouldHaveSingleItem().Reason.ShouldBe("NOT_A_NUMBER");
        (await suite.ReportAsync<Return>(unit, new GetReturnRequest { Name = NameOf(unit) })).Preparer.ShouldBe("");

        // Amounts that contradict each other are stored, and keep the return from being submitted.
        var wrong = stories.First(story => story.Started);
        var imported = await ImportAsync(unit, stories, "样例填报人", book => book.Set(wrong.Line.Project, "自开工累计", Story.Wan4(wrong.Cumulative + 50_000)));
        imported.Findings.ShouldContain(finding => finding.Code == "CUMULATIVE_MISMATCH" && finding.Project == wrong.Line.Project);
        (await Should.ThrowAsync<Refusal>(() => suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = NameOf(unit) })))
            .Violations.ShouldContain(violation => violation.Reason == "CUMULATIVE_MISMATCH");
    }

    private async Task ReturnAsync()
    {
        var name = NameOf(ReturnedUnit);
        var line = Stories.First(story => _entries[story.Line.Project].Unit == ReturnedUnit).Line.Project;
        var reason = new ReturnReason { Project = line, Field = "explanation", Code = "OTHER", Note = "请补充说明" };
        (await suite.CallAsync<Return>("planner", new ReturnReturnRequest { Name = name, Reasons = { reason } })).State.ShouldBe(Return.Types.State.Returned);

        // Only the named cell is unlocked.
        (await Should.ThrowAsync<Refusal>(() => UpdateAsync(line, new ReturnLine { PhysicalProgress = "改动" }, "physical_progress"))).Code.ShouldBe(Code.FailedPrecondition);
        await UpdateAsync(line, new ReturnLine { Explanation = "已补充说明（样例）" }, "explanation");
        (await suite.ReportAsync<Return>(ReturnedUnit, new SubmitReturnRequest { Name = name })).OnTime.ShouldBeTrue();
    }

    private Task<ReturnLine> UpdateAsync(string project, ReturnLine line, string field)
    {
        line.Name = $"{NameOf(ReturnedUnit)}/lines/{project}";
        return suite.ReportAsync<ReturnLine>(ReturnedUnit, new UpdateReturnLineRequest { Line = line, UpdateMask = FieldMask.FromString(field) });
    }

    private async Task AcceptAsync(IEnumerable<string> units)
    {
        foreach (var unit in units.Append(NilUnit))
            (await suite.CallAsync<Return>("planner", new AcceptReturnRequest { Name = NameOf(unit) })).State.ShouldBe(Return.Types.State.Accepted);
        var completeness = await suite.CallAsync<Completeness>("planner", new GetCompletenessRequest { Name = Period });
        (completeness.Units, completeness.OnTime, completeness.Late, completeness.Missing, completeness.Accepted).ShouldBe((21, 20, 1, 0, 21));
        (await suite.CallAsync<HttpBody>("planner", new ExportPeriodRequest { Name = Period })).Data.Length.ShouldBeGreaterThan(0);
    }

    // What a unit reports for the library is a candidate there, and the return says so.
    private async Task CandidateEntersAsync()
    {
        var told = await Eventually.BecomesAsync(
            async () => (await suite.ReportAsync<Return>(NilUnit, new GetReturnRequest { Name = NameOf(NilUnit) })).Candidates.Single(), candidate => candidate.Outcome != Candidate.Types.Outcome.Unspecified);
        told.Outcome.ShouldBe(Candidate.Types.Outcome.Created);
        var project = await suite.CallAsync<Project>("planner", new GetProjectRequest { Name = $"projects/{told.Project}" });
        (project.Title, project.Unit, project.Membership).ShouldBe((Reported.Title, NilUnit, Project.Types.Membership.Candidate));
    }

    private async Task LookAsync()
    {
        var overview = await suite.CallAsync<Overview>("planner", new GetOverviewRequest { Name = "overviews/2017", WithUnits = true });
        var plan = overview.Plan;
        (plan.Projects, plan.ReportedProjects, plan.NewStarts.Planned, plan.Preliminary.Planned, plan.Completions.Planned, overview.Units.Count).ShouldBe((100, 100, 22, 11, 42, 20));
        plan.YearToDateYuan.ShouldBe(Stories.Sum(story => story.YearToDate));
        plan.Completions.Done.ShouldBe(Stories.Count(story => story.Completed));
        (plan.Preliminary.Overdue, overview.Periods.Single().Accepted).ShouldBe((11, 21));
        var late = await suite.CallAsync<ListMilestonesResponse>("planner", new ListMilestonesRequest { Parent = overview.Name, Kind = Milestone.Types.Kind.Start, State = Milestone.Types.State.Overdue, PageSize = 1000 });
        (late.Milestones.Count, late.Milestones.All(one => one.MissingProcedures.Count > 0)).ShouldBe((plan.NewStarts.Overdue, true));
    }
}

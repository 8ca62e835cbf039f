using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Renovation.ProgressReporting.Problems;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using Category = Renovation.Protos.Progress.V1.ReturnLine.Types.ProblemCategory;
using Kind = Renovation.Protos.Progress.V1.Problem.Types.Action.Types.Kind;
using Level = Renovation.Protos.Progress.V1.ReturnLine.Types.ProblemLevel;
using Problem = Renovation.Protos.Progress.V1.Problem;
using State = Renovation.Protos.Progress.V1.Problem.Types.State;

namespace Renovation.Tests.Integration.Progress;

/// <summary>The problem ledger: from unit, bureau and department up to the government and back.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class ProblemTests(ProgressHosts hosts)
{
    private const string Land = "6101D1";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Problem_GoesUpToTheGovernment_AndIsClosedByItsUnit(string provider)
    {
        var desk = await DeskAsync(provider);
        var (reporter, bureau, department, government) = (Problems(desk, Role.Reporter, Own), Problems(desk, Role.Planner, "6101GX"), Problems(desk, Role.Department, Land), Problems(desk, Role.Government, "610100"));
        var raised = await reporter.CreateProblemAsync(Raise(desk.First, Category.Land, "样例：土地指标未落实"));
        (raised.State, raised.Level, raised.Owner, raised.Unit, raised.ProjectTitle, raised.IndustryCode, raised.Enterprise).ShouldBe((State.Open, Level.District, Own, Own, "样例项目", "C36", Uscc(Own)));
        (raised.RaiseDate, raised.DueDate, raised.Overdue).ShouldBe(($"{desk.Year}-07-03", $"{desk.Year}-07-18", false));
        (await RefusalAsync(department.GetProblemAsync(new GetProblemRequest { Name = raised.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await RefusalAsync(government.ResolveProblemAsync(new ResolveProblemRequest { Name = raised.Name, Result = "样例" }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_WITH_CALLER");

        await reporter.ActOnProblemAsync(new ActOnProblemRequest { Name = raised.Name, Note = "已与街道协调" });
        await reporter.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "需市级协调" });
        (await RefusalAsync(reporter.ActOnProblemAsync(new ActOnProblemRequest { Name = raised.Name, Note = "样例" }))).ShouldBe(StatusCode.FailedPrecondition, "NOT_WITH_CALLER");
        (await RefusalAsync(bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "样例", Department = Own }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_DEPARTMENT", "department UNKNOWN_DEPARTMENT");
        var handed = await bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "转国土" });
        (handed.Level, handed.Owner).ShouldBe((Level.Departments, Land));

        (await department.ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldHaveSingleItem().Name.ShouldBe(raised.Name);
        await department.ActOnProblemAsync(new ActOnProblemRequest { Name = raised.Name, Note = "已受理" });
        (await RefusalAsync(bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "样例", Department = Land }))).ShouldBe(StatusCode.InvalidArgument, "UNEXPECTED", "department UNEXPECTED");
        var top = await bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "提请市政府" });
        (top.Level, top.Owner, top.GovernmentDate).ShouldBe((Level.Government, "610100", $"{desk.Year}-07-03"));
        var resolved = await government.ResolveProblemAsync(new ResolveProblemRequest { Name = raised.Name, Result = "市长办公会已定" });
        (resolved.State, resolved.Result, resolved.DueDate, resolved.ResolveDate).ShouldBe((State.Resolved, "市长办公会已定", "", $"{desk.Year}-07-03"));

        var rejected = await reporter.HandBackProblemAsync(new HandBackProblemRequest { Name = raised.Name, Reason = "尚未到位" });
        (rejected.State, rejected.Level, rejected.Owner, rejected.Result).ShouldBe((State.Open, Level.Government, "610100", ""));
        await government.ResolveProblemAsync(new ResolveProblemRequest { Name = raised.Name, Result = "已到位" });
        var closed = await reporter.CloseProblemAsync(new CloseProblemRequest { Name = raised.Name, Etag = "\"v9\"" });
        closed.State.ShouldBe(State.Closed);
        closed.Actions.Select(action => (action.Kind, action.Actor)).ShouldBe(
        [
            (Kind.Raised, $"reporter-{Own}"), (Kind.Noted, $"reporter-{Own}"), (Kind.Escalated, $"reporter-{Own}"), (Kind.Escalated, "planner-6101GX"), (Kind.Noted, $"department-{Land}"), (Kind.Escalated, "planner-6101GX"),
            (Kind.Resolved, "government-610100"), (Kind.Rejected, $"reporter-{Own}"), (Kind.Resolved, "government-610100"), (Kind.Closed, $"reporter-{Own}"),
        ]);
        (await reporter.GetProblemAsync(new GetProblemRequest { Name = raised.Name })).ShouldBe(closed);
        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = raised.Name })).AuditEvents, events => events.Count == 10);
        events.ShouldAllBe(one => one.EventType == ProblemChanged.Descriptor.FullName);
        events[7].ShouldSatisfyAllConditions(one => one.Kind.ShouldBe("ESCALATED"), one => one.Reason.ShouldBe("需市级协调"));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task BadInput_NamesTheField_AndNothingIsKept(string provider)
    {
        var desk = await DeskAsync(provider);
        var reporter = Problems(desk, Role.Reporter, Own);
        (await RefusalAsync(reporter.CreateProblemAsync(Raise(desk.First, Category.Unspecified, " ", (Level)9)))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", "problem.category REQUIRED", "problem.text REQUIRED", "problem.asked_level UNKNOWN_VALUE");
        (await RefusalAsync(Problems(desk, Role.Planner, "6101GX").CreateProblemAsync(Raise("nobody", Category.Land, "样例")))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_PROJECT", "problem.project UNKNOWN_PROJECT");
        (await RefusalAsync(reporter.CreateProblemAsync(Raise(desk.Third, Category.Land, "样例")))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await RefusalAsync(reporter.CreateProblemAsync(Raise(desk.First, Category.Land, new string('长', 2001))))).ShouldBe(StatusCode.InvalidArgument, "TOO_LONG", "problem.text TOO_LONG");
        (await reporter.ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldBeEmpty();

        var raised = await reporter.CreateProblemAsync(Raise(desk.First, Category.Market, "样例"));
        (await RefusalAsync(reporter.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "reason REQUIRED");
        (await RefusalAsync(reporter.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "样例", Etag = "\"v7\"" }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await RefusalAsync(reporter.CloseProblemAsync(new CloseProblemRequest { Name = raised.Name }))).ShouldBe(StatusCode.FailedPrecondition, "PROBLEM_NOT_RESOLVED");
        await reporter.EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "样例" });
        (await RefusalAsync(Problems(desk, Role.Planner, "6101GX").EscalateProblemAsync(new EscalateProblemRequest { Name = raised.Name, Reason = "样例" }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "department REQUIRED");
        var corrected = await reporter.UpdateProblemAsync(new UpdateProblemRequest { Problem = new Problem { Name = raised.Name, Category = Category.Labour } });
        (corrected.Category, corrected.Text, corrected.Etag).ShouldBe((Category.Labour, "样例", "\"v3\""));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task AcceptedReturn_EntersItsProblems_OnceEach(string provider)
    {
        var desk = await DeskAsync(provider);
        await FillAsync(desk, "样例：用地手续未办结", Level.Departments);
        (await Problems(desk, Role.Planner, "6101GX").ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldBeEmpty("what is not accepted is not known");
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) });

        var entered = (await Problems(desk, Role.Reporter, Own).ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldHaveSingleItem();
        (entered.Text, entered.Category, entered.Level, entered.AskedLevel, entered.ReturnLine, entered.Unit).ShouldBe(("样例：用地手续未办结", Category.Land, Level.Bureau, Level.Departments, desk.LineOf(desk.First), Own));

        // Accepted again without a change in it: nothing new.
        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例" });
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) });
        (await Problems(desk, Role.Reporter, Own).GetProblemAsync(new GetProblemRequest { Name = entered.Name })).ShouldBe(entered);

        // Closed meanwhile, and the same return again: it stays closed.
        await Problems(desk, Role.Planner, "6101GX").ResolveProblemAsync(new ResolveProblemRequest { Name = entered.Name, Result = "样例" });
        await Problems(desk, Role.Reporter, Own).CloseProblemAsync(new CloseProblemRequest { Name = entered.Name });
        await desk.Returns.ReopenReturnAsync(new ReopenReturnRequest { Name = desk.ReturnOf(Own), Reason = "样例" });
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
        await desk.Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = desk.ReturnOf(Own) });
        (await Problems(desk, Role.Reporter, Own).ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.ShouldHaveSingleItem().State.ShouldBe(State.Closed);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Clock_EscalatesToBureauAndDepartment_AndNoFurther(string provider)
    {
        var desk = await DeskAsync(provider);
        var bureau = Problems(desk, Role.Planner, "6101GX");
        var land = await bureau.CreateProblemAsync(Raise(desk.First, Category.Land, "样例"));
        var market = await bureau.CreateProblemAsync(Raise(desk.Second, Category.Market, "样例"));

        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 18, 23, 59, 0, China));
        await EscalateDueAsync(desk);
        (await bureau.GetProblemAsync(new GetProblemRequest { Name = land.Name })).Level.ShouldBe(Level.District, "its last day is not over");

        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 19, 0, 1, 0, China));
        (await bureau.ListProblemsAsync(new ListProblemsRequest { Overdue = true, Unit = Own, PageSize = 2 })).Problems.Select(problem => problem.Name).ShouldBe([market.Name, land.Name]);
        await EscalateDueAsync(desk);
        await EscalateDueAsync(desk);
        var up = await bureau.GetProblemAsync(new GetProblemRequest { Name = land.Name });
        (up.Level, up.DueDate, up.Actions.Count, up.Actions[^1].Actor).ShouldBe((Level.Bureau, $"{desk.Year}-08-18", 2, "progress"));

        // A month away, so that several clocks have run out: one step, and a new clock.
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 12, 1, 9, 0, 0, China));
        await EscalateDueAsync(desk);
        await EscalateDueAsync(desk);
        up = await bureau.GetProblemAsync(new GetProblemRequest { Name = land.Name });
        (up.Level, up.Owner, up.DueDate).ShouldBe((Level.Departments, Land, $"{desk.Year}-12-31"));
        (await bureau.GetProblemAsync(new GetProblemRequest { Name = market.Name })).ShouldSatisfyAllConditions(one => one.Level.ShouldBe(Level.Bureau), one => one.Overdue.ShouldBeTrue("no department has its category"));

        await desk.SetClockAsync(new DateTimeOffset(desk.Year + 1, 3, 1, 9, 0, 0, China));
        await EscalateDueAsync(desk);
        (await bureau.GetProblemAsync(new GetProblemRequest { Name = land.Name })).ShouldSatisfyAllConditions(one => one.Level.ShouldBe(Level.Departments), one => one.Overdue.ShouldBeTrue());
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task ListAndSummary_CountWhatTheCallerMaySee(string provider)
    {
        var desk = await DeskAsync(provider);
        var bureau = Problems(desk, Role.Planner, "6101GX");
        var first = await bureau.CreateProblemAsync(Raise(desk.First, Category.Land, "样例一"));
        var second = await bureau.CreateProblemAsync(Raise(desk.First, Category.Funds, "样例二"));
        var third = await bureau.CreateProblemAsync(Raise(desk.Third, Category.Land, "样例三", Level.Bureau));
        await bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = third.Name, Reason = "样例" });
        await bureau.EscalateProblemAsync(new EscalateProblemRequest { Name = third.Name, Reason = "样例" });
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 10, 8, 9, 0, 0, China));
        await bureau.ResolveProblemAsync(new ResolveProblemRequest { Name = second.Name, Result = "样例" });

        var pages = new List<string>();
        var request = new ListProblemsRequest { PageSize = 2 };
        do
        {
            var page = await bureau.ListProblemsAsync(request);
            pages.AddRange(page.Problems.Select(problem => problem.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && pages.Count < 3);
        pages.Take(3).ShouldBe([third.Name, second.Name, first.Name]);
        var filtered = new (ListProblemsRequest Request, string[] Names)[]
        {
            (new ListProblemsRequest { Unit = Own, PageSize = 2 }, [second.Name, first.Name]),
            (new ListProblemsRequest { Unit = Own, Project = desk.Third }, []),
            (new ListProblemsRequest { Project = desk.First, Category = Category.Land }, [first.Name]),
            (new ListProblemsRequest { Unit = Other, Level = Level.Government, Project = desk.Third }, [third.Name]),
            (new ListProblemsRequest { Project = desk.First, State = State.Resolved }, [second.Name]),
            (new ListProblemsRequest { Project = desk.First, Owner = Own, Overdue = true }, [first.Name]),
            (new ListProblemsRequest { Project = desk.First, IndustryCode = "C3" }, [second.Name, first.Name]),
            (new ListProblemsRequest { Project = desk.First, IndustryCode = "C4" }, []),
            (new ListProblemsRequest { Unit = Other, ReachedGovernment = true, Project = desk.Third }, [third.Name]),
        };
        foreach (var (asked, names) in filtered)
            (await bureau.ListProblemsAsync(asked)).Problems.Select(problem => problem.Name).ShouldBe(names, asked.ToString());

        var year = await bureau.SummarizeProblemsAsync(new SummarizeProblemsRequest { Year = desk.Year });
        year.Total.ShouldBe(new SummarizeProblemsResponse.Types.Group { Problems = 3, Open = 2, Overdue = 2, Resolved = 1, WithGovernment = 1, Projects = 2, Units = 2 });
        year.ByCategory["LAND"].ShouldBe(new SummarizeProblemsResponse.Types.Group { Problems = 2, Open = 2, Overdue = 2, WithGovernment = 1, Projects = 2, Units = 2 });
        year.ByUnit[Own].ShouldBe(new SummarizeProblemsResponse.Types.Group { Problems = 2, Open = 1, Overdue = 1, Resolved = 1, Projects = 1, Units = 1 });
        year.ByIndustry.Keys.Order(StringComparer.Ordinal).ShouldBe(["", "C36"]);
        year.Trend.Select(quarter => (quarter.Quarter, quarter.Raised, quarter.Resolved)).ShouldBe([($"{desk.Year}Q3", 3, 0), ($"{desk.Year}Q4", 0, 1)]);
        (await Problems(desk, Role.Reporter, Other).SummarizeProblemsAsync(new SummarizeProblemsRequest { Year = desk.Year })).Total.Problems.ShouldBe(1);
        (await Problems(desk, Role.Planner, "6101GX").SummarizeProblemsAsync(new SummarizeProblemsRequest { Year = 2099 })).ShouldBe(new SummarizeProblemsResponse { Total = new() });
        (await RefusalAsync(bureau.SummarizeProblemsAsync(new SummarizeProblemsRequest { Year = 17 }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_YEAR", "year INVALID_YEAR");

        var enterprise = new ProblemService.ProblemServiceClient(desk.Host.As(Role.Enterprise, Own, enterprise: Uscc(Own)));
        (await enterprise.ListProblemsAsync(new ListProblemsRequest { Project = desk.First })).Problems.Count.ShouldBe(2);
        (await enterprise.ListProblemsAsync(new ListProblemsRequest { Project = desk.Third })).Problems.ShouldBeEmpty();
        (await RefusalAsync(enterprise.GetProblemAsync(new GetProblemRequest { Name = third.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Clock_WithoutADepartmentThatIsOne_LeavesTheProblemWithTheBureau(string provider)
    {
        var clock = ProgressHosts.NewClockFile();
        await using (var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: false, setting: ("Problems:Departments:Land", Other)))
        {
            await host.TellUnitsAsync();
            var desk = new Desk(host, 2017, clock);
            await host.TellAsync(desk.Plan(), 1);
            await desk.SetClockAsync(new DateTimeOffset(2017, 7, 3, 9, 0, 0, China));
            var raised = await Problems(desk, Role.Planner, "6101GX").CreateProblemAsync(Raise(desk.First, Category.Land, "样例", Level.Bureau));
            await desk.SetClockAsync(new DateTimeOffset(2017, 9, 3, 9, 0, 0, China));

            await EscalateDueAsync(desk);

            var left = await Problems(desk, Role.Planner, "6101GX").GetProblemAsync(new GetProblemRequest { Name = raised.Name });
            (left.Level, left.Overdue, left.Etag).ShouldBe((Level.Bureau, true, raised.Etag), "a unit that reports is no department");
        }

        File.Delete(clock);
    }

    private async Task<Desk> DeskAsync(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Host.TellAsync(new Unit { Name = $"units/{Land}", Code = Land, Parent = "units/610100", Title = "样例国土" }, 1);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.First}", Title = "样例项目", Unit = Own, Enterprise = Uscc(Own), IndustryCode = "C36" }, 1);
        return desk;
    }

    private static async Task FillAsync(Desk desk, string problem, Level level)
    {
        await desk.FillAsync(Own);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), Problem = problem, ProblemCategory = Category.Land, ProblemLevel = level } });
        await desk.ReporterOf(Own).SubmitReturnAsync(new SubmitReturnRequest { Name = desk.ReturnOf(Own) });
    }

    // The hosts of the tests do not escalate by themselves.
    private static async Task EscalateDueAsync(Desk desk)
    {
        using var clock = new ProblemClock(
            desk.Host.Services.GetRequiredService<IServiceScopeFactory>(), desk.Host.Services.GetRequiredService<BusinessClock>(), TimeProvider.System,
            desk.Host.Services.GetRequiredService<ProblemRules>(), NullLogger<ProblemClock>.Instance);
        await clock.EscalateDueAsync(TestContext.Current.CancellationToken);
    }

    private static CreateProblemRequest Raise(string project, Category category, string text, Level asked = Level.Unspecified) =>
        new() { Problem = new Problem { Project = project, Category = category, Text = text, AskedLevel = asked } };

    private static ProblemService.ProblemServiceClient Problems(Desk desk, Role role, string unit) => new(desk.Host.As(role, unit));
}

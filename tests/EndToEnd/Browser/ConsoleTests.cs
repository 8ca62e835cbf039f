using System.Diagnostics;
using System.Globalization;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.MainRoad;
using Renovation.Tests.EndToEnd.Shapes;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Browser;

/// <summary>The console as people use it, in a real browser on a real installation with the plan of the sample year issued and its second quarter open.</summary>
public sealed partial class ConsoleTests(ConsoleTests.Town town, ITestOutputHelper output) : IClassFixture<ConsoleTests.Town>
{
    // A unit with three projects.
    private const string Unit = "610102";
    private const string Period = "2017Q2";

    [Fact]
    public async Task Workbook_ComesBackMarked_WhereItIsWrong_AndIsTakenWhenItIsRight()
    {
        const string district = "610112";
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{district}");
        await reporter.GoAsync($"/console/returns/{Period}/{district}");
        var project = (await town.LinesAsync(district))[0].Project;
        var empty = await town.Suite.CallAsync<Google.Api.HttpBody>("planner", new ExportReturnRequest { Name = $"periods/{Period}/returns/{district}" });
        await reporter.Page.SetInputFilesAsync("input[type=file]", FileOf(empty.Data.ToByteArray(), book => book.Set(project, "本季度完成", "很多")));
        await reporter.Page.WaitForSelectorAsync("#cells li");
        var download = await reporter.Page.RunAndWaitForDownloadAsync(() => reporter.PressAsync("下载标注了错误的文件"));
        await using (var stream = await download.CreateReadStreamAsync())
        {
            using var marked = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(await CopyAsync(stream), isEditable: false);
            marked.WorkbookPart!.WorksheetParts.Any(sheet => sheet.WorksheetCommentsPart is not null).ShouldBeTrue();
        }

        (await town.LinesAsync(district))[0].HasQuarterYuan.ShouldBeFalse();
        await reporter.Page.SetInputFilesAsync("input[type=file]", FileOf(empty.Data.ToByteArray(), book => book.Set(project, "本季度完成", "12.5")));
        await reporter.Page.WaitForSelectorAsync("text=已导入，更新 1 行。");
        (await town.LinesAsync(district))[0].QuarterYuan.ShouldBe(125_000);
        (await reporter.Cell(0, "quarter_yuan").InputValueAsync()).ShouldBe("12.5");

        // The figures of the unit are written as they are entered.
        await reporter.Page.FillAsync("#unit-ytd", "3456.7");
        await reporter.Page.FillAsync("#preparer", "样例填报人");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await Eventually.BecomesAsync(
            () => town.Suite.CallAsync<Return>("planner", new GetReturnRequest { Name = $"periods/{Period}/returns/{district}" }),
            filed => filed.UnitInvestmentYtdYuan == 34_567_000 && filed.Preparer == "样例填报人");
        await reporter.LookAsync("return-imported");
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnitWithoutProjects_FilesANilReturn()
    {
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("reporter-6101z3");
        await reporter.GoAsync($"/console/returns/{Period}/6101Z3");
        await reporter.PressAsync("零报告");
        await reporter.Page.WaitForSelectorAsync("#receipt");
        await reporter.LookAsync("return-nil");
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task EnteredCells_OutliveALostConnection_AndAReload()
    {
        const string other = "610104";
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{other}");
        await reporter.GoAsync($"/console/returns/{Period}/{other}");
        await reporter.Cell(0, "physical_progress").FillAsync("样例：先行");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await Eventually.BecomesAsync(() => town.LinesAsync(other), lines => lines[0].PhysicalProgress == "样例：先行");

        // What is typed while nobody answers is there again in the next page, and stored.
        await reporter.Page.Context.SetOfflineAsync(true);
        await reporter.Page.EvaluateAsync("Blazor.disconnect?.()");
        await reporter.Cell(0, "physical_progress").FillAsync("样例：断线时填写");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await reporter.Page.Context.SetOfflineAsync(false);
        await reporter.GoAsync($"/console/returns/{Period}/{other}");
        await Eventually.BecomesAsync(() => town.LinesAsync(other), lines => lines[0].PhysicalProgress == "样例：断线时填写");
        (await reporter.Cell(0, "physical_progress").InputValueAsync()).ShouldBe("样例：断线时填写");
    }

    [Theory]
    [InlineData("planner")]
    [InlineData("reporter-610102")]
    [InlineData("certifier")]
    [InlineData("enterprise")]
    [InlineData("finance")]
    [InlineData("asset-manager")]
    [InlineData("department")]
    [InlineData("government")]
    [InlineData("auditor")]
    public async Task EveryRole_FindsInItsMenuWhatItMaySee(string name)
    {
        await using var visitor = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync(name);
        var links = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('nav a[href]')].map(link => link.getAttribute('href'))");
        links.ShouldNotBeEmpty();
        foreach (var link in links)
        {
            await visitor.GoAsync(link);
            (await visitor.Page.Locator(".page [role=alert]").AllInnerTextsAsync()).ShouldBeEmpty($"{name} {link}");
        }

        visitor.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryPage_LooksRight_InBothLanguages_AndOnAPhone()
    {
        var project = (await town.LinesAsync(Unit))[0].Project;
        var enterprise = (await town.Suite.CallAsync<Project>("planner", new GetProjectRequest { Name = $"projects/{project}" })).Enterprise;
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        foreach (var (path, picture) in Pages(project, enterprise))
        {
            await planner.GoAsync(path);
            await planner.LookAsync(picture);
        }

        await planner.Page.ClickAsync("a:has-text('English')");
        await planner.Page.WaitForSelectorAsync("html[lang=en]");
        await planner.ReadyAsync();
        foreach (var (path, picture) in Pages(project, enterprise))
        {
            await planner.GoAsync(path);
            await planner.LookAsync($"{picture}-en", chinese: false);
            (await planner.Page.InnerTextAsync(".page h1")).ShouldNotBeEmpty();
        }

        await using var phone = await (await town.Chromium.VisitAsync(town.Installation, phone: true)).SignInAsync("government");
        foreach (var (path, picture) in Pages(project, enterprise).Where(page => page.Picture is not ("accounts" or "screening" or "audit" or "clients" or "settings" or "program-new" or "program-edit" or "allocation" or "project-new" or "project-edit" or "enterprise-new")))
        {
            await phone.GoAsync(path);
            await phone.LookAsync($"{picture}-phone");
        }

        // Nothing that the role has no business with is shown.
        (await phone.Page.Locator("a[href='/console/accounts']").CountAsync()).ShouldBe(0);
        var refused = await phone.Page.GotoAsync("/console/accounts");
        refused!.Status.ShouldBe(403);
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Console_Answers_InTheTimesThatArePrinted()
    {
        await using var visitor = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await using var second = await town.Chromium.VisitAsync(town.Installation);
        await second.Page.GotoAsync("/console");
        await second.Page.FillAsync("#name", "planner");
        await second.Page.FillAsync("#password", second.PasswordOf("planner"));
        await second.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);

        // From the moment at which the browser sends the password; what was painted first has the figures.
        var watch = new Stopwatch();
        DateTimeOffset? sent = null;
        second.Page.Request += (_, _) =>
        {
            watch.Start();
            sent ??= DateTimeOffset.UtcNow;
        };
        await second.Page.ClickAsync("main button[type=submit]");
        await second.Page.WaitForSelectorAsync(".card b");
        await second.Page.WaitForSelectorAsync(".chart canvas");
        var live = watch.ElapsedMilliseconds;
        var painted = await second.Page.EvaluateAsync<double>("performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime");
        output.WriteLine($"first page after login: to be read after {painted - sent!.Value.ToUnixTimeMilliseconds():F0} ms, charts drawn and live after {live} ms");
        var page = await town.LargeReturnAsync();
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("reporter-610111");
        await reporter.GoAsync(page);
        var lines = await reporter.Page.Locator("table.grid tbody tr").CountAsync();
        lines.ShouldBe(200);
        await reporter.Cell(0, "physical_progress").FocusAsync();
        var keys = await reporter.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const times = [];
              for (let at = 0; at < 60; at++) {
                const begun = performance.now();
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: at % 2 ? 'ArrowUp' : 'ArrowDown', bubbles: true, cancelable: true }));
                await new Promise(requestAnimationFrame);
                times.push(performance.now() - begun);
              }
              return times.sort((a, b) => a - b);
            }
            """);
        output.WriteLine($"a key in a grid of {lines} lines: {keys[30]:F1} ms, {keys[57]:F1} ms at the 95th percentile, until the next frame");

        // From a cell that is left to its check: the server stores the figure and looks at the whole return.
        var checks = new List<long>();
        for (var row = 0; row < 10; row++)
        {
            await reporter.Cell(row, "quarter_yuan").FillAsync("很多");
            watch.Restart();
            await reporter.Page.Keyboard.PressAsync("Tab");
            await reporter.Page.WaitForSelectorAsync($"[data-row='{row}'][data-field='quarter_yuan'][aria-invalid]");
            checks.Add(watch.ElapsedMilliseconds);
        }

        output.WriteLine($"a cell in it, until it is checked: {checks.Order().ElementAt(5)} ms");
        await reporter.LookAsync("return-large");
    }

    [Fact]
    public async Task FirstPage_HasItsFigures_BeforeItIsLive_AndKeepsThem()
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.Page.AddInitScriptAsync(
            """
            window.figures = [];
            new MutationObserver(() => window.figures.push(document.querySelector('.mud-progress-linear') ? 'loading' : document.querySelector('.card b')?.innerText))
              .observe(document, { childList: true, subtree: true });
            """);
        await planner.Page.GotoAsync("/console/overviews/2017");
        await planner.Page.WaitForSelectorAsync(".chart canvas");
        var seen = await planner.Page.EvaluateAsync<string?[]>("window.figures");

        // What the server drew, and afterwards the live page: it asked for nothing again, or it would have said so meanwhile.
        int.Parse(seen.Where(figure => figure is not null).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem()!, CultureInfo.InvariantCulture).ShouldBePositive();
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task CellsPastedByTheHundred_AreStored()
    {
        var page = await town.LargeReturnAsync();
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("reporter-610111");
        await reporter.GoAsync(page);
        var rows = Enumerable.Range(0, 200).Select(row => $"0\t0\t{row}\t{string.Concat(Enumerable.Repeat($"样例{row}", 20))}");
        await reporter.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", string.Join('\n', rows));
        await reporter.Cell(0, "quarter_yuan").FocusAsync();
        await reporter.Page.Keyboard.PressAsync("Control+V");
        await Eventually.BecomesAsync(
            () => town.Suite.CallAsync<ListReturnLinesResponse>("planner", new ListReturnLinesRequest { Parent = Town.LargeReturn, PageSize = 1000 }),
            answer => answer.Lines.Count == 200 && answer.Lines.All(line => line.PhysicalProgress == string.Concat(Enumerable.Repeat($"样例{line.CumulativeYuan / 10_000}", 20))));
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatIsBeingTyped_IsNotOverwritten_ByTheAnswerToWhatWasTypedBefore()
    {
        const string district = "610113";
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{district}");
        await reporter.GoAsync($"/console/returns/{Period}/{district}");

        // Typed, left, and typed again before the server can have answered.
        await reporter.Cell(0, "physical_progress").EvaluateAsync(
            """
            cell => {
              cell.focus();
              cell.value = '样例：先';
              cell.dispatchEvent(new Event('change', { bubbles: true }));
              cell.value = '';
              document.execCommand('insertText', false, '样例：后');
            }
            """);
        await Eventually.BecomesAsync(() => town.LinesAsync(district), lines => lines[0].PhysicalProgress == "样例：先");
        await reporter.Page.WaitForTimeoutAsync(1000);
        (await reporter.Cell(0, "physical_progress").InputValueAsync()).ShouldBe("样例：后");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await Eventually.BecomesAsync(() => town.LinesAsync(district), lines => lines[0].PhysicalProgress == "样例：后");
    }

    [Fact]
    public async Task EnteredCellsAndForms_OutliveARestartOfTheServer()
    {
        await using var own = new Town();
        await own.InitializeAsync();
        await using var reporter = await (await own.Chromium.VisitAsync(own.Installation)).SignInAsync($"reporter-{Unit}");
        await reporter.GoAsync($"/console/returns/{Period}/{Unit}");
        await reporter.Cell(0, "physical_progress").FillAsync("样例：停机前");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await Eventually.BecomesAsync(() => own.LinesAsync(Unit), lines => lines[0].PhysicalProgress == "样例：停机前");
        await using var planner = await (await own.Chromium.VisitAsync(own.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/new-project");
        await planner.FillAsync("项目名称", "", "样例停机前项目");
        await planner.Page.GetByLabel("单位").SelectOptionAsync("610103");
        ((StandaloneInstallation)own.Installation).Kill();
        await planner.FillAsync("总投资（万元）", "", "3000");
        await reporter.Cell(0, "physical_progress").FillAsync("样例：停机时填写");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await own.Installation.StartAsync();

        // Nobody does anything: the page finds its way back by itself.
        await Eventually.BecomesAsync(() => own.LinesAsync(Unit), lines => lines[0].PhysicalProgress == "样例：停机时填写");
        (await reporter.Cell(0, "physical_progress").InputValueAsync()).ShouldBe("样例：停机时填写");

        // A form says again what it said, to the server as well.
        await Eventually.BecomesAsync(() => planner.Page.GetByLabel("总投资（万元）").InputValueAsync(), value => value == "3000");
        var enterprise = (await own.Suite.CallAsync<ListProjectsResponse>("planner", new ListProjectsRequest { PageSize = 1 })).Projects[0].Enterprise;
        await planner.FillAsync("统一社会信用代码", "", enterprise);
        await planner.PressAsync("保存项目");
        await planner.Page.WaitForSelectorAsync("h1:has-text('样例停机前项目')");
        await planner.Page.WaitForSelectorAsync("dl.facts:has-text('3,000')");
    }

    private static Microsoft.Playwright.FilePayload FileOf(byte[] empty, Action<ReturnWorkbook> fill)
    {
        using var book = new ReturnWorkbook(empty);
        fill(book);
        return new() { Name = "附件2.xlsx", MimeType = PlanSteps.Xlsx, Buffer = book.Save() };
    }

    private static async Task<MemoryStream> CopyAsync(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }

    private static IEnumerable<(string Path, string Picture)> Pages(string project, string enterprise) =>
    [
        ("/console/overviews/2017", "overview-2017"), ("/console/overviews/2030", "overview-empty"), ("/console/milestones/2017/start", "milestones"), ("/console/projects", "projects"),
        ($"/console/projects/{project}", "project"), ("/console/returns", "returns-list"), ("/console/problems", "problems-board"), ("/console/accounts", "accounts"),
        ("/console/plans", "plan"), ("/console/screening/2018", "screening"), ("/console/visits", "visits"), ("/console/enterprises?year=2017", "enterprises"), ("/console/programs", "programs"),
        ("/console/programs/municipal-reward-2017", "program"), ("/console/holdings", "holdings"), ("/console/audit", "audit"), ("/console/clients", "clients"), ("/console/settings", "settings"), ("/console/ledger", "ledger"),
        ("/console/recommendations", "recommendations"), ("/console/reminders", "reminders"), ("/console/new-project", "project-new"), ($"/console/projects/{project}/edit", "project-edit"), ("/console/new-enterprise", "enterprise-new"),
        ($"/console/enterprises/{enterprise}", "enterprise"), ("/console/new-program", "program-new"), ("/console/programs/municipal-reward-2017/edit", "program-edit"), ("/console/programs/municipal-reward-2017/allocation", "allocation"),
    ];

    /// <summary>An installation in which the year has begun.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private Installation? _installation;
        private Suite? _suite;
        private Chromium? _chromium;
        private Task<string>? _large;

        internal Installation Installation => _installation!;

        internal Suite Suite => _suite!;

        internal Chromium Chromium => _chromium!;

        public async ValueTask InitializeAsync()
        {
            _installation = await Installation.StartAsync(Shapes.Installation.Standalone);
            _suite = Suite.Over(Calls.Suite.Grpc, _installation);
            await _suite.CallAsync<ImportPlanResponse>("planner", new ImportPlanRequest { Name = PlanSteps.Plan, File = PlanSteps.Sample("annex1-2017.xlsx") });
            await _suite.CallAsync<Plan>("planner", new IssuePlanRequest { Name = PlanSteps.Plan, DocumentNumber = "市工信发〔2017〕119号", IssueDate = "2017-05-19" });
            await ClockAsync("2017-07-03T09:00:00+08:00");
            await OpenAsync(Period);
            _chromium = await Chromium.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_chromium is not null)
                await _chromium.DisposeAsync();
            _suite?.Dispose();
            if (_installation is not null)
                await _installation.DisposeAsync();
        }

        internal async Task<IReadOnlyList<ReturnLine>> LinesAsync(string unit) =>
            (await Suite.CallAsync<ListReturnLinesResponse>("planner", new ListReturnLinesRequest { Parent = $"periods/{Period}/returns/{unit}" })).Lines;

        // The plan is on its way, or the quarter has opened by itself.
        private Task OpenAsync(string period) => Eventually.BecomesAsync(
            async () =>
            {
                try
                {
                    await Suite.CallAsync<Period>("planner", new OpenPeriodRequest { Name = $"periods/{period}" });
                    return true;
                }
                catch (Refusal)
                {
                    return (await Suite.CallAsync<ListPeriodsResponse>("planner", new ListPeriodsRequest())).Periods.Any(opened => opened.Name == $"periods/{period}");
                }
            },
            opened => opened);

        /// <summary>Lets the publicity of an application be over.</summary>
        internal async Task PublicityEndsAsync(string page)
        {
            var application = await Suite.CallAsync<Application>("planner", new GetApplicationRequest { Name = page["/console/".Length..] });
            var next = DateOnly.ParseExact(application.PublicityEndDate, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(1);
            await ClockAsync($"{next.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T09:00:00+08:00");
        }

        internal const string LargeReturn = "periods/2016Q4/returns/610111";

        /// <summary>Opens a return of two hundred lines, in a quarter of a year before; gives its page.</summary>
        internal Task<string> LargeReturnAsync() => _large ??= OpenLargeReturnAsync();

        private async Task<string> OpenLargeReturnAsync()
        {
            await Suite.CallAsync<ImportPlanResponse>("planner", new ImportPlanRequest { Name = "plans/2016", File = PlanSteps.Workbook(LargeLibrary.Plan(200, "灞桥区")) });
            await Suite.CallAsync<Plan>("planner", new IssuePlanRequest { Name = "plans/2016", DocumentNumber = "样例〔2016〕1号", IssueDate = "2016-05-19" });
            await OpenAsync("2016Q4");
            return "/console/returns/2016Q4/610111";
        }

        internal Task ClockAsync(string time) => new ReturnSteps(Suite, []).ClockAsync(time);

        /// <summary>Reports all projects of a unit without spending, completed or still being built, and accepts the return.</summary>
        internal async Task AcceptAsync(string unit, bool completed = true)
        {
            foreach (var line in await LinesAsync(unit))
            {
                var update = new UpdateReturnLineRequest
                {
                    Line = new ReturnLine
                    {
                        Name = line.Name,
                        QuarterYuan = 0,
                        YearToDateYuan = 0,
                        CumulativeYuan = line.OpeningInvestmentYuan,
                        ActualStartDate = "2016-03-01",
                        ActualCompletionDate = completed ? "2017-06-20" : "",
                        Explanation = "样例：投资已在上年完成",
                    },
                };
                await Suite.ReportAsync<ReturnLine>(unit, update);
            }

            var name = $"periods/{Period}/returns/{unit}";
            await Suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = name });
            await Suite.CallAsync<Return>("planner", new AcceptReturnRequest { Name = name });
        }

        /// <summary>Brings an application of a unit to a program as far as its publicity.</summary>
        internal async Task<Application> PubliciseAsync(string program, string unit)
        {
            var passed = await Eventually.BecomesAsync(
                () => Suite.CallAsync<ListEligibilitiesResponse>("planner", new ListEligibilitiesRequest { Parent = program, Unit = unit, Result = Eligibility.Types.Result.Passed, NotApplied = true, PageSize = 100 }),
                page => page.Eligibilities.Count > 0);
            var eligible = passed.Eligibilities[0];
            var draft = await Suite.ReportAsync<Application>(unit, new CreateApplicationRequest { Application = new Application { Program = program, Project = eligible.Project, RequestedYuan = eligible.ProposedYuan } });
            await Suite.ReportAsync<Application>(unit, new SubmitApplicationRequest { Name = draft.Name });
            await Suite.ReportAsync<Application>(unit, new ReviewApplicationRequest { Name = draft.Name, Passed = true, Note = "样例：同意推荐" });
            await Suite.CallAsync<Application>("planner", new ReviewApplicationRequest { Name = draft.Name, Passed = true, Score = 80, ProposedYuan = 10_000, Note = "样例：同意" });
            return await Suite.CallAsync<Application>("planner", new PubliciseApplicationRequest { Name = draft.Name });
        }

        /// <summary>Approves an application whose publicity goes by, and pays it.</summary>
        internal async Task GrantAsync(Application application)
        {
            await PublicityEndsAsync($"/console/{application.Name}");
            var approved = await Suite.CallAsync<Application>("planner-2", new ApproveApplicationRequest { Name = application.Name, DocumentNumber = "样例〔2017〕9号" });
            await Suite.CallAsync<Award>("finance", new DisburseAwardRequest { Name = approved.Award, AmountYuan = approved.DecidedYuan, Voucher = "样例凭证-9", BankReference = "样例流水-9", RequestId = Guid.CreateVersion7().ToString() });
        }

        internal async Task<int> ReportedAsync() => (await Suite.CallAsync<Overview>("planner", new GetOverviewRequest { Name = "overviews/2017" })).Plan.ReportedProjects;

        internal Task<Problem> ProblemAsync(string name) => Suite.CallAsync<Problem>("planner", new GetProblemRequest { Name = name });
    }
}

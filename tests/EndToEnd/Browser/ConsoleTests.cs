using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OtpNet;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.MainRoad;
using Renovation.Tests.EndToEnd.Shapes;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Browser;

/// <summary>The console as people use it, in a real browser on a real installation with the plan of the sample year issued and its second quarter open.</summary>
public sealed partial class ConsoleTests(ConsoleTests.Town town, ITestOutputHelper output) : IClassFixture<ConsoleTests.Town>
{
    // A unit with three projects.
    private const string Unit = "610102";
    private const string Period = "2017Q2";

    // The one with the most.
    private static readonly string Largest = Facts.Read().ByUnit.Where(unit => unit.Key.All(char.IsAsciiDigit)).MaxBy(unit => unit.Value.Projects).Key;

    [Fact]
    public async Task InvitedPerson_TakesUpTheAccount_AndSignsInWithASecondFactor()
    {
        var name = $"newcomer-{Guid.CreateVersion7():N}"[..20];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/accounts");
        await planner.Page.GetByLabel("用户名").FillAsync(name);
        await planner.Page.GetByLabel("姓名").FillAsync("样例新人");
        await planner.Page.GetByLabel("角色").SelectOptionAsync("planner");
        await planner.Page.GetByLabel("单位代码").FillAsync("6101GX");
        await planner.PressAsync("邀请");
        var link = await planner.Page.InnerTextAsync("#invitation");

        await using var person = await town.Chromium.VisitAsync(town.Installation);
        await person.Page.GotoAsync(link);
        await person.LookAsync("account-invitation");
        await person.Page.FillAsync("#password", "样例-Passw0rd");
        await person.Page.FillAsync("#again", "样例-Passw0rd");
        await person.Page.ClickAsync("main button[type=submit]");
        await person.ReadyAsync();
        await person.Page.GotoAsync("/account/factor");
        await person.LookAsync("account-factor", chinese: false);
        var key = Base32Encoding.ToBytes(await person.Page.InnerTextAsync("#key"));
        await person.Page.FillAsync("#code", new Totp(key).ComputeTotp());
        await person.Page.ClickAsync("main button[type=submit]");
        await person.Page.WaitForURLAsync("**/account");
        await person.LookAsync("account", chinese: false);

        // The link is used up, and the password alone is not enough any more.
        await using var again = await town.Chromium.VisitAsync(town.Installation);
        await again.Page.GotoAsync(link);
        (await again.Page.InnerTextAsync("h1")).ShouldBe("链接无效");
        await again.Page.GotoAsync("/console");
        await again.LookAsync("account-sign-in");
        await again.FillPasswordAsync(name, "样例-Passw0rd");
        await again.Page.FillAsync("#code", "000000");
        await again.Page.ClickAsync("main button[type=submit]");
        await again.Page.WaitForSelectorAsync(".complaint");
        await again.LookAsync("account-code");

        // The code of this half minute was used: that of the next one is taken half a minute early.
        await again.Page.FillAsync("#code", new Totp(key).ComputeTotp(DateTime.UtcNow.AddSeconds(30)));
        await again.Page.ClickAsync("main button[type=submit]");
        await again.ReadyAsync();
        await again.PressAsync("退出");
        await again.Page.WaitForSelectorAsync("#name");
        planner.Complaints.ShouldBeEmpty();
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_IsFilledByKeyboardAndPaste_SentBack_Corrected_AndAccepted()
    {
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{Unit}");
        await reporter.GoAsync($"/console/returns/{Period}/{Unit}");
        var lines = await town.LinesAsync(Unit);
        lines.Count.ShouldBe(3);

        // By keyboard: a text that is no number is marked and keeps nobody from going on.
        await reporter.Cell(0, "quarter_yuan").FocusAsync();
        await reporter.Page.Keyboard.TypeAsync("很多");
        await reporter.Page.Keyboard.PressAsync("Enter");
        await reporter.Page.WaitForSelectorAsync("[data-row='0'][data-field='quarter_yuan'][aria-invalid]");
        (await reporter.Page.EvaluateAsync<string>("document.activeElement.dataset.row + document.activeElement.dataset.field")).ShouldBe("1quarter_yuan");
        await reporter.LookAsync("return-fill");

        // Pasted from a sheet: nothing was spent, the cumulated sum of one line is wrong.
        var pasted = lines.Select((line, row) => $"0\t0\t{(line.OpeningInvestmentYuan / 10_000m + (row == 1 ? 7 : 0)).ToString(CultureInfo.InvariantCulture)}\t样例进度");
        await reporter.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", string.Join('\n', pasted));
        await reporter.Cell(0, "quarter_yuan").FocusAsync();
        await reporter.Page.Keyboard.PressAsync("Control+V");
        await reporter.Page.WaitForSelectorAsync("[data-row='1'][data-field='cumulative_yuan'][data-finding='bad']");
        (await reporter.Page.Locator("button:has-text('报送')").IsDisabledAsync()).ShouldBeTrue();

        // The error is corrected, and what is only suspicious is explained.
        await reporter.Cell(1, "cumulative_yuan").FillAsync((lines[1].OpeningInvestmentYuan / 10_000m).ToString(CultureInfo.InvariantCulture));
        for (var row = 0; row < lines.Count; row++)
        {
            await reporter.Cell(row, "actual_start_date").FillAsync("2016/3/1");
            await reporter.Cell(row, "actual_completion_date").FillAsync("2017-06-20");
            await reporter.Cell(row, "explanation").FillAsync("样例：投资已在上年完成");
        }

        await reporter.Page.Keyboard.PressAsync("Tab");
        await reporter.Page.Locator("button:has-text('报送'):enabled").ClickAsync();
        await reporter.Page.WaitForSelectorAsync("#receipt");

        // The city sends two cells back.
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync($"/console/returns?period={Period}");
        await planner.LookAsync("returns");
        await planner.GoAsync($"/console/returns/{Period}/{Unit}");
        await planner.LookAsync("return-review");
        foreach (var field in new[] { "形象进度", "实际竣工" })
            await planner.Page.GetByLabel($"退回 {lines[0].ProjectTitle} {field}").First.CheckAsync();
        await planner.Page.GetByLabel("退回说明").FillAsync("样例：请核实");
        await planner.PressAsync("退回所选");
        await planner.Page.WaitForSelectorAsync("text=已退回。");

        // Only these, and the texts that a correction may need, can be changed.
        await reporter.GoAsync($"/console/returns/{Period}/{Unit}");
        var open = await reporter.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('table.grid [data-row]:enabled')].map(input => input.dataset.row + input.dataset.field).sort()");
        open.ShouldBe(["0actual_completion_date", "0correction_reason", "0explanation", "0physical_progress"]);
        await reporter.Cell(0, "physical_progress").FillAsync("样例：已验收");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await reporter.Page.Locator("button:has-text('报送'):enabled").ClickAsync();
        await reporter.Page.WaitForSelectorAsync("text=已报送。");

        var before = await town.ReportedAsync();
        await planner.GoAsync($"/console/returns/{Period}/{Unit}");
        await planner.PressAsync("接收");
        await planner.Page.WaitForSelectorAsync("text=已接收。");
        (await town.LinesAsync(Unit))[0].PhysicalProgress.ShouldBe("样例：已验收");
        await Eventually.BecomesAsync(
            async () =>
            {
                await planner.GoAsync("/console/overviews/2017");
                return await planner.Page.InnerTextAsync(".cards");
            },
            cards => Reported().Match(cards) is { Success: true } shown && int.Parse(shown.Groups["projects"].ValueSpan, CultureInfo.InvariantCulture) >= before + lines.Count);
        await planner.LookAsync("overview");
        reporter.Complaints.ShouldBeEmpty();
        planner.Complaints.ShouldBeEmpty();
    }

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

    [Fact]
    public async Task Problem_GoesUpToTheGovernment_AndIsResolvedThere()
    {
        var project = (await town.LinesAsync(Unit))[2].Project;
        var problem = await town.Suite.CallAsync<Problem>("planner", new CreateProblemRequest { Problem = new Problem { Project = project, Category = ReturnLine.Types.ProblemCategory.Land, Text = "样例：用地指标未落实" } });
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/problems");
        await planner.LookAsync("problems");
        await planner.GoAsync($"/console/{problem.Name}");
        for (var step = 0; step < 3; step++)
        {
            await planner.Page.FillAsync("textarea", $"样例：提请协调 {step}");
            await planner.PressAsync("提请上级协调");
            await planner.Page.WaitForSelectorAsync($"li:has-text('样例：提请协调 {step}')");
        }

        (await town.ProblemAsync(problem.Name)).Level.ShouldBe(ReturnLine.Types.ProblemLevel.Government);
        await using var government = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("government");
        await government.GoAsync("/console/problems");
        await government.Page.ClickAsync("section[aria-label='市政府'] a");
        await government.ReadyAsync();
        await government.Page.FillAsync("textarea", "样例：指标已落实");
        await government.PressAsync("已解决");
        await government.Page.WaitForSelectorAsync("text=已标记解决。");
        await planner.GoAsync($"/console/{problem.Name}");
        await planner.Page.FillAsync("textarea", "样例：销号");
        await planner.PressAsync("销号");
        await planner.Page.WaitForSelectorAsync("text=已销号。");
        (await town.ProblemAsync(problem.Name)).State.ShouldBe(Problem.Types.State.Closed);
        government.Complaints.ShouldBeEmpty();
        await planner.LookAsync("problem");
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Application_GoesFromTheDistrictToThePayment()
    {
        // Two lines of a district that completed what it had to are accepted, which makes its projects eligible.
        const string district = "610111";
        await town.AcceptCompletedAsync(district);
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{district}");
        await Eventually.BecomesAsync(
            async () =>
            {
                await reporter.GoAsync("/console/programs/municipal-reward-2017?result=1");
                return await reporter.Page.Locator("button:has-text('申请')").CountAsync();
            },
            eligible => eligible > 0);
        await reporter.LookAsync("program-eligible");
        await reporter.Page.Locator("button:has-text('申请')").First.ClickAsync();
        await reporter.PressAsync("申报");
        await reporter.Page.WaitForSelectorAsync("#state:has-text('已申报')");
        await reporter.Page.GetByLabel("意见").FillAsync("样例：同意推荐");
        await reporter.PressAsync("审核通过");
        await reporter.Page.WaitForSelectorAsync("#state:has-text('区县已审核')");
        var path = new Uri(reporter.Page.Url).AbsolutePath;

        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync(path);
        await planner.Page.GetByLabel("评分（0–100）").FillAsync("85");
        await planner.Page.GetByLabel("建议金额（万元）").FillAsync("1");
        await planner.PressAsync("评审通过");
        await planner.Page.WaitForSelectorAsync("#state:has-text('专家已评审')");
        await planner.PressAsync("公示");
        await planner.Page.WaitForSelectorAsync("#state:has-text('公示中')");
        await town.ClockAsync("2017-07-13T09:00:00+08:00");
        await using var second = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner-2");
        await second.GoAsync(path);
        await second.Page.GetByLabel("文号").FillAsync("样例〔2017〕1号");
        await second.PressAsync("批准");
        await second.Page.WaitForSelectorAsync("#state:has-text('已批准')");

        await using var finance = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("finance");
        await finance.GoAsync(path);
        await finance.Page.GetByLabel("拨付金额（万元）").FillAsync("0.4");
        await finance.Page.GetByLabel("凭证号").FillAsync("样例凭证-1");
        await finance.Page.GetByLabel("银行流水号").FillAsync("样例流水-1");
        await finance.PressAsync("拨付");
        await finance.Page.WaitForSelectorAsync("#paid:has-text('0.4')");
        await finance.LookAsync("application-paid");
        foreach (var visitor in new[] { reporter, planner, second, finance })
            visitor.Complaints.ShouldBeEmpty();
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
    public async Task Plan_IsScreened_Corrected_AndIssued_AndAcknowledged()
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/screening/2018");
        await planner.Page.GetByLabel("项目数").FillAsync("20");
        await planner.PressAsync("试筛");
        await planner.Page.WaitForSelectorAsync("h2:has-text('结果（20')");
        var out20 = await planner.Page.Locator("tr:has(.tag.good) a").First.InnerTextAsync();
        await planner.Page.Locator("tr:has(.tag.good) select").First.SelectOptionAsync("out");
        await planner.PressAsync("试筛");
        await planner.Page.WaitForSelectorAsync($"tr:has(.tag:not(.good)):has-text('{out20}')");
        await planner.PressAsync("生成计划草案");
        await planner.Page.WaitForSelectorAsync("text=计划草案已生成。");
        await planner.LookAsync("screening-result");
        await planner.GoAsync("/console/plans/2018");
        await planner.Page.GetByLabel("文号").FillAsync("样例〔2018〕1号");
        await planner.Page.GetByLabel("下达日期").FillAsync("2018-01-15");
        await planner.PressAsync("下达计划");
        await planner.Page.WaitForSelectorAsync("text=计划已下达。");
        await planner.LookAsync("plan-issued");
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{Unit}");
        await reporter.GoAsync("/console/plans/2017");
        await reporter.PressAsync("签收");
        await reporter.Page.WaitForSelectorAsync("text=已签收。");
        planner.Complaints.ShouldBeEmpty();
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryPage_LooksRight_InBothLanguages_AndOnAPhone()
    {
        var project = (await town.LinesAsync(Unit))[0].Project;
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        foreach (var (path, picture) in Pages(project))
        {
            await planner.GoAsync(path);
            await planner.LookAsync(picture);
        }

        await planner.Page.ClickAsync("a:has-text('English')");
        await planner.Page.WaitForSelectorAsync("html[lang=en]");
        await planner.ReadyAsync();
        foreach (var (path, picture) in Pages(project))
        {
            await planner.GoAsync(path);
            await planner.LookAsync($"{picture}-en", chinese: false);
            (await planner.Page.InnerTextAsync(".page h1")).ShouldNotBeEmpty();
        }

        await using var phone = await (await town.Chromium.VisitAsync(town.Installation, phone: true)).SignInAsync("government");
        foreach (var (path, picture) in Pages(project).Where(page => page.Picture is not ("accounts" or "screening" or "audit")))
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
        var watch = Stopwatch.StartNew();
        await second.Page.ClickAsync("main button[type=submit]");
        await second.ReadyAsync();
        output.WriteLine($"first page after login: {watch.ElapsedMilliseconds} ms");
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{Largest}");
        await reporter.GoAsync($"/console/returns/{Period}/{Largest}");
        await reporter.Cell(0, "physical_progress").FocusAsync();
        var key = await reporter.Page.EvaluateAsync<double>(
            """
            async () => {
              const times = [];
              for (let at = 0; at < 40; at++) {
                const begun = performance.now();
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: at % 2 ? 'ArrowUp' : 'ArrowDown', bubbles: true, cancelable: true }));
                await new Promise(requestAnimationFrame);
                times.push(performance.now() - begun);
              }
              return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
            }
            """);
        output.WriteLine($"a key in a grid of {(await town.LinesAsync(Largest)).Count} lines: {key:F1} ms at the 95th percentile, until the next frame");
    }

    [GeneratedRegex("已报送 (?<projects>\\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reported();

    private static Microsoft.Playwright.FilePayload FileOf(byte[] empty, Action<ReturnWorkbook> fill)
    {
        using var book = new ReturnWorkbook(empty);
        fill(book);
        return new() { Name = "附件2.xlsx", MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = book.Save() };
    }

    private static async Task<MemoryStream> CopyAsync(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }

    private static IEnumerable<(string Path, string Picture)> Pages(string project) =>
    [
        ("/console/overviews/2017", "overview-2017"), ("/console/overviews/2030", "overview-empty"), ("/console/milestones/2017/start", "milestones"), ("/console/projects", "projects"),
        ($"/console/projects/{project}", "project"), ("/console/returns", "returns-list"), ("/console/problems", "problems-board"), ("/console/accounts", "accounts"),
        ("/console/plans", "plan"), ("/console/screening/2018", "screening"), ("/console/visits", "visits"), ("/console/enterprises?year=2017", "enterprises"), ("/console/programs", "programs"),
        ("/console/programs/municipal-reward-2017", "program"), ("/console/holdings", "holdings"), ("/console/audit", "audit"),
    ];

    /// <summary>An installation in which the year has begun.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private Installation? _installation;
        private Suite? _suite;
        private Chromium? _chromium;

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
            await Eventually.BecomesAsync(
                async () =>
                {
                    try
                    {
                        await _suite.CallAsync<Period>("planner", new OpenPeriodRequest { Name = $"periods/{Period}" });
                        return true;
                    }
                    catch (Refusal)
                    {
                        // The plan is on its way, or the quarter has opened by itself.
                        return (await _suite.CallAsync<ListPeriodsResponse>("planner", new ListPeriodsRequest())).Periods.Count > 0;
                    }
                },
                opened => opened);
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

        internal Task ClockAsync(string time) => new ReturnSteps(Suite, []).ClockAsync(time);

        /// <summary>Reports all projects of a unit as completed without spending, and accepts the return.</summary>
        internal async Task AcceptCompletedAsync(string unit)
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
                        ActualCompletionDate = "2017-06-20",
                        Explanation = "样例：投资已在上年完成",
                    },
                };
                await Suite.ReportAsync<ReturnLine>(unit, update);
            }

            var name = $"periods/{Period}/returns/{unit}";
            await Suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = name });
            await Suite.CallAsync<Return>("planner", new AcceptReturnRequest { Name = name });
        }

        internal async Task<int> ReportedAsync() => (await Suite.CallAsync<Overview>("planner", new GetOverviewRequest { Name = "overviews/2017" })).Plan.ReportedProjects;

        internal Task<Problem> ProblemAsync(string name) => Suite.CallAsync<Problem>("planner", new GetProblemRequest { Name = name });
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using OtpNet;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.MainRoad;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Browser;

// What people do from beginning to end, in either language.
public sealed partial class ConsoleTests
{
    [Theory]
    [InlineData(Visitor.Chinese)]
    [InlineData(Visitor.English)]
    public async Task InvitedPerson_TakesUpTheAccount_AndSignsInWithASecondFactor(string language)
    {
        var name = $"newcomer-{Guid.CreateVersion7():N}"[..20];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner");
        await planner.GoAsync("/console/accounts");
        await planner.FillAsync("用户名", "Name", name);
        await planner.FillAsync("姓名", "As people say it", "样例新人");
        await planner.Page.Locator("label.field select").SelectOptionAsync("planner");
        await planner.FillAsync("单位代码", "Code of the unit", "6101GX");
        await planner.PressAsync("邀请", "Invite");
        var link = await planner.Page.InnerTextAsync("#invitation");

        await using var person = await town.Chromium.VisitAsync(town.Installation, language: language);
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
        await using var again = await town.Chromium.VisitAsync(town.Installation, language: language);
        await again.Page.GotoAsync(link);
        (await again.Page.InnerTextAsync("h1")).ShouldBe(again.Say("链接无效", "This link is not valid"));
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
        await again.PressAsync("退出", "Sign out");
        await again.Page.WaitForSelectorAsync("#name");
        planner.Complaints.ShouldBeEmpty();
        person.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Visitor.Chinese, Unit)]
    [InlineData(Visitor.English, "610118")]
    public async Task Return_IsFilledByKeyboardAndPaste_SentBack_Corrected_AndAccepted(string language, string unit)
    {
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync($"reporter-{unit}");
        await reporter.GoAsync($"/console/returns/{Period}/{unit}");
        var lines = await town.LinesAsync(unit);
        lines.Count.ShouldBeGreaterThan(2);

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
        (await reporter.Page.Locator($"button:has-text('{reporter.Say("报送", "Submit")}')").IsDisabledAsync()).ShouldBeTrue();

        // The error is corrected, and what is only suspicious is explained.
        await reporter.Cell(1, "cumulative_yuan").FillAsync((lines[1].OpeningInvestmentYuan / 10_000m).ToString(CultureInfo.InvariantCulture));
        for (var row = 0; row < lines.Count; row++)
        {
            await reporter.Cell(row, "actual_start_date").FillAsync("2016/3/1");
            await reporter.Cell(row, "actual_completion_date").FillAsync("2017-06-20");
            await reporter.Cell(row, "explanation").FillAsync("样例：投资已在上年完成");
        }

        await reporter.Page.Keyboard.PressAsync("Tab");
        await reporter.Page.Locator($"button:has-text('{reporter.Say("报送", "Submit")}'):enabled").ClickAsync();
        await reporter.Page.WaitForSelectorAsync("#receipt");

        // The city sends two cells back.
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner");
        await planner.GoAsync($"/console/returns?period={Period}");
        await planner.LookAsync("returns");
        await planner.GoAsync($"/console/returns/{Period}/{unit}");
        await planner.LookAsync("return-review");
        foreach (var field in new[] { planner.Say("形象进度", "Physical progress"), planner.Say("实际竣工", "Completed") })
            await planner.Page.GetByLabel($"{planner.Say("退回", "Return")} {lines[0].ProjectTitle} {field}").First.CheckAsync();
        await planner.FillAsync("退回说明", "Why", "样例：请核实");
        await planner.PressAsync("退回所选 2 格", "Return 2 cells");
        await planner.HearAsync("已退回。", "Returned.");

        // Only these, and the texts that a correction may need, can be changed.
        await reporter.GoAsync($"/console/returns/{Period}/{unit}");
        var open = await reporter.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('table.grid [data-row]:enabled')].map(input => input.dataset.row + input.dataset.field).sort()");
        open.ShouldBe(["0actual_completion_date", "0correction_reason", "0explanation", "0physical_progress"]);
        await reporter.Cell(0, "physical_progress").FillAsync("样例：已验收");
        await reporter.Page.Keyboard.PressAsync("Tab");
        await reporter.Page.Locator($"button:has-text('{reporter.Say("报送", "Submit")}'):enabled").ClickAsync();
        await reporter.HearAsync("已报送。", "Submitted.");

        var before = await town.ReportedAsync();
        await planner.GoAsync($"/console/returns/{Period}/{unit}");
        await planner.PressAsync("接收", "Accept");
        await planner.HearAsync("已接收。", "Accepted.");
        (await town.LinesAsync(unit))[0].PhysicalProgress.ShouldBe("样例：已验收");
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

    [Theory]
    [InlineData(Visitor.Chinese, 2)]
    [InlineData(Visitor.English, 1)]
    public async Task Problem_GoesUpToTheGovernment_AndIsResolvedThere(string language, int line)
    {
        var project = (await town.LinesAsync("610117"))[line].Project;
        var problem = await town.Suite.CallAsync<Problem>("planner", new CreateProblemRequest { Problem = new Problem { Project = project, Category = ReturnLine.Types.ProblemCategory.Land, Text = "样例：用地指标未落实" } });
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner");
        await planner.GoAsync("/console/problems");
        await planner.LookAsync("problems");
        await planner.GoAsync($"/console/{problem.Name}");
        for (var step = 0; step < 3; step++)
        {
            await planner.Page.FillAsync("textarea", $"样例：提请协调 {step}");
            await planner.PressAsync("提请上级协调", "Escalate");
            await planner.Page.WaitForSelectorAsync($"li:has-text('样例：提请协调 {step}')");
        }

        (await town.ProblemAsync(problem.Name)).Level.ShouldBe(ReturnLine.Types.ProblemLevel.Government);
        await using var government = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("government");
        await government.GoAsync("/console/problems");
        await government.Page.ClickAsync($"section[aria-label='{government.Say("市政府", "city government")}'] a[href$='{problem.Name}']");
        await government.ReadyAsync();
        await government.Page.FillAsync("textarea", "样例：指标已落实");
        await government.PressAsync("已解决", "Resolve");
        await government.HearAsync("已标记解决。", "Resolved.");
        await planner.GoAsync($"/console/{problem.Name}");
        await planner.Page.FillAsync("textarea", "样例：销号");
        await planner.PressAsync("销号", "Close");
        await planner.HearAsync("已销号。", "Closed.");
        (await town.ProblemAsync(problem.Name)).State.ShouldBe(Problem.Types.State.Closed);
        government.Complaints.ShouldBeEmpty();
        await planner.LookAsync("problem");
        planner.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Visitor.Chinese, "610111")]
    [InlineData(Visitor.English, "610116")]
    public async Task Application_GoesFromTheDistrictToThePayment(string language, string district)
    {
        // Two lines of a district that completed what it had to are accepted, which makes its projects eligible.
        await town.AcceptAsync(district);
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync($"reporter-{district}");
        await Eventually.BecomesAsync(
            async () =>
            {
                await reporter.GoAsync("/console/programs/municipal-reward-2017?result=1");
                return await reporter.Page.Locator($"button:has-text('{reporter.Say("申请", "Apply")}')").CountAsync();
            },
            eligible => eligible > 0);
        await reporter.LookAsync("program-eligible");
        await reporter.Page.Locator($"button:has-text('{reporter.Say("申请", "Apply")}')").First.ClickAsync();
        await reporter.PressAsync("申报", "Submit");
        await reporter.HasStateAsync("已申报", "submitted");
        await reporter.FillAsync("意见", "Opinion", "样例：同意推荐");
        await reporter.PressAsync("审核通过", "Pass");
        await reporter.HasStateAsync("区县已审核", "reviewed by the district");
        var path = new Uri(reporter.Page.Url).AbsolutePath;

        await using var planner = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner");
        await planner.GoAsync(path);
        await planner.FillAsync("评分（0–100）", "Score (0–100)", "85");
        await planner.FillAsync("建议金额（万元）", "Proposed (10k yuan)", "1");
        await planner.PressAsync("评审通过", "Recommend");
        await planner.HasStateAsync("专家已评审", "reviewed by experts");
        await planner.PressAsync("公示", "Publicise");
        await planner.HasStateAsync("公示中", "publicised");
        await town.PublicityEndsAsync(path);
        await using var second = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner-2");
        await second.GoAsync(path);
        await second.FillAsync("文号", "Document number", "样例〔2017〕1号");
        await second.PressAsync("批准", "Approve");
        await second.HasStateAsync("已批准", "approved");

        await using var finance = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("finance");
        await finance.GoAsync(path);
        await finance.FillAsync("拨付金额（万元）", "Amount (10k yuan)", "0.4");
        await finance.FillAsync("凭证号", "Voucher", "样例凭证-1");
        await finance.FillAsync("银行流水号", "Bank reference", "样例流水-1");
        await finance.PressAsync("拨付", "Pay");
        await finance.Page.WaitForSelectorAsync("#paid:has-text('0.4')");
        await finance.LookAsync("application-paid");

        // The project tells of it, beside what it reported.
        await finance.Page.ClickAsync("dl.facts a[href^='/console/projects/']");
        await finance.Page.WaitForSelectorAsync($"ol.line li:has-text('{finance.Say("拨付 0.4 万元", "payment 0.4 (10k yuan)")}')");
        await finance.Page.WaitForSelectorAsync($"ol.line li:has-text('{finance.Say("季报已接收", "Return of 2017Q2 accepted")}')");
        await finance.LookAsync("project-timeline");
        foreach (var visitor in new[] { reporter, planner, second, finance })
            visitor.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Visitor.Chinese, 2018, "610114")]
    [InlineData(Visitor.English, 2019, "610115")]
    public async Task Plan_IsScreened_Corrected_AndIssued_AndAcknowledged(string language, int year, string unit)
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync("planner");
        await planner.GoAsync($"/console/screening/{year}");
        await planner.FillAsync("项目数", "Projects", "20");
        await planner.PressAsync("试筛", "Try");
        await planner.Page.WaitForSelectorAsync($"h2:has-text('{planner.Say("结果", "Result")}（20')");
        var out20 = await planner.Page.Locator("tr:has(.tag.good) a").First.InnerTextAsync();
        await planner.Page.Locator("tr:has(.tag.good) select").First.SelectOptionAsync("out");
        await planner.PressAsync("试筛", "Try");
        await planner.Page.WaitForSelectorAsync($"tr:has(.tag:not(.good)):has-text('{out20}')");
        await planner.PressAsync("生成计划草案", "Make the draft");
        await planner.HearAsync("计划草案已生成。", "The draft is made.");
        await planner.LookAsync("screening-result");
        await planner.GoAsync($"/console/plans/{year}");
        await planner.FillAsync("文号", "Document number", $"样例〔{year}〕1号");
        await planner.FillAsync("下达日期", "Date", $"{year}-01-15");
        await planner.PressAsync("下达计划", "Issue the plan");
        await planner.HearAsync("计划已下达。", "The plan is issued.");
        await planner.LookAsync("plan-issued");
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation, language: language)).SignInAsync($"reporter-{unit}");
        await reporter.GoAsync("/console/plans/2017");
        await reporter.PressAsync("签收", "Acknowledge");
        await reporter.HearAsync("已签收。", "Acknowledged.");
        planner.Complaints.ShouldBeEmpty();
        reporter.Complaints.ShouldBeEmpty();
    }

    [GeneratedRegex("已报送 (?<projects>\\d+)|(?<projects>\\d+) reported", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reported();
}

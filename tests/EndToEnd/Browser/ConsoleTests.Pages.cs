using System.Globalization;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.MainRoad;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Browser;

// What else is done on the pages.
public sealed partial class ConsoleTests
{
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Client_IsRegistered_WithASecretThatIsShownOnce_AndDeleted()
    {
        var id = $"statistics-{Guid.CreateVersion7():N}"[..22];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/clients");
        await planner.FillAsync("编号", "Id", id);
        await planner.FillAsync("用户登录后的回调地址（可留空）", "", "http://example.org/back");
        await planner.PressAsync("登记");
        await planner.Page.WaitForSelectorAsync("[role=alert]:has-text('回调地址应为 https')");
        await planner.FillAsync("用户登录后的回调地址（可留空）", "", "https://example.org/back");
        await planner.PressAsync("登记");
        (await planner.Page.InnerTextAsync("#secret")).Length.ShouldBeGreaterThan(20);
        await planner.GoAsync("/console/clients");
        (await planner.Page.Locator("#secret").CountAsync()).ShouldBe(0);
        await planner.Page.ClickAsync($"button[aria-label='删除 {id}']");
        await planner.PressAsync("确认删除");
        await planner.HearAsync("已删除。", "");
        (await planner.Page.Locator($"td:has-text('{id}')").CountAsync()).ShouldBe(0);
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_TakeTargetsAndUnits()
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/settings?year=2021");
        await planner.Page.FillAsync("#target", "很多");
        await planner.PressAsync("保存目标");
        await planner.HearAsync("全市目标应为百分数，最多两位小数。", "");
        await planner.Page.FillAsync("#target", "12.5");
        await planner.Page.GetByLabel("目标 新城区").FillAsync("15%");
        await planner.Page.GetByLabel("上年全年投资 新城区").FillAsync("1,234.5");
        await planner.PressAsync("保存目标");
        await planner.HearAsync("目标已保存。", "");
        var target = await town.Suite.CallAsync<Target>("planner", new GetTargetRequest { Name = "targets/2021" });
        (target.TargetBp, target.Units.Single().Unit, target.Units[0].TargetBp, target.Units[0].LastYearTotalYuan).ShouldBe((1250, "610102", 1500, 12_345_000));

        await planner.Page.ClickAsync("button[aria-label='修改 蓝田县']");
        await planner.Page.GetByLabel("别名 610122").FillAsync("蓝田、样例蓝田");
        await planner.Page.Locator("tr:has([aria-label='别名 610122']) button:has-text('保存')").ClickAsync();
        await planner.Page.WaitForSelectorAsync("[aria-label='别名 610122']", new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        (await town.Suite.CallAsync<Unit>("planner", new GetUnitRequest { Name = "units/610122" })).Aliases.ShouldBe(["蓝田", "样例蓝田"]);
        await planner.FillAsync("代码", "", "6101Y9");
        await planner.FillAsync("名称", "", "样例园区");
        await planner.FillAsync("上级代码", "", "610100");
        await planner.PressAsync("新增单位");
        await planner.HearAsync("已新增。", "");
        (await town.Suite.CallAsync<Unit>("planner", new GetUnitRequest { Name = "units/6101Y9" })).Title.ShouldBe("样例园区");
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Program_IsMade_Funded_Opened_AndItsRulesAreChangedKnowingWhatThatDoes()
    {
        var id = $"sample-{Guid.CreateVersion7():N}"[..20];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/new-program");
        await planner.FillAsync("编号", "", id);
        await planner.FillAsync("名称", "", "样例奖补专项");
        await planner.FillAsync("依据文件", "", "样例〔2017〕3号");
        await planner.FillAsync("第 1 档比例（%）", "", "一成");
        await planner.PressAsync("保存");
        await planner.HearAsync("分档比例：应为百分数，最多两位小数。", "");
        await planner.FillAsync("第 1 档比例（%）", "", "10");
        await planner.PressAsync("增加一档");
        await planner.FillAsync("第 2 档起点（万元）", "", "1000");
        await planner.FillAsync("第 2 档比例（%）", "", "5");
        await planner.PressAsync("保存");
        await planner.Page.WaitForSelectorAsync("h1:has-text('样例奖补专项')");
        await planner.Page.WaitForSelectorAsync("text=1,000 万元以上部分 5%");
        await planner.PressAsync("开放申报");
        await planner.HearAsync("已开放申报。", "");

        await using var finance = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("finance");
        await finance.GoAsync($"/console/programs/{id}");
        await finance.FillAsync("下达预算（万元）", "", "500");
        await finance.FillAsync("文号", "", "样例预算3号");
        await finance.PressAsync("下达预算");
        await finance.HearAsync("预算已下达。", "");
        await finance.GoAsync($"/console/ledger?program={Uri.EscapeDataString($"programs/{id}")}");
        await finance.Page.WaitForSelectorAsync("#postings td:has-text('下达预算')");
        await finance.PressAsync("核对账目");
        await finance.HearAsync("账目相符：", "");
        await finance.LookAsync("ledger-proved");

        await planner.GoAsync($"/console/programs/{id}/edit");
        await planner.FillAsync("上限（万元，可留空）", "", "1");
        await planner.PressAsync("测算影响");
        (await planner.Page.InnerTextAsync("#preview")).ShouldContain("个项目中", Case.Sensitive);
        await planner.LookAsync("program-preview");
        await planner.PressAsync("保存");
        await planner.HearAsync("已保存。", "");
        var changed = await town.Suite.CallAsync<Renovation.Protos.Funding.V1.Program>("planner", new GetProgramRequest { Name = $"programs/{id}" });
        (changed.RulesVersion, changed.Rules.CapYuan, changed.Rules.Tiers.Count, changed.AppropriatedYuan).ShouldBe((2, 10_000, 2, 5_000_000));
        await planner.GoAsync($"/console/programs/{id}/allocation");
        await planner.PressAsync("测算");
        (await planner.Page.InnerTextAsync("#allocation")).ShouldContain("支持", Case.Sensitive);
        planner.Complaints.ShouldBeEmpty();
        finance.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Recommendation_IsRanked_Sent_AndItsOutcomeRecorded()
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/recommendations");
        await planner.Page.Locator("label.field select").SelectOptionAsync("programs/provincial-2017");
        await planner.FillAsync("名称", "", "样例推荐");
        await planner.PressAsync("新建推荐");
        await planner.Page.WaitForSelectorAsync("h1:has-text('样例推荐')");
        await planner.FillAsync("最多项目数（可留空）", "", "5");
        await planner.PressAsync("重新排序");
        await planner.HearAsync("已排序。", "");
        (await planner.Page.Locator("tbody tr").CountAsync()).ShouldBe(5);
        var first = await planner.Page.GetAttributeAsync("tbody tr:first-child a", "href");
        await planner.Page.Locator("button:has-text('剔除')").First.ClickAsync();
        await planner.Page.WaitForSelectorAsync($"tbody:not(:has(a[href='{first}']))");
        await planner.FillAsync("文号", "", "样例〔2017〕8号");
        await planner.PressAsync("上报");
        await planner.Page.WaitForSelectorAsync("#state:has-text('已上报')");
        await planner.Page.GetByLabel("获批金额（万元）").First.FillAsync("30");
        await planner.Page.Locator("button:has-text('获批'):not(:has-text('未'))").First.ClickAsync();
        await planner.HearAsync("结果已登记。", "");
        await planner.Page.WaitForSelectorAsync("tbody tr:first-child .tag.good");
        await planner.LookAsync("recommendation");
        var sent = await town.Suite.CallAsync<Recommendation>("planner", new GetRecommendationRequest { Name = new Uri(planner.Page.Url).AbsolutePath["/console/".Length..] });
        (sent.State, sent.ApprovedCount, sent.OutcomeYuan).ShouldBe((Recommendation.Types.State.Sent, 1, 300_000));
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Objection_IsRecorded_Settled_AndTheApplicationRejected()
    {
        const string district = "610122";
        await town.AcceptAsync(district);
        var application = await town.PubliciseAsync("programs/municipal-reward-2017", district);
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{district}");
        await reporter.GoAsync($"/console/{application.Name}");
        await reporter.FillAsync("异议人", "", "样例企业");
        await reporter.FillAsync("异议内容", "", "样例：设备已在上年申报");
        await reporter.PressAsync("登记异议");
        await reporter.HearAsync("异议已登记。", "");
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync($"/console/{application.Name}");
        await planner.LookAsync("application-objection");
        await planner.FillAsync("处理意见", "", "样例：经核实属实");
        await planner.PressAsync("异议成立");
        await planner.HearAsync("处理：样例：经核实属实", "");
        var settled = await town.Suite.CallAsync<Application>("planner", new GetApplicationRequest { Name = application.Name });
        settled.Objections.Single().Outcome.ShouldBe(Application.Types.Objection.Types.Outcome.Upheld);
        if (settled.State == Application.Types.State.Publicised)
        {
            await planner.Page.ClickAsync("summary:has-text('撤回、否决或撤销')");
            await planner.FillAsync("原因", "", "样例：重复申报");
            await planner.PressAsync("否决");
            await planner.HasStateAsync("未通过", "");
        }

        planner.Complaints.ShouldBeEmpty();
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Holding_IsRecorded_WithItsDividendsItsValueAndItsExit()
    {
        const string unit = "6101Z7";
        await town.AcceptAsync(unit, completed: false);
        await town.Suite.CallAsync<Renovation.Protos.Funding.V1.Program>("finance", new AppropriateFundsRequest { Name = "programs/municipal-equity-2017", AmountYuan = 1_000_000, DocumentNumber = "样例预算4号", RequestId = Guid.CreateVersion7().ToString() });
        var application = await town.PubliciseAsync("programs/municipal-equity-2017", unit);
        await town.GrantAsync(application);
        await using var company = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("asset-manager");
        await company.GoAsync($"/console/{application.Name}");
        await company.Page.ClickAsync("a:has-text('登记股权')");
        await company.FillAsync("持股机构", "", "样例资产公司");
        await company.FillAsync("本金（万元）", "", "1");
        await company.FillAsync("起始日", "", "2017-07-05");
        await company.FillAsync("期限（月）", "", "60");
        await company.FillAsync("年化收益（%）", "", "2");
        await company.FillAsync("参照利率名称", "", "样例基准利率");
        await company.FillAsync("参照利率（%）", "", "4.9");
        await company.FillAsync("参照日期", "", "2015-10-24");
        await company.LookAsync("holding-new");
        await company.PressAsync("登记");
        await company.Page.WaitForSelectorAsync("#state:has-text('持有')");
        await company.FillAsync("估值（万元）", "", "1.2");
        await company.FillAsync("估值日期", "", "2017-07-06");
        await company.FillAsync("评估文号", "", "样例评估1号");
        await company.PressAsync("登记估值");
        await company.HearAsync("估值已登记。", "");
        await company.FillAsync("计划日期", "", "2022-08-20");
        await company.FillAsync("方式", "", "样例：原股东回购");
        await company.PressAsync("安排退出");
        await company.HearAsync("退出已安排。", "");
        await company.LookAsync("holding");
        var holding = await town.Suite.CallAsync<Holding>("asset-manager", new GetHoldingRequest { Name = new Uri(company.Page.Url).AbsolutePath["/console/".Length..] });
        (holding.PrincipalYuan, holding.YearlyReturnBp, holding.BenchmarkBp, holding.Exit.PlanDate).ShouldBe((10_000, 200, 490, "2022-08-20"));
        holding.ProjectTitle.ShouldBe(application.ProjectTitle);
        company.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Visit_IsRecorded_WithItsPhoto_AndOpensAProblem()
    {
        var line = (await town.LinesAsync("610117"))[3];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/visits");
        await planner.FillAsync("项目（输入名称或企业后选择）", "", line.ProjectTitle);
        await planner.Page.Keyboard.PressAsync("Tab");
        await planner.Page.Locator("label.field:has-text('所选项目') select").SelectOptionAsync(line.Project);
        await planner.FillAsync("日期", "", "2017-07-02");
        await planner.FillAsync("督查人员", "", "样例督查组");
        await planner.FillAsync("情况", "", "样例：设备已到场");
        await planner.FillAsync("发现问题", "", "样例：道路未通");
        await planner.Page.Locator("label.field:has-text('问题分类') select").SelectOptionAsync("Transport");
        await planner.Page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "样例现场.png", MimeType = "image/png", Buffer = Photo });
        await planner.PressAsync("登记");
        await planner.HearAsync("已登记。", "");
        (await planner.Page.GetByLabel("项目（输入名称或企业后选择）").InputValueAsync()).ShouldBeEmpty();
        await planner.LookAsync("visits-recorded");
        var download = await planner.Page.RunAndWaitForDownloadAsync(() => planner.Page.ClickAsync("a:has-text('附件1')"));
        await using (var stream = await download.CreateReadStreamAsync())
            (await CopyAsync(stream)).ToArray().ShouldBe(Photo);
        var visit = (await town.Suite.CallAsync<ListVisitsResponse>("planner", new ListVisitsRequest { Project = line.Project })).Visits.Single();
        (visit.Summary, visit.Attachments.Count, visit.Findings.Single().Problem.Length > 0).ShouldBe(("样例：设备已到场", 1, true));

        // What is no picture is not taken as one.
        await planner.FillAsync("项目（输入名称或企业后选择）", "", line.ProjectTitle);
        await planner.Page.Keyboard.PressAsync("Tab");
        await planner.Page.Locator("label.field:has-text('所选项目') select").SelectOptionAsync(line.Project);
        await planner.FillAsync("日期", "", "2017-07-02");
        await planner.FillAsync("督查人员", "", "样例督查组");
        await planner.Page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "样例.png", MimeType = "image/png", Buffer = "MZ"u8.ToArray() });
        await planner.PressAsync("登记");
        await planner.Page.WaitForSelectorAsync("[role=alert]");
        (await town.Suite.CallAsync<ListVisitsResponse>("planner", new ListVisitsRequest { Project = line.Project })).Visits.Count.ShouldBe(1);
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_SaysThatNothingHappened_AndNamesProjectsThatAreToEnterTheLibrary()
    {
        const string unit = "6101Z8";
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{unit.ToLowerInvariant()}");
        await reporter.GoAsync($"/console/returns/{Period}/{unit}");
        await reporter.Page.Locator("button:has-text('本季无变化')").First.ClickAsync();
        await Eventually.BecomesAsync(() => reporter.Cell(0, "quarter_yuan").InputValueAsync(), value => value == "0");
        var line = (await town.LinesAsync(unit))[0];
        (line.QuarterYuan, line.CumulativeYuan).ShouldBe((0, line.OpeningInvestmentYuan));
        (await reporter.Cell(0, "cumulative_yuan").InputValueAsync()).ShouldBe((line.OpeningInvestmentYuan / 10_000m).ToString("0.####", CultureInfo.InvariantCulture));

        await reporter.Page.ClickAsync("summary:has-text('增加计划入库项目')");
        await reporter.FillAsync("项目名称", "", "样例新线改造项目");
        await reporter.FillAsync("企业名称", "", "西安样例新线有限公司");
        await reporter.FillAsync("统一社会信用代码", "", "x");
        await reporter.FillAsync("项目总投资（万元）", "", "2000");
        await reporter.PressAsync("增加项目");
        await reporter.Page.WaitForSelectorAsync(".page [role=alert]");
        var known = await town.Suite.CallAsync<Project>("planner", new GetProjectRequest { Name = $"projects/{line.Project}" });
        await reporter.FillAsync("统一社会信用代码", "", known.Enterprise);
        await reporter.PressAsync("增加项目");
        await reporter.HearAsync("计划入库项目已保存。", "");
        await reporter.LookAsync("return-candidates");
        var filed = await town.Suite.CallAsync<Return>("planner", new GetReturnRequest { Name = $"periods/{Period}/returns/{unit}" });
        (filed.Candidates.Single().Title, filed.Candidates[0].TotalInvestmentYuan).ShouldBe(("样例新线改造项目", 20_000_000));
        await reporter.Page.ClickAsync("button[aria-label='删除 样例新线改造项目']");
        await reporter.Page.WaitForSelectorAsync("#candidates", new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        reporter.Complaints.ShouldBeEmpty();
    }
}

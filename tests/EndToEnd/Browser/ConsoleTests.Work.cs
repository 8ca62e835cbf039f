using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.MainRoad;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Browser;

// What is decided on the pages, beside the walks.
public sealed partial class ConsoleTests
{
    [Fact]
    public async Task Project_IsEnteredByItsDistrict_Admitted_Moved_Transferred_AndWithdrawn()
    {
        const string title = "样例铸造车间改造项目";
        var code = LargeLibrary.Uscc(810_001);
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("reporter-6101z1");
        await reporter.GoAsync("/console/new-enterprise");
        await reporter.FillAsync("统一社会信用代码", "", "91610100");
        await reporter.FillAsync("企业名称", "", "西安样例铸造有限公司");
        await reporter.Page.GetByLabel("名录状态").SelectOptionAsync("NotListed");
        await reporter.Page.GetByLabel("未入规原因类别").SelectOptionAsync("NewlyBuilt");
        await reporter.PressAsync("保存企业");
        await reporter.Page.WaitForSelectorAsync(".page [role=alert]:has-text('信用代码')");
        await reporter.FillAsync("统一社会信用代码", "", code);
        await reporter.PressAsync("保存企业");
        await reporter.Page.WaitForSelectorAsync("#directory:has-text('未入库')");

        await reporter.GoAsync("/console/new-project");
        await reporter.FillAsync("项目名称", "", title);
        await reporter.FillAsync("统一社会信用代码", "", code);
        await reporter.FillAsync("总投资（万元）", "", "两千万");
        await reporter.PressAsync("保存项目");
        await reporter.HearAsync("投资应为万元数，最多四位小数。", "");
        await reporter.FillAsync("总投资（万元）", "", "2,000");
        await reporter.PressAsync("保存项目");
        await reporter.Page.WaitForSelectorAsync($"h1:has-text('{title}')");
        await reporter.Page.WaitForSelectorAsync("dl.facts:has-text('候选')");
        var name = new Uri(reporter.Page.Url).AbsolutePath["/console/".Length..];
        await reporter.Page.ClickAsync("button[aria-label='修改 备案']");
        await reporter.Page.GetByLabel("办理状态").SelectOptionAsync("Obtained");
        await reporter.FillAsync("批文号", "", "样例备案1号");
        await reporter.FillAsync("发证机关", "", "样例审批局");
        await reporter.FillAsync("批文日期", "", "2017-04-20");
        await reporter.Page.SetInputFilesAsync("label.field:has-text('批文附件') input", new Microsoft.Playwright.FilePayload { Name = "样例备案.png", MimeType = "image/png", Buffer = Photo });
        await reporter.PressAsync("保存手续");
        await reporter.Page.WaitForSelectorAsync("tr:has-text('样例备案1号'):has-text('已取得') a:has-text('附件1')");

        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/projects?membership=1");
        await planner.Page.GetByLabel($"选择 {title}").CheckAsync();
        await planner.LookAsync("projects-candidates");
        await planner.PressAsync("批准所选 1 个项目入库");
        await planner.HearAsync("已入库。", "");
        await planner.GoAsync($"/console/{name}");
        await planner.FillAsync("原因", "", "样例：已完成备案");
        await planner.Page.GetByLabel("变更阶段为").SelectOptionAsync("Preliminary");
        await planner.PressAsync("变更阶段");
        await planner.HearAsync("阶段已变更。", "");
        await planner.Page.GetByLabel("移交单位").SelectOptionAsync("6101Z2");
        await planner.Page.Locator("button:text-is('移交')").ClickAsync();
        await planner.HearAsync("已移交。", "");
        await planner.Page.GetByLabel("退库类别").SelectOptionAsync("Infeasible");
        await planner.Page.Locator("button:text-is('退库')").ClickAsync();
        await planner.HearAsync("已退库。", "");
        await planner.PressAsync("重新入库");
        await planner.HearAsync("已重新入库。", "");
        await planner.LookAsync("project-decided");
        var project = await town.Suite.CallAsync<Project>("planner", new GetProjectRequest { Name = name });
        (project.Unit, project.Stage, project.Membership, project.Memberships.Count).ShouldBe(("6101Z2", Project.Types.Stage.Preliminary, Project.Types.Membership.Admitted, 2));
        (project.TotalInvestmentYuan, project.Memberships[0].WithdrawalReason).ShouldBe((20_000_000, Project.Types.WithdrawalReason.Infeasible));

        await planner.GoAsync($"/console/{name}/edit");
        await planner.FillAsync("建设内容及规模", "", "样例：改造两条铸造线");
        await planner.PressAsync("保存项目");
        await planner.HearAsync("样例：改造两条铸造线", "");
        await planner.Page.ClickAsync($"a[href='/console/enterprises/{code}']");
        await planner.Page.ClickAsync("summary:has-text('更名或合并')");
        await planner.FillAsync("新名称", "", "西安样例精铸有限公司");
        await planner.FillAsync("原因", "", "样例：更名");
        await planner.Page.Locator("button:text-is('更名')").ClickAsync();
        await planner.Page.WaitForSelectorAsync("h1:has-text('西安样例精铸有限公司')");
        await planner.Page.WaitForSelectorAsync("dl.facts:has-text('西安样例铸造有限公司')");
        reporter.Complaints.ShouldBeEmpty();
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Workbooks_OfTheLibraryAndOfAPlan_AreImported_AndThePlanIsAdjustedAndClosed()
    {
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/projects");
        await planner.Page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "样例.xlsx", MimeType = PlanSteps.Xlsx, Buffer = "PK"u8.ToArray() });
        await planner.Page.WaitForSelectorAsync("#cells li");
        await planner.Page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "样例项目库.xlsx", MimeType = PlanSteps.Xlsx, Buffer = LargeLibrary.Workbook(3, 8000) });
        await planner.HearAsync("已导入 3 行：新增 3，更新 0，未变 0。", "");
        (await planner.Page.Locator("#cells").CountAsync()).ShouldBe(0);

        await planner.GoAsync("/console/plans");
        await planner.Page.ClickAsync("summary:has-text('从工作簿导入年度计划草案')");
        await planner.FillAsync("计划年度", "", "2022");
        await planner.Page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "样例附件1.xlsx", MimeType = PlanSteps.Xlsx, Buffer = LargeLibrary.Plan(4, "灞桥区") });
        await planner.Page.WaitForSelectorAsync("h1:has-text('2022 年度计划')");
        await planner.FillAsync("文号", "", "样例〔2022〕1号");
        await planner.FillAsync("下达日期", "", "2022-01-15");
        await planner.PressAsync("下达计划");
        await planner.HearAsync("计划已下达。", "");

        await planner.Page.ClickAsync("summary:has-text('调整计划')");
        var projects = (await town.Suite.CallAsync<ListPlanEntriesResponse>("planner", new ListPlanEntriesRequest { Parent = "plans/2022", PageSize = 10 })).Entries.OrderBy(entry => entry.Position).ToList();
        await planner.Page.GetByLabel("调整方式").SelectOptionAsync("Removed");
        await planner.Page.GetByLabel("计划内项目").SelectOptionAsync(projects[0].Project);
        await planner.PressAsync("加入调整单");
        await planner.HearAsync("请填写调整原因。", "");
        await planner.FillAsync("调整原因", "", "样例：停建");
        await planner.PressAsync("加入调整单");
        await planner.Page.GetByLabel("调整方式").SelectOptionAsync("Changed");
        await planner.Page.GetByLabel("计划内项目").SelectOptionAsync(projects[1].Project);
        await planner.FillAsync("本年计划投资（万元）", "", "123.4");
        await planner.FillAsync("调整原因", "", "样例：追加投资");
        await planner.PressAsync("加入调整单");
        await planner.Page.WaitForSelectorAsync("#adjustments tr:has-text('123.4')");
        await planner.LookAsync("plan-adjusting");
        await planner.FillAsync("调整文号", "", "样例〔2022〕9号");
        await planner.FillAsync("调整日期", "", "2022-09-01");
        await planner.PressAsync("下达调整");
        await planner.HearAsync("计划调整已下达。", "");
        await planner.Page.ClickAsync("button[aria-label='查看第 2 版的调整']");
        await planner.Page.WaitForSelectorAsync("#revisions tr:has-text('调出'):has-text('样例：停建')");
        await planner.LookAsync("plan-adjusted");
        var now = (await town.Suite.CallAsync<ListPlanEntriesResponse>("planner", new ListPlanEntriesRequest { Parent = "plans/2022", PageSize = 10 })).Entries;
        (now.Count, now.Single(entry => entry.Project == projects[1].Project).PlannedInvestmentYuan).ShouldBe((3, 1_234_000));
        await planner.Page.ClickAsync("summary:has-text('关闭计划')");
        await planner.FillAsync("原因", "", "样例：年度结束");
        await planner.PressAsync("确认关闭");
        await planner.HearAsync("计划已关闭。", "");
        (await town.Suite.CallAsync<Plan>("planner", new GetPlanRequest { Name = "plans/2022" })).State.ShouldBe(Plan.Types.State.Closed);
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Quarter_IsOpened_Explained_AndClosed()
    {
        await town.LargeReturnAsync();
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/returns");
        await planner.FillAsync("填报期", "", "2016Q9");
        await planner.PressAsync("开放填报");
        await planner.Page.WaitForSelectorAsync(".page [role=alert]");
        await planner.FillAsync("填报期", "", "2016Q2");
        await planner.PressAsync("开放填报");
        await planner.Page.WaitForSelectorAsync("#period:has-text('2016-07-05')");
        await planner.PressAsync("期限是如何确定的");
        await planner.Page.WaitForSelectorAsync("#due li");
        await planner.LookAsync("period");
        await planner.PressAsync("关闭填报");
        await planner.Page.WaitForSelectorAsync("#period:has-text('已关闭')");
        (await town.Suite.CallAsync<Period>("planner", new GetPeriodRequest { Name = "periods/2016Q2" })).State.ShouldBe(Renovation.Protos.Progress.V1.Period.Types.State.Closed);
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_IsExtended_AndReopenedInPart()
    {
        const string unit = "6101Z4";
        var name = $"periods/{Period}/returns/{unit}";
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync($"/console/returns/{Period}/{unit}");
        await planner.Page.ClickAsync("summary:has-text('延长报送期限')");
        await planner.FillAsync("原因", "", "样例：统计口径调整");
        await planner.FillAsync("延期至", "", "2017-07-01");
        await planner.Page.Locator("button:text-is('延期')").ClickAsync();
        await planner.Page.WaitForSelectorAsync(".page [role=alert]");
        await planner.FillAsync("延期至", "", "2017-07-12");
        await planner.Page.Locator("button:text-is('延期')").ClickAsync();
        await planner.HearAsync("延期至 2017-07-12：样例：统计口径调整", "");

        await town.AcceptAsync(unit);
        var line = (await town.LinesAsync(unit))[0];
        await planner.GoAsync($"/console/returns/{Period}/{unit}");
        await planner.Page.GetByLabel($"退回 {line.ProjectTitle} 实际竣工").CheckAsync();
        await planner.Page.ClickAsync("summary:has-text('重新开放')");
        await planner.FillAsync("原因", "", "样例：竣工日期有误");
        await planner.PressAsync("重新开放所选 1 格");
        await planner.HearAsync("已重新开放。", "");
        await planner.LookAsync("return-reopened");
        var reopened = await town.Suite.CallAsync<Return>("planner", new GetReturnRequest { Name = name });
        (reopened.State, reopened.ReturnReasons.Single().Field, reopened.ExtendedDueDate).ShouldBe((Return.Types.State.Returned, "actual_completion_date", "2017-07-12"));
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reminder_IsSeen_Read_AndTakenAsALetter()
    {
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("reporter-6101z5");
        await Eventually.BecomesAsync(
            async () =>
            {
                await reporter.GoAsync("/console/reminders?unread=true");
                return await reporter.Page.Locator("tbody tr").CountAsync();
            },
            letters => letters > 0);
        await reporter.Page.Locator("tbody summary").First.ClickAsync();
        await reporter.LookAsync("reminders-unread");
        var download = await reporter.Page.RunAndWaitForDownloadAsync(() => reporter.Page.Locator("a:has-text('下载函件')").First.ClickAsync());
        await using (var stream = await download.CreateReadStreamAsync())
        {
            using var letter = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(await CopyAsync(stream), isEditable: false);
            letter.MainDocumentPart!.Document!.InnerText.ShouldContain(Period[..4], Case.Sensitive);
        }

        var before = await reporter.Page.Locator("tbody tr").CountAsync();
        await reporter.Page.Locator("button:has-text('标为已读')").First.ClickAsync();
        await reporter.HearAsync("已标为已读。", "");
        await Eventually.BecomesAsync(() => reporter.Page.Locator("tbody tr").CountAsync(), letters => letters < before);
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Application_SaysWhatItsProgramAsksFor_WithItsProof_AndHowItIsComputed()
    {
        const string unit = "610113";
        var program = $"audited-{Guid.CreateVersion7():N}"[..20];
        await town.Suite.CallAsync<Renovation.Protos.Funding.V1.Program>(
            "planner",
            new CreateProgramRequest
            {
                ProgramId = program,
                Program = new()
                {
                    Title = "样例审计奖补",
                    Year = 2017,
                    Level = Renovation.Protos.Funding.V1.Program.Types.Level.Municipal,
                    Form = Renovation.Protos.Funding.V1.Program.Types.Form.RewardSubsidy,
                    Rules = new ProgramRules
                    {
                        SourceDocument = "样例〔2017〕5号",
                        Base = ProgramRules.Types.Base.AuditedInvestment,
                        Tiers = { new ProgramRules.Types.Tier { RateBp = 1000 } },
                        CapYuan = 500_000,
                        InvoiceFromDate = "2017-01-01",
                        InvoiceToDate = "2017-12-31",
                    },
                },
            });
        await town.Suite.CallAsync<Renovation.Protos.Funding.V1.Program>("planner", new OpenProgramRequest { Name = $"programs/{program}" });
        await using var reporter = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync($"reporter-{unit}");
        await reporter.GoAsync($"/console/programs/{program}?result=3");
        await reporter.Page.Locator("a:text-is('申请')").First.ClickAsync();
        await reporter.FillAsync("申请金额（万元）", "", "10");
        await reporter.PressAsync("保存资料");
        await reporter.Page.WaitForSelectorAsync(".page [role=alert]:has-text('经审计投资：'):has-text('首张发票日期：')");
        await reporter.LookAsync("application-new");
        await reporter.FillAsync("经审计投资（万元）", "", "500");
        await reporter.FillAsync("首张发票日期", "", "2017-02-01");
        await reporter.FillAsync("末张发票日期", "", "2017-06-01");
        await reporter.PressAsync("保存资料");
        await reporter.HasStateAsync("草稿", "");
        var draft = new Uri(reporter.Page.Url).AbsolutePath["/console/".Length..];
        await reporter.FillAsync("申请金额（万元）", "", "40");
        await reporter.FillAsync("经审计投资（万元）", "", "六百");
        await reporter.PressAsync("保存资料");
        await reporter.HearAsync("应为万元数，最多四位小数。", "");
        await reporter.FillAsync("经审计投资（万元）", "", "600");
        await reporter.FillAsync("末张发票日期", "", "2017-06-15");
        await reporter.Page.SetInputFilesAsync("label.field:has-text('证明材料') input", new Microsoft.Playwright.FilePayload { Name = "样例审计报告.png", MimeType = "image/png", Buffer = Photo });
        await reporter.LookAsync("application-draft");
        await reporter.PressAsync("保存资料");
        await reporter.HearAsync("资料已保存。", "");
        await reporter.Page.WaitForSelectorAsync("#proof a:has-text('附件1')");
        await reporter.PressAsync("申报");
        await reporter.HasStateAsync("已申报", "");
        await reporter.Page.WaitForSelectorAsync("#calculation li:has-text('不超过上限 50 万元')");
        await reporter.LookAsync("application-computed");
        var said = await town.Suite.CallAsync<Application>("planner", new GetApplicationRequest { Name = draft });
        (said.RequestedYuan, said.AuditedInvestmentYuan, said.FirstInvoiceDate, said.LastInvoiceDate, said.Attachments.Count).ShouldBe((400_000, 6_000_000, "2017-02-01", "2017-06-15", 1));
        reporter.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task SecondSupport_IsWaivedByTwo_PaidInInstalments_RevokedAndRecovered()
    {
        const string unit = "610115";
        await town.AcceptAsync(unit);
        var application = await town.PubliciseAsync("programs/municipal-reward-2017", unit);
        var page = $"/console/{application.Name}";
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync(page);
        await planner.FillAsync("豁免理由", "", "样例：分属两个年度");
        await planner.PressAsync("提出豁免");
        await planner.Page.WaitForSelectorAsync("#waiver:has-text('待第二人确认')");
        await town.PublicityEndsAsync(page);
        await using var second = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner-2");
        await second.GoAsync(page);
        await second.PressAsync("确认豁免");
        await second.Page.WaitForSelectorAsync("#waiver:has-text('已确认')");
        await second.FillAsync("文号", "", "样例〔2017〕11号");
        await second.Page.ClickAsync("summary:has-text('分期拨付')");
        await second.PressAsync("增加一期");
        await second.PressAsync("增加一期");
        await second.Page.GetByLabel("本期金额（万元）").Nth(0).FillAsync("0.6");
        await second.Page.GetByLabel("本期金额（万元）").Nth(1).FillAsync("0.5");
        await second.Page.GetByLabel("拨付条件").Nth(1).SelectOptionAsync("Confirmed");
        await second.Page.GetByLabel("条件说明").Nth(1).FillAsync("样例：设备验收");
        await second.LookAsync("application-instalments");
        await second.PressAsync("批准");
        await second.Page.WaitForSelectorAsync(".page [role=alert]");
        await second.Page.GetByLabel("本期金额（万元）").Nth(1).FillAsync("0.4");
        await second.PressAsync("批准");
        await second.HasStateAsync("已批准", "");

        await using var finance = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("finance");
        await finance.GoAsync(page);
        await PayAsync("0.6", "样例凭证-11");
        await finance.Page.WaitForSelectorAsync("#paid:has-text('0.6')");
        await PayAsync("0.4", "样例凭证-12");
        await finance.Page.WaitForSelectorAsync(".page [role=alert]");
        await planner.GoAsync(page);
        await planner.Page.GetByLabel("第 2 期确认文号").FillAsync("样例验收1号");
        await planner.PressAsync("确认条件");
        await planner.HearAsync("条件已确认。", "");
        await finance.GoAsync(page);
        await PayAsync("0.4", "样例凭证-12");
        await finance.Page.WaitForSelectorAsync("#paid:text-is('1')");

        await planner.GoAsync(page);
        await planner.Page.ClickAsync("summary:has-text('撤回、否决或撤销')");
        await planner.FillAsync("原因", "", "样例：材料不实");
        await planner.FillAsync("决定文号", "", "样例〔2017〕12号");
        await planner.PressAsync("撤销");
        await planner.HasStateAsync("已撤销", "");
        await finance.GoAsync(page);
        await finance.FillAsync("追回金额（万元）", "", "1");
        await finance.FillAsync("追回决定文号", "", "样例〔2017〕13号");
        await finance.FillAsync("追回凭证号", "", "样例凭证-13");
        await finance.FillAsync("退款流水号", "", "样例流水-13");
        await finance.PressAsync("登记追回");
        await finance.Page.WaitForSelectorAsync("#recovered:text-is('1')");
        await finance.LookAsync("application-recovered");
        foreach (var visitor in new[] { planner, second, finance })
            visitor.Complaints.ShouldBeEmpty();

        async Task PayAsync(string amount, string voucher)
        {
            await finance.FillAsync("拨付金额（万元）", "", amount);
            await finance.FillAsync("凭证号", "", voucher);
            await finance.FillAsync("银行流水号", "", voucher);
            await finance.Page.Locator("button:text-is('拨付')").ClickAsync();
        }
    }

    [Fact]
    public async Task Problem_IsRaisedByAnEnterprise_AndFoundAgainWhenResolved()
    {
        await using var enterprise = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("enterprise");
        await enterprise.GoAsync("/console/problems");
        await enterprise.Page.ClickAsync("summary:has-text('登记问题')");
        await enterprise.PressAsync("登记");
        await enterprise.HearAsync("请先选择项目。", "");
        await enterprise.FillAsync("项目（输入名称或企业后选择）", "", "项目");
        await enterprise.Page.Keyboard.PressAsync("Tab");
        await enterprise.Page.Locator("label.field:has-text('所选项目') select:enabled").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await enterprise.Page.GetByLabel("问题分类").SelectOptionAsync("Funds");
        await enterprise.FillAsync("存在的问题", "", "样例：流动资金贷款未到位");
        await enterprise.LookAsync("problem-raise");
        await enterprise.PressAsync("登记");
        await enterprise.Page.ClickAsync("a:has-text('样例：流动资金贷款未到位')");
        await enterprise.Page.WaitForSelectorAsync("ol.line li");
        var name = new Uri(enterprise.Page.Url).AbsolutePath["/console/".Length..];
        var raised = await town.ProblemAsync(name);
        raised.Category.ShouldBe(ReturnLine.Types.ProblemCategory.Funds);
        await town.Suite.CallAsync<Problem>("planner", new ResolveProblemRequest { Name = name, Result = "样例：贷款已发放" });
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/problems?state=2");
        await planner.Page.ClickAsync("a:has-text('样例：流动资金贷款未到位')");
        await planner.Page.FillAsync("textarea", "样例：属实");
        await planner.PressAsync("销号");
        await planner.HearAsync("已销号。", "");
        enterprise.Complaints.ShouldBeEmpty();
        planner.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Overview_IsPrintedWithoutWhatIsForTheScreen()
    {
        await using var government = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("government");
        await government.Page.WaitForSelectorAsync(".chart canvas");
        (await government.Page.IsVisibleAsync(".mud-drawer")).ShouldBeTrue();
        await government.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        foreach (var hidden in new[] { ".mud-appbar", ".mud-drawer", ".page .bar" })
            (await government.Page.IsVisibleAsync(hidden)).ShouldBeFalse(hidden);
        (await government.Page.IsVisibleAsync(".cards")).ShouldBeTrue();

        // On a sheet of A4 nothing is cut off at the right.
        await government.Page.SetViewportSizeAsync(794, 1123);
        (await government.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
        government.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Account_IsChanged()
    {
        var name = $"mover-{Guid.CreateVersion7():N}"[..20];
        await using var planner = await (await town.Chromium.VisitAsync(town.Installation)).SignInAsync("planner");
        await planner.GoAsync("/console/accounts");
        await planner.FillAsync("用户名", "", name);
        await planner.FillAsync("姓名", "", "样例调动");
        await planner.FillAsync("单位代码", "", "610102");
        await planner.PressAsync("邀请");
        await planner.Page.WaitForSelectorAsync("#invitation");
        await planner.Page.ClickAsync($"button[aria-label='修改 {name}']");
        await planner.Page.Locator("label.field select").SelectOptionAsync("certifier");
        await planner.FillAsync("单位代码", "", "不是代码");
        await planner.PressAsync("保存用户");
        await planner.HearAsync("单位代码应为 6 位数字或大写字母。", "");
        await planner.FillAsync("单位代码", "", "610103");
        await planner.PressAsync("保存用户");
        await planner.Page.WaitForSelectorAsync($"tr:has(td:text-is('{name}')):has-text('审核签发'):has-text('610103')");
        (await planner.Page.Locator("button:text-is('邀请')").CountAsync()).ShouldBe(1);
        planner.Complaints.ShouldBeEmpty();
    }
}

using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>What a plan is issued with: 附件1 and the notice, opened and printed.</summary>
public sealed partial class DocumentTests : IAsyncLifetime
{
    private ModuleHost _host = null!;
    private Bureau _bureau = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await CatalogHosts.StartAsync(ModuleHost.Sqlite);
        _bureau = new Bureau(_host);
        await _bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2017", File = SampleBook.Body(SampleBook.Read(SampleBook.Annex1)) });
        await _bureau.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = new Plan { Name = "plans/2017", GrowthTargetBp = 1300 } });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Notice_ReferencePlan_SaysItsFiguresAndEnclosesTheList()
    {
        (await Refusal.OfAsync(() => _bureau.Plans.ExportNoticeAsync(new ExportNoticeRequest { Name = "plans/2017" }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_ISSUED");
        await IssueAsync();

        var file = await _bureau.Plans.ExportNoticeAsync(new ExportNoticeRequest { Name = "plans/2017" });
        ShouldBeSound(file.Data.ToByteArray());
        var pages = await Office.PrintAsync("notice-2017.docx", file.Data.ToByteArray());

        var letter = Flat(pages.Take(2));
        Flat([pages[1]]).ShouldContain("六、扶持政策", customMessage: "the signature does not stand alone");
        letter.ShouldStartWith("市工信委关于下达2017年技术改造重点项目计划的通知市工信发〔2017〕119号新城区，碑林区，");
        foreach (var figure in new[] { "列入计划的项目共100个", "新开工项目22个（含前期项目11个）", "续建项目78个；年内竣工项目42个", "同比增长13%", "尚未纳入规模以上名录库的有15户", "附件：2017年技术改造重点项目计划项目表", "市工信委2017年5月19日" })
            letter.ShouldContain(figure);
        var list = Flat(pages.Skip(1));
        list.ShouldContain("合计（100个）");
        pages.Reverse().TakeWhile(page => Flat([page]).Contains("序号项目名称企业名称", StringComparison.Ordinal)).Count().ShouldBeGreaterThan(3, "the header is repeated on every page of the list");
        (await Refusal.OfAsync(() => _bureau.Plans.ExportNoticeAsync(new ExportNoticeRequest { Name = "plans/2017", Revision = 2 }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Notice_Adjustment_SaysWhatChangesAndWhy()
    {
        await IssueAsync();
        var entries = (await _bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = "plans/2017" })).Entries;
        var removed = new PlanAdjustment { Kind = PlanAdjustment.Types.Kind.Removed, Project = entries[0].Project, Reason = "样例停建" };
        await _bureau.Plans.AdjustPlanAsync(new AdjustPlanRequest { Name = "plans/2017", DocumentNumber = "样例发〔2017〕200号", IssueDate = "2017-07-01", Adjustments = { removed } });

        var file = await _bureau.Plans.ExportNoticeAsync(new ExportNoticeRequest { Name = "plans/2017" });
        ShouldBeSound(file.Data.ToByteArray());
        var text = Flat(await Office.PrintAsync("notice-2017-2.docx", file.Data.ToByteArray()));

        foreach (var part in new[] { "关于调整2017年技术改造重点项目计划的通知", "样例发〔2017〕200号", "市工信发〔2017〕119号下达的", "新增项目0个，调出项目1个，变更项目0个", "列入计划的项目共99个", "样例停建", "合计（99个）" })
            text.ShouldContain(part);
        Flat(await Office.PrintAsync("again.docx", (await _bureau.Plans.ExportNoticeAsync(new ExportNoticeRequest { Name = "plans/2017", Revision = 1 })).Data.ToByteArray())).ShouldContain("列入计划的项目共100个", customMessage: "a past notice can be written again");
    }

    [Fact]
    public async Task Annex1_ReferencePlan_PrintsWithItsHeaderOnEveryPage()
    {
        await IssueAsync();

        var file = (await _bureau.Plans.ExportPlanAsync(new ExportPlanRequest { Name = "plans/2017" })).Data.ToByteArray();
        using (var book = SpreadsheetDocument.Open(new MemoryStream(file), false))
            new OpenXmlValidator().Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        var pages = await Office.PrintAsync("annex1-2017.xlsx", file);

        pages.Count.ShouldBeGreaterThan(2);
        pages.ShouldAllBe(page => Flat(new[] { page }).Contains("建设起止年月", StringComparison.Ordinal));
        Flat([pages[0]]).ShouldStartWith("2017年技术改造重点项目计划单位：万元");
        Flat([pages[^1]]).ShouldContain("合计（100个）");
    }

    [Fact]
    public async Task UpdatePlan_TargetAndTitle_AreChecked()
    {
        var plan = await _bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" });

        plan.GrowthTargetBp.ShouldBe(1300);
        (await Refusal.OfAsync(() => _bureau.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = new Plan { Name = plan.Name, GrowthTargetBp = 100_001 } }))).ShouldBe(StatusCode.InvalidArgument, "OUT_OF_RANGE", "plan.growth_target_bp");
        (await Refusal.OfAsync(() => _bureau.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = new Plan { Name = plan.Name }, UpdateMask = new FieldMask { Paths = { "title" } } }))).ShouldBe(StatusCode.InvalidArgument, "LENGTH", "plan.title");
        (await Refusal.OfAsync(() => _bureau.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = new Plan { Name = plan.Name, Title = "样例", Etag = "\"v0\"" } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        await IssueAsync();
        await _bureau.Plans.ClosePlanAsync(new ClosePlanRequest { Name = plan.Name });
        (await Refusal.OfAsync(() => _bureau.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = new Plan { Name = plan.Name, Title = "样例" } }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_CLOSED");
    }

    private async Task IssueAsync() => await _bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = "plans/2017", DocumentNumber = "市工信发〔2017〕119号", IssueDate = "2017-05-19" });

    private static void ShouldBeSound(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), false);
        new OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
    }

    // Without white space and page numbers, which fall anywhere in a text.
    private static string Flat(IEnumerable<string> pages) => PageNumber().Replace(string.Concat(string.Concat(pages).Where(character => !char.IsWhiteSpace(character))), "");

    [GeneratedRegex("—[0-9]+—", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageNumber();
}

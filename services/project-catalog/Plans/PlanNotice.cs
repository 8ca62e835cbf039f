using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Documents;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Writes the notices (通知) that issue the revisions of a plan; every figure is taken from the revision.</summary>
internal sealed class PlanNotice(CatalogDbContext db)
{
    /// <summary>Writes the notice of a revision.</summary>
    /// <param name="revision">Its number, 0 for the latest.</param>
    /// <exception cref="DomainException">PLAN_NOT_ISSUED for a draft; NotFound for a revision that there is not.</exception>
    public async Task<Letter> WriteAsync(Plan plan, int revision, CancellationToken cancellationToken)
    {
        if (plan.State == PlanState.Draft)
            plan.RequireIssued();
        var number = revision == 0 ? plan.Revision : revision;
        var row = await db.FindRevisionAsync(plan, number, cancellationToken);
        var body = row.Read();
        var titles = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        var units = body.Entries.Select(entry => entry.Unit).Concat(body.Adjustments.Select(adjustment => adjustment.Entry.Unit)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var issuer = titles.GetValueOrDefault(row.Issuer, "");
        var annex = NoticeAnnex.List(plan.Title, body.Entries, titles);
        return new Letter(
            number == 1 ? $"{issuer}关于下达{plan.Title}的通知" : $"{issuer}关于调整{plan.Title}的通知",
            row.DocumentNumber,
            [.. units.Select(unit => titles.GetValueOrDefault(unit, unit))],
            number == 1 ? Issued(plan, body) : Adjusted(plan, body, await BeforeAsync(plan.Year, number, cancellationToken)),
            issuer,
            row.IssueDate)
        {
            Annexes = number == 1 ? [annex] : [NoticeAnnex.Adjustments(plan.Title, body.Adjustments, titles), annex],
        };
    }

    private async Task<PlanRevision> BeforeAsync(int year, int number, CancellationToken cancellationToken) =>
        await db.PlanRevisions.AsNoTracking().SingleAsync(one => one.Year == year && one.Number == number - 1, cancellationToken);

    private static List<Paragraph> Issued(Plan plan, V1.PlanRevision body)
    {
        List<Paragraph> text = [new($"经从技术改造项目库中筛选，现将《{plan.Title}》下达给你们，请结合实际认真组织实施。"), new(Size(body), "一、计划规模。")];
        Paragraph[] rest =
        [
            .. plan.GrowthTargetBp != 0 ? [new Paragraph($"全市工业技术改造投资（统计口径）同比增长{Percent(plan.GrowthTargetBp)}。计划项目投资与统计口径的技改投资不是同一数字，不得混用。", "投资目标。")] : Array.Empty<Paragraph>(),
            new("各单位要落实项目责任，加快办理备案、环评、用地、规划等前期手续，新开工项目力争上半年开工，年内竣工项目倒排工期、按期建成。", "推进要求。"),
            .. Outside(body) is var outside and > 0 ? [new Paragraph($"计划项目所属企业中尚未纳入规模以上名录库的有{outside}户，请督促达到规模的企业及时申报入库。", "规上培育。")] : Array.Empty<Paragraph>(),
            new("各单位按季报送项目投资进度。项目推进中遇有土地、环保、资金、运输等方面困难和问题的，随进度一并上报，需市级协调的注明协调层级。", "进度报送与协调。"),
            new("计划项目竣工的优先给予奖励补助，在建的优先给予股权投入，并优先推荐申报省级和国家专项资金；具体按当年申报通知执行。", "扶持政策。"),
        ];
        text.AddRange(rest.Select((paragraph, index) => paragraph with { Heading = $"{Numerals[index + 1]}、{paragraph.Heading}" }));
        return text;
    }

    private static List<Paragraph> Adjusted(Plan plan, V1.PlanRevision body, PlanRevision before)
    {
        int Count(V1.PlanAdjustment.Types.Kind kind) => body.Adjustments.Count(adjustment => adjustment.Kind == kind);
        return
        [
            new($"{before.DocumentNumber}下达的《{plan.Title}》，因项目情况变化，现作如下调整，请遵照执行。"),
            new(
                $"新增项目{Count(V1.PlanAdjustment.Types.Kind.Added)}个，调出项目{Count(V1.PlanAdjustment.Types.Kind.Removed)}个，变更项目{Count(V1.PlanAdjustment.Types.Kind.Changed)}个，"
                + "调整原因见附件1。",
                "一、调整内容。"),
            new(Size(body), "二、调整后规模。"),
            new("清单有变化的单位请重新签收，并自下一报告期起按调整后的项目报送进度。", "三、执行要求。"),
        ];
    }

    private static string Size(V1.PlanRevision body)
    {
        var entries = body.Entries;
        var newStarts = entries.Count(entry => entry.Nature == V1.PlanEntry.Types.Nature.NewStart);
        return $"列入计划的项目共{entries.Count}个，总投资{HundredMillions(entries.Sum(entry => entry.TotalInvestmentYuan))}亿元，"
            + $"本年计划投资{HundredMillions(entries.Sum(entry => entry.PlannedInvestmentYuan))}亿元。其中：新开工项目{newStarts}个（含前期项目{entries.Count(entry => entry.Preliminary)}个），"
            + $"续建项目{entries.Count - newStarts}个；年内竣工项目{entries.Count(entry => entry.CompletesInYear)}个。";
    }

    // Enterprises, not projects: one with two projects counts once.
    private static int Outside(V1.PlanRevision body) => body.Entries.Where(entry => !entry.EnterpriseListed).Select(entry => entry.Enterprise).Distinct(StringComparer.Ordinal).Count();

    private static string HundredMillions(long yuan) => Math.Round(yuan / 100_000_000m, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(int basisPoints) => (basisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static readonly string[] Numerals = ["一", "二", "三", "四", "五", "六"];
}

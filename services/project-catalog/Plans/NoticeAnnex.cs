using System.Globalization;
using Renovation.Shared.Documents;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>The lists that a notice encloses, a section for each unit.</summary>
internal static class NoticeAnnex
{
    /// <summary>Lists the entries with subtotals and the total.</summary>
    public static Annex List(string title, IReadOnlyList<V1.PlanEntry> entries, IReadOnlyDictionary<string, string> units)
    {
        var rows = new List<AnnexRow>();
        var number = 0;

        // A section for every run of entries of one unit: the order of the list is a part of the plan.
        for (var index = 0; index < entries.Count;)
        {
            var section = entries.Skip(index).TakeWhile(entry => entry.Unit == entries[index].Unit).ToList();
            rows.Add(new AnnexRow([$"{units.GetValueOrDefault(section[0].Unit, section[0].Unit)}（{section.Count}个）"], IsBold: true));
            rows.AddRange(section.Select(entry => Row(entry, $"{++number}")));
            rows.Add(Sum("小计", section));
            index += section.Count;
        }

        rows.Add(Sum($"合计（{entries.Count}个）", entries));
        return new Annex($"{title}项目表", "单位：万元", Columns("年度目标"), rows);
    }

    /// <summary>Lists what a revision changed, with its reasons.</summary>
    public static Annex Adjustments(string title, IReadOnlyList<V1.PlanAdjustment> adjustments, IReadOnlyDictionary<string, string> units)
    {
        var rows = new List<AnnexRow>();
        foreach (var (kind, name) in new[] { (V1.PlanAdjustment.Types.Kind.Added, "新增"), (V1.PlanAdjustment.Types.Kind.Removed, "调出"), (V1.PlanAdjustment.Types.Kind.Changed, "变更") })
        {
            var of = adjustments.Where(adjustment => adjustment.Kind == kind).ToList();
            if (of.Count == 0)
                continue;
            rows.Add(new AnnexRow([$"{name}（{of.Count}个）"], IsBold: true));
            rows.AddRange(of.Select((adjustment, index) =>
            {
                var row = Row(adjustment.Entry, $"{index + 1}");
                return new AnnexRow([.. row.Cells.Take(row.Cells.Count - 1), $"{units.GetValueOrDefault(adjustment.Entry.Unit, adjustment.Entry.Unit)}：{adjustment.Reason}"]);
            }));
        }

        return new Annex($"{title}调整项目表", "单位：万元", Columns("单位及调整原因"), rows);
    }

    private static AnnexColumn[] Columns(string last) =>
    [
        new("序号", 5, CellPlace.Center), new("项目名称", 30), new("企业名称", 22), new("建设性质", 8, CellPlace.Center), new("是否前期", 6, CellPlace.Center), new("建设起止年月", 15, CellPlace.Center),
        new("总投资", 10, CellPlace.Right), new("至上年底累计", 10, CellPlace.Right), new("本年计划投资", 10, CellPlace.Right), new("年内竣工", 6, CellPlace.Center), new(last, 20),
    ];

    private static AnnexRow Row(V1.PlanEntry entry, string number) => new(
    [
        number, entry.ProjectTitle, entry.EnterpriseTitle, entry.Nature == V1.PlanEntry.Types.Nature.NewStart ? "新开工" : "续建", entry.Preliminary ? "是" : "否",
        entry.StartMonth.Length > 0 && entry.EndMonth.Length > 0 ? $"{Month(entry.StartMonth)}-{Month(entry.EndMonth)}" : "",
        TenThousands(entry.TotalInvestmentYuan), TenThousands(entry.OpeningInvestmentYuan), TenThousands(entry.PlannedInvestmentYuan), entry.CompletesInYear ? "是" : "否", entry.Target,
    ]);

    private static AnnexRow Sum(string label, IReadOnlyList<V1.PlanEntry> entries) => new(
        [
            "", label, "", "", "", "", TenThousands(entries.Sum(entry => entry.TotalInvestmentYuan)), TenThousands(entries.Sum(entry => entry.OpeningInvestmentYuan)),
            TenThousands(entries.Sum(entry => entry.PlannedInvestmentYuan)), "", "",
        ],
        IsBold: true);

    private static string Month(string month) => month.Replace('-', '.');

    private static string TenThousands(long yuan) => (yuan / 10_000m).ToString("#,##0.####", CultureInfo.InvariantCulture);
}

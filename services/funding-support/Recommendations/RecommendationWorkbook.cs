using System.Globalization;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.FundingSupport.Recommendations;

/// <summary>Writes the table that goes with the letter.</summary>
internal static class RecommendationWorkbook
{
    private static readonly SheetColumn<RecommendedProject>[] Columns =
    [
        new("rank", "序号", CellKind.Code, row => row.Rank.ToString(CultureInfo.InvariantCulture)) { Width = 6 },
        new("project", "项目名称", CellKind.Text, row => row.ProjectTitle) { Width = 40 },
        new("enterprise", "企业名称", CellKind.Text, row => row.EnterpriseTitle) { Width = 30 },
        new("uscc", "统一社会信用代码", CellKind.Code, row => row.Enterprise) { Width = 22 },
        new("unit", "所属区县（开发区）", CellKind.Text, row => row.UnitTitle) { Width = 18 },
        new("preferred", "列入年度重点计划", CellKind.Text, row => row.Preferred ? "是" : "否") { Width = 12 },
        new("score", "专家评分", CellKind.Code, row => row.Score > 0 ? row.Score.ToString(CultureInfo.InvariantCulture) : "") { Width = 10 },
        new("base", "投资基数", CellKind.Money, row => row.BaseYuan) { Width = 14 },
        new("proposed", "建议支持金额", CellKind.Money, row => row.ProposedYuan) { Width = 14 },
        new("outcome", "审批结果", CellKind.Text, row => OutcomeOf(row.Outcome)) { Width = 10 },
        new("given", "批准金额", CellKind.Money, row => row.Outcome == RecommendationOutcome.Approved ? row.OutcomeYuan : null) { Width = 14 },
        new("note", "备注", CellKind.Text, row => row.OutcomeNote) { Width = 24 },
    ];

    public static byte[] Write(Recommendation recommendation, FundingProgram program)
    {
        List<SheetRow<RecommendedProject>> rows = [.. recommendation.Entries.Select(SheetRow<RecommendedProject>.Of)];
        if (rows.Count > 0)
        {
            rows.Add(SheetRow<RecommendedProject>.Total($"合计（{rows.Count}个）", new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["base"] = recommendation.Entries.Sum(entry => entry.BaseYuan),
                ["proposed"] = recommendation.Entries.Sum(entry => entry.ProposedYuan),
                ["given"] = recommendation.Entries.Sum(entry => entry.OutcomeYuan),
            }));
        }

        var number = recommendation.DocumentNumber.Length > 0 ? $"（{recommendation.DocumentNumber}）" : "";
        return WorkbookWriter.Write([new SheetContent<RecommendedProject>("推荐项目", $"{program.Title}推荐项目汇总表{number}", Columns, rows) { FrozenColumns = 2 }]);
    }

    private static string OutcomeOf(RecommendationOutcome outcome) => outcome switch
    {
        RecommendationOutcome.Open => "",
        RecommendationOutcome.Approved => "获批",
        RecommendationOutcome.Rejected => "未获批",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };
}

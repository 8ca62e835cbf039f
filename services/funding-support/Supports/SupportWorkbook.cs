using System.Globalization;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.FundingSupport.Supports;

/// <summary>Writes the list that is public (公开名单).</summary>
internal static class SupportWorkbook
{
    /// <summary>Writes it.</summary>
    /// <param name="zone">Zone of the calendar, for the days of decisions.</param>
    public static byte[] Write(IReadOnlyList<SupportRow> supports, int year, TimeZoneInfo zone)
    {
        SheetColumn<Row>[] columns =
        [
            new("sequence", "序号", CellKind.Code, row => row.Number) { Width = 6 },
            new("program", "专项", CellKind.Text, row => row.Support.ProgramTitle) { Width = 30 },
            new("form", "支持方式", CellKind.Text, row => FormOf(row.Support.Award.Form)) { Width = 12 },
            new("project", "项目名称", CellKind.Text, row => row.Support.ProjectTitle) { Width = 36 },
            new("enterprise", "企业名称", CellKind.Text, row => row.Support.EnterpriseTitle) { Width = 30 },
            new("unit", "所属区县（开发区）", CellKind.Text, row => row.Support.UnitTitle) { Width = 18 },
            new("amount", "支持金额", CellKind.Money, row => row.Support.Award.AmountYuan) { Width = 14 },
            new("paid", "已拨付", CellKind.Money, row => PaidOf(row.Support)) { Width = 14 },
            new("document", "批复文号", CellKind.Text, row => row.Support.Award.DocumentNumber) { Width = 22 },
            new("date", "批复日期", CellKind.Date, row => row.Support.Award.CreateTime.ToLocalDate(zone)) { Width = 14 },
        ];
        List<SheetRow<Row>> rows = [.. supports.Select((support, index) => SheetRow<Row>.Of(new Row((index + 1).ToString(CultureInfo.InvariantCulture), support)))];
        if (rows.Count > 0)
        {
            rows.Add(SheetRow<Row>.Total($"合计（{rows.Count}个）", new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["amount"] = supports.Sum(support => support.Award.AmountYuan),
                ["paid"] = supports.Sum(PaidOf),
            }));
        }

        return WorkbookWriter.Write([new SheetContent<Row>("公开名单", $"{(year > 0 ? $"{year}年" : "")}工业企业技术改造专项资金支持项目公开名单", columns, rows) { FrozenColumns = 4 }]);
    }

    private static long PaidOf(SupportRow support) => support.Award.DisbursedYuan - support.Award.RecoveredYuan;

    private static string FormOf(SupportForm form) => form switch
    {
        SupportForm.RewardSubsidy => "奖励补助",
        SupportForm.Equity => "股权投入",
        SupportForm.InterestSubsidy => "贷款贴息",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Not a form."),
    };

    private sealed record Row(string Number, SupportRow Support);
}

using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Fields of the contract as the pages call them.</summary>
internal static class FieldTitles
{
    private static readonly Dictionary<string, LocalText> Titles = new(StringComparer.Ordinal)
    {
        ["actual_completion_date"] = new("实际竣工", "completed"),
        ["actual_start_date"] = new("实际开工", "started"),
        ["amount_yuan"] = new("金额", "amount"),
        ["audited_investment_yuan"] = new("经审计投资", "audited investment"),
        ["authority"] = new("发证机关", "authority"),
        ["bank_reference"] = new("银行流水号", "bank reference"),
        ["category"] = new("分类", "category"),
        ["content"] = new("内容", "content"),
        ["document_date"] = new("批文日期", "date of the document"),
        ["document_number"] = new("文号", "document number"),
        ["due_date"] = new("期限", "due date"),
        ["end_month"] = new("竣工年月", "last month"),
        ["enterprise"] = new("企业", "enterprise"),
        ["enterprise_id"] = new("统一社会信用代码", "credit code"),
        ["equipment_investment_yuan"] = new("设备投资", "equipment"),
        ["first_invoice_date"] = new("首张发票日期", "first invoice"),
        ["industry_code"] = new("行业代码", "industry"),
        ["interest_paid_yuan"] = new("已付贷款利息", "interest paid"),
        ["issue_date"] = new("下达日期", "date of issue"),
        ["last_invoice_date"] = new("末张发票日期", "last invoice"),
        ["note"] = new("说明", "note"),
        ["opening_investment_yuan"] = new("上年底累计完成", "done before this year"),
        ["planned_investment_yuan"] = new("本年计划投资", "planned this year"),
        ["project"] = new("项目", "project"),
        ["reason"] = new("原因", "reason"),
        ["requested_yuan"] = new("申请金额", "amount asked for"),
        ["score"] = new("评分", "score"),
        ["start_month"] = new("开工年月", "first month"),
        ["summary"] = new("情况", "summary"),
        ["text"] = new("内容", "text"),
        ["title"] = new("名称", "title"),
        ["total_investment_yuan"] = new("总投资", "total investment"),
        ["unit"] = new("单位", "unit"),
        ["visit_date"] = new("日期", "date"),
        ["visitors"] = new("人员", "visitors"),
        ["voucher"] = new("凭证号", "voucher"),
    };

    /// <summary>Gives what a field is called, by the last part of its path; the path itself when the pages have no word for it.</summary>
    public static string Of(string path, Language language) => Titles.TryGetValue(path[(path.LastIndexOf('.') + 1)..], out var title) ? title.In(language) : path;
}

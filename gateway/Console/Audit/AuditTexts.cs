using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>What happened to a resource, as people read it.</summary>
internal static class AuditTexts
{
    private static readonly Dictionary<string, string> Chinese = new(StringComparer.Ordinal)
    {
        ["ABSORBED"] = "吸收合并",
        ["ACCEPTED"] = "接收",
        ["ACKNOWLEDGED"] = "签收",
        ["ADJUSTED"] = "调整",
        ["APPROVED"] = "批准",
        ["ASKED"] = "请求签收",
        ["ATTACHED"] = "添加附件",
        ["CANDIDATE_CONSIDERED"] = "计划入库项目已处理",
        ["CLOSED"] = "关闭",
        ["CONDITION_CONFIRMED"] = "确认拨付条件",
        ["CONSIDERED"] = "已处理",
        ["CORRECTED"] = "更正",
        ["CREATED"] = "新建",
        ["DECLINED"] = "审核退回",
        ["DELETED"] = "删除",
        ["DISBURSED"] = "拨付",
        ["DISTRICT_REVIEWED"] = "区县审核",
        ["ENTERPRISE_MERGED"] = "企业合并",
        ["ENTERPRISE_RENAMED"] = "企业更名",
        ["ENTRIES_CHANGED"] = "清单变更",
        ["EXPERT_REVIEWED"] = "专家评审",
        ["EXPERT_RECUSED"] = "专家回避",
        ["EXPERT_SCORED"] = "专家评分",
        ["ADMITTED"] = "入库",
        ["READMITTED"] = "重新入库",
        ["APPROPRIATED"] = "安排预算",
        ["EXTENDED"] = "延期",
        ["FROZEN"] = "数据冻结",
        ["GRANTED"] = "准予",
        ["ISSUED"] = "下达",
        ["LISTED"] = "入规",
        ["MERGED"] = "合并",
        ["OBJECTED"] = "提出异议",
        ["OBJECTION_SETTLED"] = "异议处理",
        ["OPENED"] = "开放",
        ["OUTCOME_RECORDED"] = "登记结果",
        ["PLAN_ADJUSTED"] = "计划调整",
        ["PROCEDURE_UPDATED"] = "手续更新",
        ["PRODUCTION_REPORTED"] = "报告投产",
        ["PROPOSED"] = "提出建议",
        ["PUBLICISED"] = "公示",
        ["RANKED"] = "排序",
        ["READY"] = "提交审核",
        ["REBASED"] = "更新底数",
        ["RECORDED"] = "登记",
        ["RECOVERED"] = "收回",
        ["REJECTED"] = "不予通过",
        ["RENAMED"] = "更名",
        ["REOPENED"] = "重新打开",
        ["REPORTED"] = "填报",
        ["RESTATED"] = "重述",
        ["RETURNED"] = "退回",
        ["REVOKED"] = "撤销",
        ["RULES_CHANGED"] = "规则变更",
        ["SCREENED"] = "筛选",
        ["SENT"] = "报送",
        ["STAGE_CHANGED"] = "阶段变更",
        ["SUBMITTED"] = "报送",
        ["TARGET_SET"] = "设定目标",
        ["TRANSFERRED"] = "移交",
        ["UPDATED"] = "修改",
        ["URGED"] = "督促",
        ["WAIVER_CONFIRMED"] = "确认豁免",
        ["WAIVER_REQUESTED"] = "申请豁免",
        ["WITHDRAWAL_PROPOSAL_REVOKED"] = "撤销退库建议",
        ["WITHDRAWAL_PROPOSED"] = "建议退库",
        ["WITHDRAWN"] = "撤回或退库",
    };

    private static readonly Dictionary<string, LocalText> Collections = new(StringComparer.Ordinal)
    {
        ["acknowledgements"] = new("签收", "acknowledgement"),
        ["applications"] = new("申请", "application"),
        ["awards"] = new("支持决定", "award"),
        ["candidates"] = new("计划入库项目", "candidate"),
        ["enterprises"] = new("企业", "enterprise"),
        ["entries"] = new("条目", "entry"),
        ["holdings"] = new("股权", "holding"),
        ["lines"] = new("明细", "line"),
        ["periods"] = new("填报期", "period"),
        ["plans"] = new("年度计划", "plan"),
        ["problems"] = new("问题", "problem"),
        ["procedures"] = new("手续", "procedure"),
        ["programs"] = new("专项", "program"),
        ["projects"] = new("项目", "project"),
        ["recommendations"] = new("推荐", "recommendation"),
        ["reminders"] = new("提醒", "reminder"),
        ["returns"] = new("季报", "return"),
        ["revisions"] = new("版本", "revision"),
        ["screenings"] = new("筛选", "screening"),
        ["targets"] = new("增长目标", "target"),
        ["units"] = new("单位", "unit"),
        ["visits"] = new("督查", "visit"),
        ["attachments"] = new("附件", "attachment"),
        ["operations"] = new("导入", "operation"),
    };

    /// <summary>Gives a resource as people read it, its collections in words: <c>年度计划 2017 / 签收 610102</c>.</summary>
    public static string Resource(string name, Language language)
    {
        var parts = name.Split('/');
        return string.Join(" / ", parts.Chunk(2).Select(pair => $"{(Collections.TryGetValue(pair[0], out var title) ? title.In(language) : pair[0])} {(pair.Length > 1 ? pair[1] : "")}".Trim()));
    }

    /// <summary>Gives the words for what a row of a journal says, codes separated by commas.</summary>
    public static string Of(string kinds, Language language) => string.Join(
        language == Language.English ? ", " : "、",
        kinds.Split(',').Select(kind => language == Language.English ? kind.Replace('_', ' ').ToLowerInvariant() : Chinese.GetValueOrDefault(kind, "其他变更")));

    /// <summary>Tells whether there are words for a code.</summary>
    public static bool Knows(string kind) => Chinese.ContainsKey(kind);
}

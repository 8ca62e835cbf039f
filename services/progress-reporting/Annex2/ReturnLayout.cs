using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Workbooks;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>The columns and fields of 附件2. What people fill in is called as in the contract, so that a cell is found by the name of its field.</summary>
internal static class ReturnLayout
{
    public const string RowKey = "row_key";
    public const string Project = "project";
    public const string ProjectTitle = "project_title";
    public const string EnterpriseTitle = "enterprise_title";
    public const string Total = "total_investment_yuan";
    public const string Planned = "planned_investment_yuan";
    public const string Opening = "opening_investment_yuan";
    public const string Quarter = "quarter_yuan";
    public const string YearToDate = "year_to_date_yuan";
    public const string Cumulative = "cumulative_yuan";
    public const string Progress = "physical_progress";
    public const string ProgressShare = "physical_progress_bp";
    public const string Start = "actual_start_date";
    public const string Completion = "actual_completion_date";
    public const string ExpectedCompletion = "expected_completion_date";
    public const string Production = "actual_production_date";
    public const string AtCapacity = "at_capacity";
    public const string Category = "problem_category";
    public const string Problem = "problem";
    public const string Level = "problem_level";
    public const string Explanation = LineEntry.ExplanationField;

    public const string Unit = "unit";
    public const string Period = "period";
    public const string UnitInvestment = "unit_investment_ytd_yuan";
    public const string UnitInvestmentLastYear = "unit_investment_last_year_yuan";
    public const string Preparer = "preparer";
    public const string Checker = "checker";

    /// <summary>Key of the version of the template in a workbook's metadata.</summary>
    public const string TemplateKey = "annex2";

    /// <summary>Version of the template; one more with every change of its columns or sheets. 2 has the candidates on a second sheet; an older form has none, and leaves them as they are.</summary>
    public const string TemplateVersion = "2";

    /// <summary>Words of the categories (问题类别).</summary>
    public static readonly IReadOnlyList<(ProblemCategory Value, string Word)> Categories =
    [
        (ProblemCategory.Land, "土地"), (ProblemCategory.Environment, "环保"), (ProblemCategory.Funds, "资金"), (ProblemCategory.Transport, "运输"), (ProblemCategory.Utilities, "水电气"),
        (ProblemCategory.Approvals, "审批"), (ProblemCategory.Labour, "用工"), (ProblemCategory.Market, "市场"), (ProblemCategory.Other, "其他"),
    ];

    /// <summary>Words of the levels (需协调层级).</summary>
    public static readonly IReadOnlyList<(ProblemLevel Value, string Word)> Levels =
    [
        (ProblemLevel.District, "区县"), (ProblemLevel.Bureau, "市工信部门"), (ProblemLevel.Departments, "市级部门"), (ProblemLevel.Government, "市政府"),
    ];

    private static readonly string[] Nothing = ["无", "暂无", "没有"];

    /// <summary>Sheet 1.</summary>
    public static TableLayout Table { get; } = new TableLayout(
        "附件2",
        [
            Column.Sequence(),
            Column.Code(Project, "项目编号", "项目编码", "项目代码").Required(),
            Column.Code(RowKey, "行标识"),
            Column.Text(ProjectTitle, "项目名称", "技改项目名称", "技术改造项目名称"),
            Column.Text(EnterpriseTitle, "企业名称", "建设单位", "项目单位", "单位名称"),
            Column.Money(Total, "总投资", "计划总投资", "项目总投资"),
            Column.Money(Planned, "本年计划投资", "本年度计划投资额", "计划完成投资", "本年投资计划"),
            Column.Money(Opening, "至上年底累计", "至上年底累计完成投资", "截至上年底累计完成投资", "上年底累计完成投资"),
            Column.Money(Quarter, "本季度完成", "本季度完成投资", "本季完成投资", "本季度投资", "本季完成").Required(),
            Column.Money(YearToDate, "本年累计", "本年累计完成投资", "年初至今累计", "年初至今累计完成投资").Required(),
            Column.Money(Cumulative, "自开工累计", "自开工累计完成投资", "自开工以来累计", "自开工以来累计完成投资").Required(),
            Column.Text(Progress, "形象进度", "工程形象进度", "项目形象进度").AtMost(LineMapping.LongestNote),
            Column.Percent(ProgressShare, "形象进度%", "形象进度百分比"),
            Column.Date(Start, "实际开工", "实际开工日期", "实际开工时间", "开工日期", "开工时间"),
            Column.Date(Completion, "竣工实际", "实际竣工", "实际竣工日期", "实际竣工时间", "竣工日期", "竣工时间").BlankWhen(Nothing),
            Column.Date(ExpectedCompletion, "竣工预计", "预计竣工", "预计竣工日期", "预计竣工时间").BlankWhen(Nothing),
            Column.Date(Production, "投产", "投产日期", "投产时间", "实际投产日期").BlankWhen(Nothing),
            Column.YesNo(AtCapacity, "是否达产", "达产"),
            Choice(Category, "问题类别", Categories),
            Column.Text(Problem, "困难和问题", "存在问题", "存在的困难和问题", "存在的问题").AtMost(LineMapping.LongestText).WithLines().BlankWhen(Nothing),
            Choice(Level, "需协调层级", Levels, "协调层级", "需协调解决层级"),
            Column.Text(Explanation, "情况说明", "说明").AtMost(LineMapping.LongestText).WithLines(),
        ])
        .WithHead(
            Column.Text(Unit, "填报单位", "报送单位"),
            Column.Text(Period, "报告期", "报告期别", "填报期"),
            Column.Money(UnitInvestment, "本单位技改投资本年累计", "技改投资本年累计"),
            Column.Money(UnitInvestmentLastYear, "上年同期", "技改投资上年同期"),
            Column.Text(Preparer, "填报人", "填表人").AtMost(ReturnMapping.LongestName),
            Column.Text(Checker, "审核人", "复核人").AtMost(ReturnMapping.LongestName))
        .OnSheet("投资进度表", "附件2")
        .OrEmpty();

    /// <summary>Says whether a field of a line is a cell of the form that people fill in.</summary>
    public static bool IsFilled(string field) => field != LineEntry.CorrectionField && LineEntry.Fields.Contains(field, StringComparer.Ordinal);

    /// <summary>Gives the word of a category; null for none.</summary>
    public static string? WordOf(ProblemCategory category) => Categories.FirstOrDefault(one => one.Value == category).Word;

    /// <summary>Gives the word of a level; null for none.</summary>
    public static string? WordOf(ProblemLevel level) => Levels.FirstOrDefault(one => one.Value == level).Word;

    private static Column Choice<T>(string key, string title, IReadOnlyList<(T Value, string Word)> words, params string[] synonyms)
        where T : struct => words.Aggregate(Column.Choice(key, title, synonyms).BlankWhen(Nothing), (column, one) => column.Option(one.Value, one.Word));
}

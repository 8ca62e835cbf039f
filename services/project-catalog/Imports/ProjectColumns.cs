using Renovation.Shared.Workbooks;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>The columns about a project and its owner that the library workbook and 附件1 have in common.</summary>
internal static class ProjectColumns
{
    public const string Title = "title";
    public const string Enterprise = "enterprise";
    public const string Uscc = "uscc";
    public const string Unit = "unit";
    public const string Area = "area";
    public const string Industry = "industry";
    public const string Content = "content";
    public const string Period = "period";
    public const string Total = "total";
    public const string Equipment = "equipment";
    public const string Opening = "opening";
    public const string Filing = "filing";
    public const string Eia = "eia";
    public const string Listed = "listed";
    public const string Reason = "reason";
    public const string Note = "note";

    /// <summary>Who and where: the first columns.</summary>
    public static IEnumerable<Column> Identity =>
    [
        Column.Sequence(),
        Column.Text(Title, "项目名称", "技改项目名称", "技术改造项目名称", "项目名", "工程名称").Filled().AtMost(200),
        Column.Text(Enterprise, "企业名称", "建设单位", "项目单位", "单位名称", "项目承担单位", "实施企业", "企业全称", "申报单位").Filled().AtMost(200),
        Column.Code(Uscc, "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "组织机构代码/统一社会信用代码").Filled().AtMost(18),
        Column.Text(Unit, "所属区县（开发区）", "所属区县", "区县", "区县（开发区）", "区县开发区", "填报单位", "推荐单位", "归口单位", "属地", "所属地区").Filled(),
        Column.Code(Area, "所在行政区", "行政区划", "行政区划代码", "行政区", "建设地点").Required(),
        Column.Code(Industry, "行业代码", "所属行业代码", "国民经济行业代码", "行业").Required(),
        Column.Text(Content, "建设内容及规模", "建设内容", "主要建设内容", "主要建设内容及规模", "建设规模及内容", "建设规模及主要内容").AtMost(2000).WithLines(),
    ];

    /// <summary>建设起止年月.</summary>
    public static Column Months => Column.Period(Period, "建设起止年月", "建设起止年限", "起止年月", "建设期", "建设周期", "建设年限", "建设起止时间", "起止时间").Required();

    /// <summary>Amounts of the project.</summary>
    public static IEnumerable<Column> Money =>
    [
        Column.Money(Total, "总投资", "计划总投资", "项目总投资", "投资总额", "总投资额").Filled(),
        Column.Money(Equipment, "其中设备投资", "设备投资", "设备购置费", "设备投资额", "总投资/设备").Required(),
        Column.Money(Opening, "至上年底累计完成投资", "截至上年底累计完成投资", "至2016年底累计完成投资", "截至2016年底累计完成投资", "上年底累计完成投资", "累计完成投资", "已完成投资").Required(),
    ];

    /// <summary>Permits and the standing of the owner: the last columns.</summary>
    public static IEnumerable<Column> Standing =>
    [
        Column.Code(Filing, "备案号", "备案文号", "立项备案号", "核准备案文号", "项目备案号").AtMost(100),
        Column.Code(Eia, "环评批复号", "环评批复", "环评批复文号", "环评文号").AtMost(100),
        Column.YesNo(Listed, "是否规上", "是否规上企业", "规上企业", "是否规模以上", "规模以上"),
        Column.Text(Reason, "未入库原因", "未纳入规上原因", "未入规原因", "未入统原因").AtMost(500),
        Column.Text(Note, "备注", "说明", "附注").AtMost(2000),
    ];

    /// <summary>Gives the column that a field of a project or an entry stands in.</summary>
    public static string Of(string field) => field switch
    {
        "project.title" => Title,
        "project.administrative_area" => Area,
        "project.industry_code" => Industry,
        "project.content" => Content,
        "project.end_month" => Period,
        "project.total_investment_yuan" => Total,
        "project.equipment_investment_yuan" => Equipment,
        "project.opening_investment_yuan" or "entry.opening_investment_yuan" => Opening,
        "enterprise.title" => Enterprise,
        "enterprise.not_listed_reason" => Reason,
        "entry.nature" => "nature",
        "entry.preliminary" => "preliminary",
        "entry.planned_investment_yuan" => "planned",
        "entry.target" => "target",
        _ => Note,
    };
}

using Renovation.Shared.Workbooks;

namespace Renovation.Tests.Unit.Workbooks;

internal enum Nature
{
    NewStart,
    Continuing,
}

/// <summary>A table like 附件1 with the header texts that real files have.</summary>
internal static class Annex1
{
    public static readonly TableLayout Layout = new TableLayout("附件1", Columns).OnSheet("附件1");

    private static Column[] Columns =>
    [
        Column.Sequence(),
        Column.Text("title", "项目名称", "技改项目名称", "技术改造项目名称", "项目名", "工程名称").Filled().AtMost(200),
        Column.Text("enterprise", "企业名称", "建设单位", "项目单位", "单位名称", "项目承担单位", "实施企业", "企业全称", "申报单位").Filled().AtMost(100),
        Column.Code("uscc", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "组织机构代码/统一社会信用代码").Filled().AtMost(18),
        Column.Text("unit", "所属区县（开发区）", "所属区县", "区县", "区县（开发区）", "区县开发区", "填报单位", "推荐单位", "归口单位", "属地", "所属地区").Filled(),
        Column.Code("area", "所在行政区", "行政区划", "行政区划代码", "行政区", "建设地点").Filled(),
        Column.Code("industry", "行业代码", "所属行业代码", "国民经济行业代码", "行业").Filled(),
        Column.Text("content", "建设内容及规模", "建设内容", "主要建设内容", "主要建设内容及规模", "建设规模及内容", "建设规模及主要内容").AtMost(2000).WithLines(),
        Column.Choice("nature", "建设性质", "项目性质", "性质", "新开工/续建").Filled().Option(Nature.NewStart, "新开工", "新建", "新开").Option(Nature.Continuing, "续建", "续", "结转"),
        Column.YesNo("preliminary", "是否前期", "前期", "前期项目", "是否前期项目").Filled(),
        Column.Period("period", "建设起止年月", "建设起止年限", "起止年月", "建设期", "建设周期", "建设年限", "建设起止时间", "起止时间").Filled(),
        Column.Money("total", "总投资", "计划总投资", "项目总投资", "投资总额", "总投资额").Filled(),
        Column.Money("equipment", "其中设备投资", "设备投资", "设备购置费", "设备投资额", "总投资/设备").Required(),
        Column.Money("opening", "至上年底累计完成投资", "截至上年底累计完成投资", "至2016年底累计完成投资", "截至2016年底累计完成投资", "上年底累计完成投资", "累计完成投资", "已完成投资").Filled(),
        Column.Money("planned", "本年计划投资", "本年度计划投资额", "计划完成投资", "本年投资计划").Filled(),
        Column.Text("goal", "年度形象进度目标", "形象进度目标", "年度目标", "形象进度", "年度建设目标").AtMost(500),
        Column.YesNo("completes", "年内竣工", "是否年内竣工", "年内竣工（是/否）", "是否竣工", "年内建成").Filled(),
        Column.Code("filing", "备案号", "备案文号", "立项备案号", "核准备案文号", "项目备案号").AtMost(100),
        Column.Code("eia", "环评批复号", "环评批复", "环评批复文号", "环评文号").AtMost(100),
        Column.YesNo("aboveScale", "是否规上", "是否规上企业", "规上企业", "是否规模以上", "规模以上"),
        Column.Text("reason", "未入库原因", "未纳入规上原因", "未入规原因", "未入统原因"),
        Column.Text("note", "备注", "说明", "附注"),
    ];
}

using Renovation.ProjectCatalog.Imports;
using Renovation.Shared.Workbooks;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>The columns of 附件1.</summary>
internal static class PlanLayout
{
    private const string NatureColumn = "nature";
    private const string Preliminary = "preliminary";
    private const string Planned = "planned";
    private const string Target = "target";
    private const string Completes = "completes";

    public static TableLayout Table { get; } = new TableLayout(
        "附件1",
        [
            .. ProjectColumns.Identity,
            Column.Choice(NatureColumn, "建设性质", "项目性质", "性质", "新开工/续建").Filled().Option(Nature.NewStart, "新开工", "新建", "新开").Option(Nature.Continuing, "续建", "续", "结转"),
            Column.YesNo(Preliminary, "是否前期", "前期", "前期项目", "是否前期项目").Required(),
            ProjectColumns.Months,
            .. ProjectColumns.Money,
            Column.Money(Planned, "本年计划投资", "本年度计划投资额", "计划完成投资", "本年投资计划").Filled(),
            Column.Text(Target, "年度形象进度目标", "形象进度目标", "年度目标", "形象进度", "年度建设目标").AtMost(500),
            Column.YesNo(Completes, "年内竣工", "是否年内竣工", "年内竣工（是/否）", "是否竣工", "年内建成").Required(),
            .. ProjectColumns.Standing,
        ]).OnSheet("附件1");

    /// <summary>Reads the year attributes of a row.</summary>
    public static YearAttributes Attributes(TableRow cells) => new(
        cells.Choice<Nature>(NatureColumn) ?? Nature.None,
        cells.YesNo(Preliminary) ?? false,
        cells.YesNo(Completes) ?? false,
        cells.Money(Planned) ?? 0,
        cells.Money(ProjectColumns.Opening) ?? 0,
        cells.Text(Target),
        cells.Text(ProjectColumns.Note));
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Exports a plan as 附件1, in the layout in which it is issued and in which it can be imported again.</summary>
internal sealed class PlanExport(CatalogDbContext db)
{
    private static readonly SheetColumn<Line>[] Columns =
    [
        new("sequence", "序号", CellKind.Code, line => line.Number) { Width = 5 },
        new(ProjectColumns.Title, "项目名称", CellKind.Text, line => line.Row.ProjectTitle) { Width = 20 },
        new(ProjectColumns.Enterprise, "企业名称", CellKind.Text, line => line.Row.EnterpriseTitle) { Width = 18 },
        new(ProjectColumns.Uscc, "统一社会信用代码", CellKind.Code, line => line.Row.Enterprise) { Width = 21 },
        new(ProjectColumns.Unit, "所属区县（开发区）", CellKind.Text, line => line.UnitTitle) { Width = 9 },
        new(ProjectColumns.Area, "所在行政区", CellKind.Code, line => line.Project.Facts.AdministrativeArea) { Width = 8 },
        new(ProjectColumns.Industry, "行业代码", CellKind.Code, line => line.Row.IndustryCode) { Width = 7 },
        new(ProjectColumns.Content, "建设内容及规模", CellKind.Text, line => line.Project.Facts.Content) { Width = 30 },
        new("nature", "建设性质", CellKind.Choice, line => line.Attributes.Nature == Nature.NewStart ? "新开工" : "续建") { Width = 7, Options = ["新开工", "续建"] },
        new("preliminary", "是否前期", CellKind.YesNo, line => line.Attributes.Preliminary) { Width = 5 },
        new(ProjectColumns.Period, "建设起止年月", CellKind.Period, line => line.Months) { Width = 16 },
        new(ProjectColumns.Total, "总投资", CellKind.Money, line => line.Row.TotalInvestmentYuan) { Width = 10 },
        new(ProjectColumns.Equipment, "其中设备投资", CellKind.Money, line => line.Project.Facts.EquipmentInvestmentYuan) { Width = 10 },
        new(ProjectColumns.Opening, "至上年底累计完成投资", CellKind.Money, line => line.Attributes.OpeningInvestmentYuan) { Width = 10 },
        new("planned", "本年计划投资", CellKind.Money, line => line.Attributes.PlannedInvestmentYuan) { Width = 10 },
        new("target", "年度形象进度目标", CellKind.Text, line => line.Attributes.Target) { Width = 14 },
        new("completes", "年内竣工", CellKind.YesNo, line => line.Attributes.CompletesInYear) { Width = 5 },
        new(ProjectColumns.Filing, "备案号", CellKind.Code, line => line.NumberOf(ProcedureKind.Filing)) { Width = 16 },
        new(ProjectColumns.Eia, "环评批复号", CellKind.Code, line => line.NumberOf(ProcedureKind.Eia)) { Width = 18 },
        new(ProjectColumns.Listed, "是否规上", CellKind.YesNo, line => line.Listed) { Width = 5 },
        new(ProjectColumns.Reason, "未入库原因", CellKind.Text, line => line.Listed == true ? "" : line.Owner.Standing.Reason) { Width = 10 },
        new(ProjectColumns.Note, "备注", CellKind.Text, line => line.Attributes.Remark) { Width = 10 },
    ];

    /// <summary>Writes the entries that the filter shows.</summary>
    public async Task<byte[]> WriteAsync(Plan plan, UnitFilter filter, CancellationToken cancellationToken)
    {
        var rows = await db.EntriesOf(plan, filter).OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Entry.Project).ToArray();
        var owners = rows.Select(row => row.Enterprise).Distinct(StringComparer.Ordinal).ToArray();
        var projects = await db.Projects.AsNoTracking().Where(project => EF.Parameter(ids).Contains(project.Id)).ToDictionaryAsync(project => project.Id, StringComparer.Ordinal, cancellationToken);
        var enterprises = await db.Enterprises.AsNoTracking().Where(enterprise => EF.Parameter(owners).Contains(enterprise.Uscc)).ToDictionaryAsync(enterprise => enterprise.Uscc, StringComparer.Ordinal, cancellationToken);
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        var lines = rows.Select((row, index) => new Line($"{index + 1}", row, projects[row.Entry.Project], enterprises[row.Enterprise], units[row.Unit])).ToList();
        var content = new SheetContent<Line>("附件1", plan.Title, Columns, Sections(lines)) { FrozenColumns = 3, Paper = Paper.A3 };
        return WorkbookWriter.Write([content]);
    }

    // A section for every run of entries of one unit: the order of the list is a part of the plan.
    private static IEnumerable<SheetRow<Line>> Sections(List<Line> lines)
    {
        for (var index = 0; index < lines.Count;)
        {
            var section = lines.Skip(index).TakeWhile(line => line.Row.Unit == lines[index].Row.Unit).ToList();
            yield return SheetRow<Line>.Section($"{section[0].UnitTitle}（{section.Count}个）");
            foreach (var line in section)
                yield return SheetRow<Line>.Of(line);
            yield return SheetRow<Line>.Total("小计", Sums(section));
            index += section.Count;
        }

        if (lines.Count > 0)
            yield return SheetRow<Line>.Total($"合计（{lines.Count}个）", Sums(lines));
    }

    private static Dictionary<string, long> Sums(List<Line> lines) => new(StringComparer.Ordinal)
    {
        [ProjectColumns.Total] = lines.Sum(line => line.Row.TotalInvestmentYuan),
        [ProjectColumns.Equipment] = lines.Sum(line => line.Project.Facts.EquipmentInvestmentYuan),
        [ProjectColumns.Opening] = lines.Sum(line => line.Attributes.OpeningInvestmentYuan),
        ["planned"] = lines.Sum(line => line.Attributes.PlannedInvestmentYuan),
    };

    private sealed record Line(string Number, EntryRow Row, Project Project, Enterprise Owner, string UnitTitle)
    {
        public YearAttributes Attributes => Row.Entry.Attributes;

        public MonthRange? Months => Row is { StartMonth: { } first, EndMonth: { } last } ? new MonthRange(first, last) : null;

        // Empty while nobody has said whether the owner is listed.
        public bool? Listed => !Row.EnterpriseListed && Owner.Standing.State == DirectoryState.Unknown ? null : Row.EnterpriseListed;

        public string NumberOf(ProcedureKind kind) => Project.Procedures.Single(procedure => procedure.Kind == kind).DocumentNumber;
    }
}

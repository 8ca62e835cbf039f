using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Exports a plan as 附件1, in the layout in which it is issued and in which it can be imported again.</summary>
internal sealed class PlanExport(CatalogDbContext db, JournalReader<CatalogDbContext> journal)
{
    private static readonly SheetColumn<Line>[] Columns =
    [
        new("sequence", "序号", CellKind.Code, line => line.Number) { Width = 5 },
        new(ProjectColumns.Title, "项目名称", CellKind.Text, line => line.Entry.ProjectTitle) { Width = 20 },
        new(ProjectColumns.Enterprise, "企业名称", CellKind.Text, line => line.Entry.EnterpriseTitle) { Width = 18 },
        new(ProjectColumns.Uscc, "统一社会信用代码", CellKind.Code, line => line.Entry.Enterprise) { Width = 21 },
        new(ProjectColumns.Unit, "所属区县（开发区）", CellKind.Text, line => line.UnitTitle) { Width = 9 },
        new(ProjectColumns.Area, "所在行政区", CellKind.Code, line => line.Project.AdministrativeArea) { Width = 8 },
        new(ProjectColumns.Industry, "行业代码", CellKind.Code, line => line.Entry.IndustryCode) { Width = 7 },
        new(ProjectColumns.Content, "建设内容及规模", CellKind.Text, line => line.Project.Content) { Width = 30 },
        new("nature", "建设性质", CellKind.Choice, line => line.Entry.Nature == V1.PlanEntry.Types.Nature.NewStart ? "新开工" : "续建") { Width = 7, Options = ["新开工", "续建"] },
        new("preliminary", "是否前期", CellKind.YesNo, line => line.Entry.Preliminary) { Width = 5 },
        new(ProjectColumns.Period, "建设起止年月", CellKind.Period, line => line.Months) { Width = 16 },
        new(ProjectColumns.Total, "总投资", CellKind.Money, line => line.Entry.TotalInvestmentYuan) { Width = 10 },
        new(ProjectColumns.Equipment, "其中设备投资", CellKind.Money, line => line.Project.EquipmentInvestmentYuan) { Width = 10 },
        new(ProjectColumns.Opening, "至上年底累计完成投资", CellKind.Money, line => line.Entry.OpeningInvestmentYuan) { Width = 10 },
        new("planned", "本年计划投资", CellKind.Money, line => line.Entry.PlannedInvestmentYuan) { Width = 10 },
        new("target", "年度形象进度目标", CellKind.Text, line => line.Entry.Target) { Width = 14 },
        new("completes", "年内竣工", CellKind.YesNo, line => line.Entry.CompletesInYear) { Width = 5 },
        new(ProjectColumns.Filing, "备案号", CellKind.Code, line => line.NumberOf(V1.Procedure.Types.Kind.Filing)) { Width = 16 },
        new(ProjectColumns.Eia, "环评批复号", CellKind.Code, line => line.NumberOf(V1.Procedure.Types.Kind.Eia)) { Width = 18 },
        new(ProjectColumns.Listed, "是否规上", CellKind.YesNo, line => line.Listed) { Width = 5 },
        new(ProjectColumns.Reason, "未入库原因", CellKind.Text, line => line.Listed == true ? "" : line.Owner.NotListedReason) { Width = 10 },
        new(ProjectColumns.Note, "备注", CellKind.Text, line => line.Entry.Remark) { Width = 10 },
    ];

    /// <summary>Writes the entries that the filter shows.</summary>
    /// <param name="revision">Number of the revision, as it was issued; 0 for the plan as it is.</param>
    /// <exception cref="DomainException">NotFound for a revision that there is not.</exception>
    public async Task<byte[]> WriteAsync(Plan plan, int revision, UnitFilter filter, CancellationToken cancellationToken)
    {
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        var (entries, projects, enterprises) = revision == 0 ? await PresentAsync(plan, filter, cancellationToken) : await PastAsync(plan, revision, filter, cancellationToken);
        var projectsById = projects.ToDictionary(project => project.Name, StringComparer.Ordinal);
        var enterprisesByCode = enterprises.ToDictionary(enterprise => enterprise.Uscc, StringComparer.Ordinal);
        var lines = entries.Select((entry, index) => new Line($"{index + 1}", entry, projectsById[$"projects/{entry.Project}"], enterprisesByCode[entry.Enterprise], units[entry.Unit])).ToList();
        var content = new SheetContent<Line>("附件1", plan.Title, Columns, Sections(lines)) { FrozenColumns = 3, Paper = Paper.A3 };
        return WorkbookWriter.Write([content]);
    }

    // The entries as they are, and what the plan does not freeze of their projects.
    private async Task<Shown> PresentAsync(Plan plan, UnitFilter filter, CancellationToken cancellationToken)
    {
        var rows = await db.EntriesOf(plan, filter).OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).ToListAsync(cancellationToken);
        return await ShownAsync([.. rows.Select(row => PlanEntryMapping.ToProto(row.Entry, row.Facts))], null, cancellationToken);
    }

    // The entries as they were frozen, and the rest as it was when the revision was made.
    private async Task<Shown> PastAsync(Plan plan, int revision, UnitFilter filter, CancellationToken cancellationToken)
    {
        var body = (await db.FindRevisionAsync(plan, revision, cancellationToken)).Read();
        var made = await journal.SequenceOfAsync(plan.ResourceName, [V1.PlanIssued.Descriptor, V1.PlanAdjusted.Descriptor], revision, cancellationToken);
        return await ShownAsync([.. body.Entries.Where(filter.Shows)], made, cancellationToken);
    }

    private async Task<Shown> ShownAsync(List<V1.PlanEntry> entries, long? upTo, CancellationToken cancellationToken)
    {
        var projects = entries.Select(entry => entry.Project).ToArray();
        var enterprises = entries.Select(entry => entry.Enterprise).Distinct(StringComparer.Ordinal).ToArray();
        if (upTo is { } sequence)
        {
            var projectNames = projects.Select(project => $"projects/{project}").ToArray();
            var enterpriseNames = enterprises.Select(enterprise => $"enterprises/{enterprise}").ToArray();
            return new Shown(
                entries,
                await journal.AllUpToAsync<V1.Project>(rows => rows.Where(row => projectNames.Contains(row.Resource)), sequence, cancellationToken),
                await journal.AllUpToAsync<V1.Enterprise>(rows => rows.Where(row => enterpriseNames.Contains(row.Resource)), sequence, cancellationToken));
        }

        var known = await db.Projects.AsNoTracking().Where(project => EF.Parameter(projects).Contains(project.Id)).ToListAsync(cancellationToken);
        var owners = await db.Enterprises.AsNoTracking().Where(enterprise => EF.Parameter(enterprises).Contains(enterprise.Uscc)).ToListAsync(cancellationToken);
        return new Shown(entries, [.. known.Select(ProjectMapping.ToProto)], [.. owners.Select(EnterpriseMapping.ToProto)]);
    }

    // A section for every run of entries of one unit: the order of the list is a part of the plan.
    private static IEnumerable<SheetRow<Line>> Sections(List<Line> lines)
    {
        for (var index = 0; index < lines.Count;)
        {
            var section = lines.Skip(index).TakeWhile(line => line.Entry.Unit == lines[index].Entry.Unit).ToList();
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
        [ProjectColumns.Total] = lines.Sum(line => line.Entry.TotalInvestmentYuan),
        [ProjectColumns.Equipment] = lines.Sum(line => line.Project.EquipmentInvestmentYuan),
        [ProjectColumns.Opening] = lines.Sum(line => line.Entry.OpeningInvestmentYuan),
        ["planned"] = lines.Sum(line => line.Entry.PlannedInvestmentYuan),
    };

    private sealed record Shown(List<V1.PlanEntry> Entries, List<V1.Project> Projects, List<V1.Enterprise> Enterprises);

    private sealed record Line(string Number, V1.PlanEntry Entry, V1.Project Project, V1.Enterprise Owner, string UnitTitle)
    {
        public MonthRange? Months => MonthOf(Entry.StartMonth) is { } first && MonthOf(Entry.EndMonth) is { } last ? new MonthRange(first, last) : null;

        // Empty while nobody has said whether the owner is listed.
        public bool? Listed => !Entry.EnterpriseListed && Owner.DirectoryState == V1.Enterprise.Types.DirectoryState.Unspecified ? null : Entry.EnterpriseListed;

        public string NumberOf(V1.Procedure.Types.Kind kind) => Project.Procedures.SingleOrDefault(procedure => procedure.Kind == kind)?.DocumentNumber ?? "";

        private static DateOnly? MonthOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.FundingSupport.Applications;

/// <summary>Writes the list that is published (公示名单).</summary>
internal sealed class PublicityList(FundingDbContext db)
{
    private static readonly SheetColumn<Row>[] Columns =
    [
        new("sequence", "序号", CellKind.Code, row => row.Number) { Width = 6 },
        new("project", "项目名称", CellKind.Text, row => row.Application.ProjectTitle) { Width = 40 },
        new("enterprise", "企业名称", CellKind.Text, row => row.Enterprise) { Width = 32 },
        new("unit", "所属区县（开发区）", CellKind.Text, row => row.Unit) { Width = 20 },
        new("proposed", "拟支持金额", CellKind.Money, row => row.Application.ProposedYuan) { Width = 14 },
        new("start", "公示开始日期", CellKind.Date, row => row.Application.PublicityStart) { Width = 14 },
        new("end", "公示截止日期", CellKind.Date, row => row.Application.PublicityEnd!.Value.AddDays(-1)) { Width = 14 },
    ];

    /// <summary>Writes the applications of a program that are in publicity, by unit and project.</summary>
    public async Task<byte[]> WriteAsync(FundingProgram program, CancellationToken cancellationToken)
    {
        var found = await (
            from application in db.Applications.AsNoTracking()
            where application.Program == program.Id && application.State == ApplicationState.Publicised
            join enterprise in db.Enterprises.AsNoTracking() on application.Enterprise equals enterprise.Uscc into enterprises
            from enterprise in enterprises.DefaultIfEmpty()
            join unit in db.Units.AsNoTracking() on application.Unit equals unit.Code into units
            from unit in units.DefaultIfEmpty()
            orderby application.Unit, application.Project
            select new { Application = application, Enterprise = enterprise!.Title ?? application.Enterprise, Unit = unit!.Title ?? application.Unit }).ToListAsync(cancellationToken);
        List<SheetRow<Row>> rows = [.. found.Select((one, index) => SheetRow<Row>.Of(new Row((index + 1).ToString(CultureInfo.InvariantCulture), one.Application, one.Enterprise, one.Unit)))];
        if (rows.Count > 0)
            rows.Add(SheetRow<Row>.Total($"合计（{rows.Count}个）", new Dictionary<string, long>(StringComparer.Ordinal) { ["proposed"] = found.Sum(one => one.Application.ProposedYuan) }));
        return WorkbookWriter.Write([new SheetContent<Row>("公示名单", $"{program.Title}拟支持项目公示名单", Columns, rows) { Notes = ["公示期内如有异议，请以书面形式向市工业和信息化主管部门反映。"] }]);
    }

    private sealed record Row(string Number, Application Application, string Enterprise, string Unit);
}

using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Time;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>Writes 附件2: the form of a unit, prefilled, and the report of the city on all units.</summary>
internal sealed class ReturnExport(ProgressDbContext db, BusinessClock clock)
{
    private const string Sheet = "投资进度表";

    // What is read at once is soon garbage: small chunks die young.
    private const int ChunkSize = 20;

    private static readonly SheetColumn<UnitRow>[] UnitColumns =
    [
        new("sequence", "序号", CellKind.Code, row => row.Number) { Width = 6 },
        new("unit", "填报单位", CellKind.Text, row => row.Unit) { Width = 18 },
        new("projects", "项目数", CellKind.Whole, row => row.Projects) { Width = 8 },
        new("state", "状态", CellKind.Text, row => StateOf(row.Filed)) { Width = 10 },
        new("submitted", "首次上报", CellKind.Date, row => row.Submitted),
        new("on_time", "是否按时", CellKind.YesNo, row => row.Submitted is null ? null : row.Filed.OnTime) { Width = 8 },
        new("ytd", "技改投资本年累计", CellKind.Money, row => row.Filed.Head.InvestmentYtdYuan) { Width = 16 },
        new("last_year", "上年同期", CellKind.Money, row => row.Filed.Head.InvestmentLastYearYuan) { Width = 16 },
        new("preparer", "填报人", CellKind.Text, row => row.Filed.Head.Preparer),
        new("checker", "审核人", CellKind.Text, row => row.Filed.Head.Checker),
    ];

    /// <summary>Gives the title of a unit; its code while nothing was heard of it.</summary>
    public async Task<string> TitleOfAsync(string unit, CancellationToken cancellationToken) =>
        await db.Units.Where(one => one.Code == unit).Select(one => one.Title).SingleOrDefaultAsync(cancellationToken) ?? unit;

    /// <summary>Writes the form of a unit, filled in as far as it is.</summary>
    public static byte[] Write(Return filed, string title)
    {
        var head = filed.Head;
        var content = new SheetContent<SheetLine>(
            Sheet, $"{filed.Quarter.Year}年重点技术改造项目投资进度表", ReturnSheet.Columns(forInput: true), ReturnSheet.Lines(filed.Lines).Select(SheetRow<SheetLine>.Of))
        {
            Head =
            [
                [
                    new("填报单位", CellKind.Text, title),
                    new("报告期", CellKind.Text, filed.Quarter.Title),
                    new("填报人", CellKind.Text, head.Preparer, IsInput: true),
                    new("审核人", CellKind.Text, head.Checker, IsInput: true),
                ],
                [
                    new("本单位技改投资本年累计（万元）", CellKind.Money, head.InvestmentYtdYuan, IsInput: true),
                    new("上年同期（万元）", CellKind.Money, head.InvestmentLastYearYuan, IsInput: true),
                ],
            ],
            FrozenColumns = 3,
            IsProtected = true,
            Notes = ["说明：有底色的单元格由填报单位填写，其余由系统生成，不能修改；日期填写如 2017-06-30；未发生的留空，金额没有发生的填 0。"],
        };
        return WorkbookWriter.Write([content, CandidateSheet.Write(filed)], new Dictionary<string, string>(StringComparer.Ordinal) { [ReturnLayout.TemplateKey] = ReturnLayout.TemplateVersion });
    }

    /// <summary>Writes the report on a period: a section with subtotal for every unit, and what each unit stated. It is read from the database as it is written, some units at a time.</summary>
    public async Task<byte[]> WriteAsync(Period period, CancellationToken cancellationToken)
    {
        var titles = await db.Units.AsNoTracking().Select(unit => new { unit.Code, unit.Title }).ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        var title = $"{period.Quarter.Title}重点技术改造项目投资进度";
        var written = new List<UnitRow>();
        return await WorkbookWriter.WriteAsync(
            [
                new SheetContent<SheetLine>(Sheet, $"{title}汇总表", ReturnSheet.Columns(forInput: false), SectionsAsync(period.Id, titles, written, cancellationToken)) { FrozenColumns = 3 },
                new SheetContent<UnitRow>("填报情况", $"{title}填报情况", UnitColumns, Units(written)) { Paper = Paper.A4 },
            ],
            cancellationToken);
    }

    private async IAsyncEnumerable<SheetRow<SheetLine>> SectionsAsync(
        string period, IReadOnlyDictionary<string, string> titles, List<UnitRow> written, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (count, all) = (0, ReturnSheet.Sum([]));
        await foreach (var chunk in ReturnQueries.ChunksAsync(db, period, V1.Return.Types.State.Unspecified, null, "", ChunkSize, cancellationToken))
        {
            foreach (var (filed, found) in chunk)
            {
                var lines = ReturnSheet.Lines(found);
                var unit = titles.GetValueOrDefault(filed.Unit, filed.Unit);
                written.Add(new UnitRow($"{written.Count + 1}", unit, filed, lines.Count, SubmittedOn(filed)));
                if (lines.Count == 0)
                    continue;

                // Figures that nobody has accepted yet are said to be so.
                yield return SheetRow<SheetLine>.Section($"{unit}（{lines.Count}个，{StateOf(filed)}）");
                foreach (var line in lines)
                    yield return SheetRow<SheetLine>.Of(line);
                var sums = ReturnSheet.Sum(lines);
                yield return ReturnSheet.Total("小计", sums);
                count += lines.Count;
                foreach (var (column, sum) in sums)
                    all[column] += sum;
            }
        }

        if (count > 0)
            yield return ReturnSheet.Total($"合计（{count}个）", all);
    }

    // Asked for when the first sheet is written, and all units are known.
    private static IEnumerable<SheetRow<UnitRow>> Units(List<UnitRow> written)
    {
        foreach (var row in written)
            yield return SheetRow<UnitRow>.Of(row);
        yield return SheetRow<UnitRow>.Total("合计", new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["projects"] = written.Sum(row => row.Projects),
            ["ytd"] = written.Sum(row => row.Filed.Head.InvestmentYtdYuan ?? 0),
            ["last_year"] = written.Sum(row => row.Filed.Head.InvestmentLastYearYuan ?? 0),
        });
    }

    private DateOnly? SubmittedOn(Return filed) => filed.FirstSubmitTime is { } time ? time.ToLocalDate(clock.Zone) : null;

    private static string StateOf(Return filed) => filed.State switch
    {
        ReturnState.NotStarted => "未填报",
        ReturnState.Draft => "填报中",
        ReturnState.Ready => "待审签",
        ReturnState.Submitted => filed.Nil ? "零报告" : "已上报",
        ReturnState.Returned => "已退回",
        ReturnState.Accepted => "已审定",
        _ => throw new ArgumentOutOfRangeException(nameof(filed)),
    };

    private sealed record UnitRow(string Number, string Unit, Return Filed, int Projects, DateOnly? Submitted);
}

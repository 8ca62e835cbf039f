using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Time;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Writes the books as officials read them: balances by program, unit and enterprise, and every posting.</summary>
internal sealed class LedgerWorkbook(FundingDbContext db, BusinessClock clock)
{
    private static readonly IReadOnlyList<(BalanceDimension Dimension, string Sheet)> Balances =
        [(BalanceDimension.Program, "专项"), (BalanceDimension.Unit, "单位"), (BalanceDimension.Enterprise, "企业")];

    private static readonly SheetColumn<BalanceRow>[] BalanceColumns =
    [
        new("sequence", "序号", CellKind.Code, row => row.Number) { Width = 6 },
        new("key", "编号", CellKind.Code, row => row.Sums.Key) { Width = 24 },
        new("title", "名称", CellKind.Text, row => row.Title) { Width = 32 },
        new("appropriated", "预算", CellKind.Money, row => row.Sums.Appropriated) { Width = 14 },
        new("committed", "已批准", CellKind.Money, row => row.Sums.Committed) { Width = 14 },
        new("disbursed", "已拨付", CellKind.Money, row => row.Sums.Disbursed) { Width = 14 },
        new("recovered", "已追回", CellKind.Money, row => row.Sums.Recovered) { Width = 14 },
    ];

    private static readonly SheetColumn<PostingRow>[] PostingColumns =
    [
        new("program", "专项", CellKind.Code, row => row.Posting.Program) { Width = 24 },
        new("number", "编号", CellKind.Whole, row => row.Posting.Number) { Width = 8 },
        new("date", "日期", CellKind.Date, row => row.Date),
        new("kind", "事项", CellKind.Text, row => KindOf(row.Posting.Kind)) { Width = 10 },
        new("from", "付方科目", CellKind.Text, row => AccountOf(row.Entry.From)) { Width = 10 },
        new("to", "收方科目", CellKind.Text, row => AccountOf(row.Entry.To)) { Width = 10 },
        new("amount", "金额", CellKind.Money, row => row.Posting.AmountYuan) { Width = 14 },
        new("project", "项目编号", CellKind.Code, row => row.Posting.Project) { Width = 16 },
        new("enterprise", "企业信用代码", CellKind.Code, row => row.Posting.Enterprise) { Width = 20 },
        new("unit", "单位代码", CellKind.Code, row => row.Posting.Unit) { Width = 10 },
        new("voucher", "凭证或文号", CellKind.Text, row => row.Posting.Voucher) { Width = 20 },
        new("bank", "银行流水号", CellKind.Text, row => row.Posting.BankReference) { Width = 20 },
        new("decision", "决定文号", CellKind.Text, row => row.Posting.DecisionDocument) { Width = 20 },
        new("actor", "经办人", CellKind.Text, row => row.Posting.Actor) { Width = 16 },
    ];

    /// <summary>Writes them.</summary>
    /// <param name="program">Id of the only program, null for all.</param>
    /// <param name="year">Only programs of this year, 0 for all.</param>
    /// <param name="asOf">Postings up to this instant count (UTC).</param>
    public async Task<byte[]> WriteAsync(string? program, int year, DateTime asOf, CancellationToken cancellationToken)
    {
        await using var moment = await LedgerProof.MomentAsync(db, cancellationToken);
        var rows = LedgerQueries.Postings(db).Where(row => row.PostTime <= asOf);
        if (program is not null)
            rows = rows.Where(row => row.Program == program);
        if (year != 0)
            rows = rows.Where(row => db.Programs.Any(one => one.Id == row.Program && one.Year == year));
        var day = $"（截至{asOf.ToLocalDate(clock.Zone):yyyy年M月d日}）";
        var sheets = new List<SheetContent>();
        foreach (var (dimension, sheet) in Balances)
            sheets.Add(new SheetContent<BalanceRow>($"按{sheet}", $"专项资金余额·按{sheet}{day}", BalanceColumns, await BalancesAsync(rows, dimension, cancellationToken)) { Paper = Paper.A4, Unit = MoneyUnit.Yuan });
        sheets.Add(new SheetContent<PostingRow>("记账明细", $"专项资金记账明细{day}", PostingColumns, PostingsAsync(rows, cancellationToken)) { FrozenColumns = 2, Unit = MoneyUnit.Yuan });
        return await WorkbookWriter.WriteAsync(sheets, cancellationToken);
    }

    private async Task<List<SheetRow<BalanceRow>>> BalancesAsync(IQueryable<PostedRow> rows, BalanceDimension dimension, CancellationToken cancellationToken)
    {
        var sums = await LedgerQueries.Sum(rows, dimension, after: null).ToListAsync(cancellationToken);
        var titles = await LedgerQueries.TitlesAsync(db, dimension, [.. sums.Select(one => one.Key)], cancellationToken);
        List<SheetRow<BalanceRow>> written = [.. sums.Select((one, index) => SheetRow<BalanceRow>.Of(new BalanceRow($"{index + 1}", titles.GetValueOrDefault(one.Key, one.Key), one)))];
        written.Add(SheetRow<BalanceRow>.Total("合计", new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["appropriated"] = sums.Sum(one => one.Appropriated),
            ["committed"] = sums.Sum(one => one.Committed),
            ["disbursed"] = sums.Sum(one => one.Disbursed),
            ["recovered"] = sums.Sum(one => one.Recovered),
        }));
        return written;
    }

    private async IAsyncEnumerable<SheetRow<PostingRow>> PostingsAsync(IQueryable<PostedRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.OrderBy(row => row.Program).ThenBy(row => row.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return SheetRow<PostingRow>.Of(new PostingRow(row, row.PostTime.ToLocalDate(clock.Zone)));
    }

    private static string KindOf(PostingKind kind) => kind switch
    {
        PostingKind.Appropriation => "下达预算",
        PostingKind.Commitment => "批准",
        PostingKind.Disbursement => "拨付",
        PostingKind.Recovery => "追回",
        PostingKind.Release => "核减",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    private static string AccountOf(Account account) => account switch
    {
        Account.Treasury => "财政",
        Account.Available => "可用额度",
        Account.Committed => "已批准",
        Account.Disbursed => "已拨付",
        Account.Recovered => "已追回",
        _ => throw new ArgumentOutOfRangeException(nameof(account), account, "Not an account."),
    };

    private sealed record BalanceRow(string Number, string Title, KeyedBalances Sums);

    private sealed record PostingRow(PostedRow Posting, DateOnly Date)
    {
        public Posting Entry { get; } = new("", Posting.Kind, Posting.Award, Posting.AmountYuan);
    }
}

using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>Takes over what people changed in the cells of 附件2; what is wrong is noted at the cells.</summary>
/// <remarks>A cell that reads as the system wrote it was not touched: its value stays as it is, even where a sheet cannot hold all of it. A column that is not there changes nothing.</remarks>
internal static class ReturnCells
{
    private static readonly string[] Texts = [ReturnLayout.ProjectTitle, ReturnLayout.EnterpriseTitle];
    private static readonly string[] Amounts = [ReturnLayout.Total, ReturnLayout.Planned, ReturnLayout.Opening];
    private static readonly LocalText TooLarge = new("金额过大，请核对单位。", "The amount is too large: check its unit.");

    /// <summary>Gives the unit figures and names.</summary>
    public static ReturnHead Head(Return filed, TableRow cells, TableRow written)
    {
        var before = filed.Head;
        var head = new ReturnHead(
            Money(cells, written, ReturnLayout.UnitInvestment, before.InvestmentYtdYuan),
            Money(cells, written, ReturnLayout.UnitInvestmentLastYear, before.InvestmentLastYearYuan),
            Text(cells, written, ReturnLayout.Preparer, before.Preparer),
            Text(cells, written, ReturnLayout.Checker, before.Checker));
        NoteLocked(filed, "", head.DifferencesTo(before), cells);
        return head;
    }

    /// <summary>Gives what the row says of a line.</summary>
    public static LineEntry Entry(Return filed, ReturnLine line, TableRow cells, TableRow written)
    {
        NoteReadOnly(cells, written);
        var before = line.Entry;
        var entry = before with
        {
            Quarter = Money(cells, written, ReturnLayout.Quarter, before.Quarter),
            YearToDate = Money(cells, written, ReturnLayout.YearToDate, before.YearToDate),
            Cumulative = Money(cells, written, ReturnLayout.Cumulative, before.Cumulative),
            PhysicalProgress = Text(cells, written, ReturnLayout.Progress, before.PhysicalProgress),
            PhysicalProgressBp = Pick(cells, written, ReturnLayout.ProgressShare, row => row.Percent(ReturnLayout.ProgressShare), before.PhysicalProgressBp),
            Start = Day(cells, written, ReturnLayout.Start, before.Start),
            Completion = Day(cells, written, ReturnLayout.Completion, before.Completion),
            ExpectedCompletion = Day(cells, written, ReturnLayout.ExpectedCompletion, before.ExpectedCompletion),
            Production = Day(cells, written, ReturnLayout.Production, before.Production),
            AtCapacity = Pick(cells, written, ReturnLayout.AtCapacity, row => row.YesNo(ReturnLayout.AtCapacity) ?? false, before.AtCapacity),
            ProblemCategory = Pick(cells, written, ReturnLayout.Category, row => row.Choice<ProblemCategory>(ReturnLayout.Category) ?? ProblemCategory.None, before.ProblemCategory),
            Problem = Text(cells, written, ReturnLayout.Problem, before.Problem),
            ProblemLevel = Pick(cells, written, ReturnLayout.Level, row => row.Choice<ProblemLevel>(ReturnLayout.Level) ?? ProblemLevel.None, before.ProblemLevel),
            Explanation = Text(cells, written, ReturnLayout.Explanation, before.Explanation),
        };
        NoteLocked(filed, line.Project, entry.DifferencesTo(before), cells);
        return entry;
    }

    private static void NoteReadOnly(TableRow cells, TableRow written)
    {
        var changed = Texts.Where(key => TextFolding.Key(cells.Text(key)) != TextFolding.Key(written.Text(key)))
            .Concat(Amounts.Where(key => cells.Money(key) != written.Money(key)));

        // A district's own form may leave them empty.
        foreach (var key in changed.Where(cells.Has))
            cells.Error(key, "READ_ONLY_CELL", new LocalText("本列由系统填写，不能修改；项目或计划有变化请另行报送。", "The column is filled by the system and cannot be changed."));
    }

    private static void NoteLocked(Return filed, string project, IEnumerable<string> changed, TableRow cells)
    {
        foreach (var key in filed.LockedOf(project, changed).Where(key => !cells.IsWrong(key)))
            cells.Error(key, "CELL_LOCKED", new LocalText("只能修改被退回的单元格。", "Only the cells that were handed back may change."));
    }

    private static long? Money(TableRow cells, TableRow written, string key, long? before)
    {
        var yuan = Pick(cells, written, key, row => row.Money(key), before);
        if (yuan > Returns.Amounts.Largest)
            cells.Error(key, "AMOUNT_TOO_LARGE", TooLarge);
        return yuan;
    }

    private static string Text(TableRow cells, TableRow written, string key, string before) => Pick(cells, written, key, row => row.Text(key), before);

    private static DateOnly? Day(TableRow cells, TableRow written, string key, DateOnly? before) => Pick(cells, written, key, row => row.Date(key), before);

    private static T Pick<T>(TableRow cells, TableRow written, string key, Func<TableRow, T> read, T before)
    {
        if (!cells.HasColumn(key) || cells.IsWrong(key))
            return before;
        var now = read(cells);
        return EqualityComparer<T>.Default.Equals(now, read(written)) ? before : now;
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Annotating;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>What an import did.</summary>
/// <param name="Return">The return as it is now.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Updated">Lines changed.</param>
internal sealed record ReturnImported(Return Return, int Rows, int Updated);

/// <summary>Imports a filled 附件2 into a return: every row or none.</summary>
internal sealed class ReturnImport(ProgressDbContext db, ReturnStore store, ReportingRules rules, TimeProvider time)
{
    /// <summary>Imports the workbook.</summary>
    /// <param name="trial">Checks the workbook and answers the same, but writes nothing.</param>
    /// <exception cref="DomainException">NotFound, NOT_WITH_UNIT; Invalid: everything that is wrong with the file, by cell.</exception>
    public Task<ReturnImported> ImportAsync(ReturnKey key, ReadOnlyMemory<byte> file, bool onBehalf, bool trial, CancellationToken cancellationToken)
    {
        var reading = TableReader.Read(file, ReturnLayout.Table, cancellationToken);
        return db.TryOrDoAsync(
            trial,
            async () =>
            {
                var updated = 0;
                var imported = await store.FileAsync(key, "", onBehalf, async filed => updated = await FillAsync(filed, file, reading, onBehalf, cancellationToken), cancellationToken);
                return new ReturnImported(imported, reading.Rows.Count, updated);
            },
            cancellationToken);
    }

    /// <summary>Gives the workbook back with every cell marked and commented that an import would refuse, or that would keep the return from being submitted; changes nothing.</summary>
    /// <exception cref="DomainException">NotFound, NOT_WITH_UNIT; Invalid: it holds no table.</exception>
    public async Task<byte[]> AnnotateAsync(ReturnKey key, ReadOnlyMemory<byte> file, Language language, CancellationToken cancellationToken)
    {
        var reading = TableReader.Read(file, ReturnLayout.Table, cancellationToken);
        var filed = await store.ReadAsync(key, cancellationToken);
        var (_, _, rows) = await ReadAsync(filed, file, reading, cancellationToken);
        foreach (var row in rows)
            NoteFindings(filed, row);
        return WorkbookAnnotator.Annotate(file, ReturnLayout.Table, reading.Errors, language);
    }

    private async Task<int> FillAsync(Return filed, ReadOnlyMemory<byte> file, TableReading reading, bool onBehalf, CancellationToken cancellationToken)
    {
        var (head, candidates, rows) = await ReadAsync(filed, file, reading, cancellationToken);
        reading.Errors.ThrowIfAny();
        filed.FillHead(head, onBehalf);
        if (candidates is not null)
            filed.FillCandidates(candidates, onBehalf);
        return rows.Count(row => filed.FillLine(row.Line.Project, row.Entry, onBehalf, Instants.Now(time)));
    }

    // What the cells say; what is wrong with them is noted.
    private async Task<(ReturnHead Head, List<CandidateFacts>? Candidates, List<FilledRow> Rows)> ReadAsync(
        Return filed, ReadOnlyMemory<byte> file, TableReading reading, CancellationToken cancellationToken)
    {
        filed.RequireWithUnit();
        var units = await db.Units.AsNoTracking().ToListAsync(cancellationToken);
        var unit = units.Find(unit => unit.Code == filed.Unit);

        // Read as any other file, what the system wrote itself tells which cells were not touched.
        var written = TableReader.Read(ReturnExport.Write(filed, unit?.Title ?? filed.Unit), ReturnLayout.Table, cancellationToken);
        CheckHead(filed, unit, reading.Head);
        var head = ReturnCells.Head(filed, reading.Head, written.Head);
        var rows = await MatchAsync(filed, reading, cancellationToken);
        var before = written.Rows.ToDictionary(row => row.Text(ReturnLayout.Project), StringComparer.Ordinal);
        var candidates = CandidateSheet.Read(file, units, reading.Errors, cancellationToken);
        return (head, candidates, rows.ConvertAll(row => new FilledRow(row.Line, ReturnCells.Entry(filed, row.Line, row.Cells, before[row.Line.Project]), row.Cells)));
    }

    // What was found by a cell that is wrong itself follows from it.
    private void NoteFindings(Return filed, FilledRow row)
    {
        var checks = rules.Filing.Checks;
        foreach (var finding in row.Line.Check(row.Entry, filed.Quarter, checks))
        {
            var passes = finding.Severity == Severity.Warning && row.Entry.Explanation.Length > 0;
            if (passes || checks.Shadow.Contains(finding.Code) || finding.Hit.Facts.Any(fact => IsCell(row, fact.Name) && row.Cells.IsWrong(fact.Name)))
                continue;
            row.Cells.Error(IsCell(row, finding.Field) ? finding.Field : ReturnLayout.Project, finding.Code, finding.Text);
        }
    }

    private static bool IsCell(FilledRow row, string field) => ReturnLayout.IsFilled(field) && row.Cells.HasColumn(field);

    private static void CheckHead(Return filed, UnitCopy? unit, TableRow head)
    {
        var named = head.Text(ReturnLayout.Unit);
        if (named.Length > 0 && named != filed.Unit && unit?.IsNamed(named) != true)
            head.Error(ReturnLayout.Unit, "FOREIGN_UNIT", new LocalText($"填报单位“{named}”不是本报表的单位（{unit?.Title ?? filed.Unit}）。", $"The workbook is of {named}, not of {unit?.Title ?? filed.Unit}."));
        var period = head.Text(ReturnLayout.Period);
        if (period.Length > 0 && Quarter.ReadTitle(period) != filed.Quarter)
            head.Error(ReturnLayout.Period, "WRONG_PERIOD", new LocalText($"报告期“{period}”不是本报表的报告期（{filed.Quarter.Title}）。", $"The workbook is of {period}, not of {filed.Quarter}."));
    }

    // Finds the line of every row; what fits none is noted at its cell, and what is missing below the last row.
    private async Task<List<(ReturnLine Line, TableRow Cells)>> MatchAsync(Return filed, TableReading reading, CancellationToken cancellationToken)
    {
        var named = reading.Rows.Select(row => (Cells: row, Project: ProjectOf(row))).Where(row => row.Project.Length > 0).ToList();
        var lines = filed.Lines.ToDictionary(line => line.Project, StringComparer.Ordinal);
        var strange = named.Select(row => row.Project).Where(project => !lines.ContainsKey(project)).Distinct(StringComparer.Ordinal).ToList();
        var foreign = await db.PlanEntries.Where(entry => entry.Year == filed.Quarter.Year && strange.Contains(entry.Project)).Select(entry => entry.Project).ToListAsync(cancellationToken);
        var missing = new List<ReturnLine>();
        foreach (var finding in ReturnChecks.CompareWithPlan([.. named.Select(row => row.Project)], lines.Keys.ToHashSet(StringComparer.Ordinal), foreign.Contains))
        {
            if (finding.Index is { } index)
                named[index].Cells.Error(ReturnLayout.Project, finding.Code, TextOf(finding));
            else
                missing.Add(lines[finding.Project]);
        }

        // A row without a number is most likely the one that seems to be missing.
        if (named.Count == reading.Rows.Count)
            NoteMissing(reading, ReturnLine.InOrder(missing));
        return [.. named.Where(row => !row.Cells.IsWrong(ReturnLayout.Project)).Select(row => (lines[row.Project], row.Cells))];
    }

    private static string ProjectOf(TableRow row)
    {
        var (number, key) = (row.Text(ReturnLayout.Project), row.Text(ReturnLayout.RowKey));
        if (number.Length == 0 && key.Length == 0 && !row.IsWrong(ReturnLayout.Project))
            row.Error(ReturnLayout.Project, "MISSING_VALUE", new LocalText("项目编号未填。", "The number of the project is not filled."));
        if (number.Length > 0 && key.Length > 0 && number != key)
        {
            row.Error(ReturnLayout.Project, "ROW_KEY_MISMATCH", new LocalText("项目编号与本行原来的项目不符：可能只移动了部分列。请恢复原来的项目编号。", "The row was that of another project: some columns may have been moved without the others."));
            return key;
        }

        return number.Length > 0 ? number : key;
    }

    private static void NoteMissing(TableReading reading, IEnumerable<ReturnLine> missing)
    {
        var row = (reading.Rows.Count > 0 ? reading.Rows[^1].Number : reading.Head.Number) + 1;
        var column = reading.Rows.Count > 0 ? reading.Rows[^1].ColumnOf(ReturnLayout.Project) : 1;
        foreach (var line in missing)
        {
            var facts = line.Facts;
            reading.Errors.Add(new CellError(reading.Sheet, row++, column, "项目编号", "MISSING_PROJECT", new LocalText(
                $"缺少计划项目 {line.Project} {facts.ProjectTitle}。", $"The project {line.Project} {facts.ProjectTitle} of the plan is missing.")));
        }
    }

    private static LocalText TextOf(ListFinding finding) => finding.Code switch
    {
        "FOREIGN_PROJECT" => new LocalText($"{finding.Project} 是其他单位的计划项目。", $"{finding.Project} is a project of another unit."),
        "DUPLICATE_PROJECT" => new LocalText($"{finding.Project} 重复出现。", $"{finding.Project} is listed twice."),
        _ => new LocalText($"{finding.Project} 不在本年计划中。", $"{finding.Project} is not in the plan of the year."),
    };

    private sealed record FilledRow(ReturnLine Line, LineEntry Entry, TableRow Cells);
}

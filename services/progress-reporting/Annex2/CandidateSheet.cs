using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>Sheet 2 of 附件2: projects that are to enter the library (计划入库项目). Its columns are called as in the contract where one field stands in one cell.</summary>
internal static class CandidateSheet
{
    /// <summary>Name of the sheet.</summary>
    public const string Name = "计划入库项目";

    private const string Title = "title";
    private const string EnterpriseTitle = "enterprise_title";
    private const string Enterprise = "enterprise";
    private const string Area = "administrative_area";
    private const string Industry = "industry_code";
    private const string Content = "content";
    private const string Months = "end_month";
    private const string Total = "total_investment_yuan";
    private const string Equipment = "equipment_investment_yuan";
    private const string Remark = "remark";
    private const string Outcome = "outcome";
    private const int BlankRows = 20;
    private const int LongestTitle = 200;
    private const int LongestText = 2000;

    /// <summary>The table as it is read.</summary>
    public static TableLayout Table { get; } = new TableLayout(
        Name,
        Column.Sequence(),
        Column.Text(Title, "项目名称", "技改项目名称", "技术改造项目名称").Filled().AtMost(LongestTitle),
        Column.Text(EnterpriseTitle, "企业名称", "建设单位", "项目单位", "单位名称").Filled().AtMost(LongestTitle),
        Column.Code(Enterprise, "统一社会信用代码", "社会信用代码", "信用代码").Filled(),
        Column.Text(Area, "所在行政区", "行政区划", "行政区划代码", "建设地点"),
        Column.Code(Industry, "行业代码", "所属行业代码", "行业"),
        Column.Text(Content, "建设内容及规模", "建设内容", "主要建设内容").AtMost(LongestText).WithLines(),
        Column.Period(Months, "建设起止年月", "建设起止年限", "起止年月", "建设期", "建设起止时间"),
        Column.Money(Total, "总投资", "计划总投资", "项目总投资").Filled(),
        Column.Money(Equipment, "其中设备投资", "设备投资"),
        Column.Text(Remark, "备注", "说明").AtMost(LongestText).WithLines(),
        Column.Text(Outcome, "入库结果", "办理结果")).OnlyOnSheet(Name).OrEmpty();

    private static readonly SheetColumn<Row>[] Columns =
    [
        new("sequence", "序号", CellKind.Code, row => row.Number) { Width = 6 },
        new(Title, "项目名称", CellKind.Text, row => row.Facts.Title) { Width = 28, IsInput = true },
        new(EnterpriseTitle, "企业名称", CellKind.Text, row => row.Facts.EnterpriseTitle) { Width = 24, IsInput = true },
        new(Enterprise, "统一社会信用代码", CellKind.Code, row => row.Facts.Enterprise) { Width = 22, IsInput = true },
        new(Area, "所在行政区", CellKind.Text, row => Filled(row.Facts.AdministrativeArea)) { IsInput = true },
        new(Industry, "行业代码", CellKind.Code, row => Filled(row.Facts.IndustryCode)) { Width = 10, IsInput = true },
        new(Content, "建设内容及规模", CellKind.Text, row => Filled(row.Facts.Content)) { Width = 32, IsInput = true },
        new(Months, "建设起止年月", CellKind.Period, row => row.Facts is { StartMonth: { } first, EndMonth: { } last } ? new MonthRange(first, last) : null) { Width = 18, IsInput = true },
        new(Total, "总投资", CellKind.Money, row => row.Facts.TotalYuan) { IsInput = true },
        new(Equipment, "其中设备投资", CellKind.Money, row => row.Facts.EquipmentYuan) { IsInput = true },
        new(Remark, "备注", CellKind.Text, row => Filled(row.Facts.Remark)) { Width = 20, IsInput = true },
        new(Outcome, "入库结果", CellKind.Text, row => OutcomeOf(row.Candidate)) { Width = 24 },
    ];

    /// <summary>Writes the sheet of a return, with empty rows to fill in.</summary>
    public static SheetContent Write(Return filed) => new SheetContent<Row>(
        Name,
        $"{filed.Quarter.Title}计划入库项目",
        Columns,
        [.. filed.Candidates.Select((candidate, index) => SheetRow<Row>.Of(new Row($"{index + 1}", candidate))), .. Enumerable.Range(0, BlankRows).Select(_ => SheetRow<Row>.Blank())])
    {
        IsProtected = true,
        Notes = ["说明：拟列入项目库的技改项目，季报审定后作为备选项目报送项目库；入库结果由系统回填。"],
    };

    /// <summary>Reads the candidates that a workbook lists; null when it has no such sheet. What is wrong is noted at its cell.</summary>
    public static List<CandidateFacts>? Read(ReadOnlyMemory<byte> file, IReadOnlyCollection<UnitCopy> units, CellErrors errors, CancellationToken cancellationToken)
    {
        if (TableReader.ReadOptional(file, Table, cancellationToken) is not { } reading)
            return null;
        var candidates = new List<CandidateFacts>();
        var seen = new HashSet<CandidateKey>();
        foreach (var row in reading.Rows)
        {
            var facts = FactsOf(row, units);
            Check(row, facts);
            if (row.Has(Title) && row.Has(Enterprise) && !seen.Add(facts.Key))
                row.Error(Title, "DUPLICATE", Candidate.Twice);
            candidates.Add(facts);
        }

        if (candidates.Count > Candidate.Most)
            reading.Rows[Candidate.Most].Error(Title, "TOO_MANY", new LocalText($"计划入库项目不超过 {Candidate.Most} 个。", $"At most {Candidate.Most} candidates."));
        errors.AddRange(reading.Errors);
        return candidates;
    }

    private static CandidateFacts FactsOf(TableRow row, IReadOnlyCollection<UnitCopy> units)
    {
        var months = row.Period(Months);
        return new CandidateFacts(
            row.Text(Title), row.Text(Enterprise), row.Text(EnterpriseTitle), AreaOf(row.Text(Area), units), row.Text(Industry), row.Text(Content), months?.First, months?.Last, row.Money(Total) ?? 0,
            row.Money(Equipment) ?? 0, row.Text(Remark));
    }

    // Some name the area instead of giving its code.
    private static string AreaOf(string text, IReadOnlyCollection<UnitCopy> units) => units.FirstOrDefault(unit => unit.IsNamed(text))?.Code ?? text;

    // A cell that is wrong already, or was not filled, is not told again.
    private static void Check(TableRow row, CandidateFacts facts)
    {
        const string Field = "row";
        var validation = new Validation();
        facts.Validate(validation, Field);
        foreach (var error in validation.Errors)
        {
            var column = error.Field[(Field.Length + 1)..];
            if (row.Has(column) && !row.IsWrong(column))
                row.Error(column, error.Reason, error.Message);
        }
    }

    private static string? OutcomeOf(Candidate candidate) => candidate.Outcome switch
    {
        CandidateOutcome.Created => "已列入备选",
        CandidateOutcome.Exists => "项目库已有",
        CandidateOutcome.Refused => $"未能入库：{candidate.Reason}",
        _ => null,
    };

    private static string? Filled(string text) => text.Length > 0 ? text : null;

    private sealed record Row(string Number, Candidate Candidate)
    {
        public CandidateFacts Facts => Candidate.Facts;
    }
}

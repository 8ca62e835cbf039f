using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Domain;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.ProgressReporting.Annex2;

/// <summary>A line with its running number.</summary>
internal sealed record SheetLine(string Number, ReturnLine Line)
{
    public PlanFacts Facts => Line.Facts;

    public LineEntry Entry => Line.Entry;
}

/// <summary>Writes the lines of 附件2.</summary>
internal static class ReturnSheet
{
    private const string Share = "share";

    /// <summary>Gives the columns.</summary>
    /// <param name="forInput">True for the form that a unit fills in, false for a report.</param>
    public static IReadOnlyList<SheetColumn<SheetLine>> Columns(bool forInput) =>
    [
        new("sequence", "序号", CellKind.Code, line => line.Number) { Width = 6 },
        new(ReturnLayout.Project, "项目编号", CellKind.Code, line => line.Line.Project) { Width = 14 },
        new(ReturnLayout.ProjectTitle, "项目名称", CellKind.Text, line => line.Facts.ProjectTitle) { Width = 28 },
        new(ReturnLayout.EnterpriseTitle, "企业名称", CellKind.Text, line => line.Facts.EnterpriseTitle) { Width = 24 },
        new(ReturnLayout.Total, "总投资", CellKind.Money, line => line.Facts.TotalYuan),
        new(ReturnLayout.Planned, "本年计划投资", CellKind.Money, line => line.Facts.PlannedYuan),
        new(ReturnLayout.Opening, "至上年底累计", CellKind.Money, line => line.Facts.OpeningYuan),
        new(ReturnLayout.Quarter, "本季度完成", CellKind.Money, line => line.Entry.Quarter) { IsInput = forInput },
        new(ReturnLayout.YearToDate, "本年累计", CellKind.Money, line => line.Entry.YearToDate) { IsInput = forInput },
        new(ReturnLayout.Cumulative, "自开工累计", CellKind.Money, line => line.Entry.Cumulative) { IsInput = forInput },
        new(Share, "占年计划%", CellKind.Percent, line => Ratio.BasisPoints(line.Entry.YearToDate ?? 0, line.Facts.PlannedYuan))
        {
            Width = 10,
            Formula = $"IF({{{ReturnLayout.Planned}}}=0,0,{{{ReturnLayout.YearToDate}}}/{{{ReturnLayout.Planned}}})",
        },
        new(ReturnLayout.Progress, "形象进度", CellKind.Text, line => Filled(line.Entry.PhysicalProgress)) { Width = 20, IsInput = forInput },
        new(ReturnLayout.ProgressShare, "形象进度%", CellKind.Percent, line => line.Entry.PhysicalProgressBp) { Width = 10, IsInput = forInput },
        new(ReturnLayout.Start, "实际开工", CellKind.Date, line => line.Entry.Start) { IsInput = forInput },
        new(ReturnLayout.Completion, "竣工|实际", CellKind.Date, line => line.Entry.Completion) { IsInput = forInput },
        new(ReturnLayout.ExpectedCompletion, "竣工|预计", CellKind.Date, line => line.Entry.ExpectedCompletion) { IsInput = forInput },
        new(ReturnLayout.Production, "投产", CellKind.Date, line => line.Entry.Production) { IsInput = forInput },
        new(ReturnLayout.AtCapacity, "是否达产", CellKind.YesNo, line => line.Entry.AtCapacity) { Width = 8, IsInput = forInput },
        new(ReturnLayout.Category, "问题类别", CellKind.Choice, line => ReturnLayout.WordOf(line.Entry.ProblemCategory)) { Width = 10, IsInput = forInput, Options = Words(ReturnLayout.Categories) },
        new(ReturnLayout.Problem, "困难和问题", CellKind.Text, line => Filled(line.Entry.Problem)) { Width = 28, IsInput = forInput },
        new(ReturnLayout.Level, "需协调层级", CellKind.Choice, line => ReturnLayout.WordOf(line.Entry.ProblemLevel)) { Width = 12, IsInput = forInput, Options = Words(ReturnLayout.Levels) },
        new(ReturnLayout.Explanation, "情况说明", CellKind.Text, line => Filled(line.Entry.Explanation)) { Width = 28, IsInput = forInput },
        .. forInput ? [new SheetColumn<SheetLine>(ReturnLayout.RowKey, "行标识", CellKind.Code, line => line.Line.Project) { IsHidden = true }] : Array.Empty<SheetColumn<SheetLine>>(),
    ];

    /// <summary>Numbers the lines in the order of the plan.</summary>
    public static List<SheetLine> Lines(IEnumerable<ReturnLine> lines) => [.. ReturnLine.InOrder(lines).Select((line, index) => new SheetLine($"{index + 1}", line))];

    /// <summary>Sums lines up, by column.</summary>
    public static Dictionary<string, long> Sum(IReadOnlyCollection<SheetLine> lines) => new(StringComparer.Ordinal)
    {
        [ReturnLayout.Total] = lines.Sum(line => line.Facts.TotalYuan),
        [ReturnLayout.Planned] = lines.Sum(line => line.Facts.PlannedYuan),
        [ReturnLayout.Opening] = lines.Sum(line => line.Facts.OpeningYuan),
        [ReturnLayout.Quarter] = lines.Sum(line => line.Entry.Quarter ?? 0),
        [ReturnLayout.YearToDate] = lines.Sum(line => line.Entry.YearToDate ?? 0),
        [ReturnLayout.Cumulative] = lines.Sum(line => line.Entry.Cumulative ?? 0),
    };

    /// <summary>Gives a row of sums.</summary>
    public static SheetRow<SheetLine> Total(string label, IReadOnlyDictionary<string, long> sums) =>
        SheetRow<SheetLine>.Total(label, new Dictionary<string, long>(sums, StringComparer.Ordinal) { [Share] = Ratio.BasisPoints(sums[ReturnLayout.YearToDate], sums[ReturnLayout.Planned]) });

    private static string? Filled(string text) => text.Length > 0 ? text : null;

    private static string[] Words<T>(IEnumerable<(T Value, string Word)> words) => [.. words.Select(one => one.Word)];
}

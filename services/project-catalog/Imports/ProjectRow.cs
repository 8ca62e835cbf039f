using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Domain;
using Renovation.Shared.Workbooks;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>A row of a workbook about a project.</summary>
/// <param name="cells">The cells.</param>
/// <param name="unit">Code of the reporting unit, empty when its cell is wrong.</param>
/// <param name="area">GB/T 2260 code, empty when not given or wrong.</param>
/// <param name="isLibrary">Whether opening investment and remark are the project's own; in a plan they are the entry's, and only the investment begins a new project.</param>
internal sealed class ProjectRow(TableRow cells, string unit, string area, bool isLibrary)
{
    public TableRow Cells { get; } = cells;

    public string Unit { get; } = unit;

    public string Uscc { get; } = cells.Text(ProjectColumns.Uscc).ToUpperInvariant();

    public string EnterpriseTitle { get; } = cells.Text(ProjectColumns.Enterprise);

    public string Title { get; } = cells.Text(ProjectColumns.Title);

    /// <summary>Owner and folded title: what makes a project the same.</summary>
    public ProjectKey Key => new(Uscc, TextFolding.Key(Title));

    /// <summary>Gives the standing that the row states; what it has no column for stays as it was.</summary>
    public DirectoryStanding Standing(DirectoryStanding before)
    {
        var state = ListedOr(before.State);
        return before with { State = state, Cause = state == DirectoryState.Listed ? NotListedCause.None : before.Cause, Reason = ReasonOr(before.Reason, state) };
    }

    private DirectoryState ListedOr(DirectoryState before) => Cells.YesNo(ProjectColumns.Listed) switch
    {
        true => DirectoryState.Listed,
        false => DirectoryState.NotListed,
        null => before,
    };

    private string ReasonOr(string before, DirectoryState state)
    {
        if (state == DirectoryState.Listed)
            return "";
        return Cells.HasColumn(ProjectColumns.Reason) ? Cells.Text(ProjectColumns.Reason) : before;
    }

    /// <summary>Gives the facts that the row states; what its table has no column for stays as it was.</summary>
    /// <param name="before">Facts of the project so far, null for a new one.</param>
    /// <param name="edition">Edition of the industry classification for a new project.</param>
    public ProjectFacts Facts(ProjectFacts? before, string edition)
    {
        var months = Cells.Period(ProjectColumns.Period);
        var remark = isLibrary ? Stated(ProjectColumns.Note, before?.Remark) : before?.Remark ?? "";
        if (months is { IsReversed: true } reversed)
            remark = WithNote(remark, $"建设起止年月原填 {reversed.First:yyyy.MM}-{reversed.Last:yyyy.MM}");
        return new ProjectFacts(
            Title,
            Cells.HasColumn(ProjectColumns.Area) ? area : before?.AdministrativeArea ?? "",
            Stated(ProjectColumns.Industry, before?.IndustryCode).ToUpperInvariant(),
            before?.IndustryEdition ?? edition,
            Stated(ProjectColumns.Content, before?.Content),
            months?.First ?? before?.StartMonth,
            months is null ? before?.EndMonth : months.Value.IsReversed ? null : months.Value.Last,
            Cells.Money(ProjectColumns.Total) ?? 0,

            // Beside a wrong total any equipment would be too much as well: one error is enough.
            Cells.IsWrong(ProjectColumns.Total) ? 0 : Cells.Money(ProjectColumns.Equipment) ?? 0,
            before is not null && !isLibrary ? before.OpeningInvestmentYuan : Cells.Money(ProjectColumns.Opening) ?? 0,
            remark);
    }

    private string Stated(string column, string? before) => Cells.HasColumn(column) || before is null ? Cells.Text(column) : before;

    // A period that ends before it begins cannot be taken over, but must not be lost either.
    private static string WithNote(string remark, string note)
    {
        if (remark.Contains(note, StringComparison.Ordinal))
            return remark;
        return remark.Length == 0 ? note : $"{remark}；{note}";
    }
}

/// <summary>What makes a project the same: its owner and its title with widths and spaces folded.</summary>
internal readonly record struct ProjectKey(string Uscc, string Title);

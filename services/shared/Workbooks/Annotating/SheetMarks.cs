using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>The wrong cells of one sheet.</summary>
internal sealed class SheetMarks
{
    /// <summary>Cells beyond these are marked, but not commented: nobody reads more, and programs get slow.</summary>
    private const int MostComments = 2000;

    private SheetMarks(SortedDictionary<int, SortedDictionary<int, string>> rows) => Rows = rows;

    /// <summary>What is wrong by row and column, from 1.</summary>
    public SortedDictionary<int, SortedDictionary<int, string>> Rows { get; }

    /// <summary>Style of the marked cells as they came, by row and column; a cell that is not in the file has none.</summary>
    public Dictionary<(int Row, int Column), int> Styles { get; } = [];

    /// <summary>The cells that are commented.</summary>
    public IEnumerable<(int Row, int Column, string Text)> Comments =>
        Rows.SelectMany(row => row.Value.Select(cell => (row.Key, cell.Key, cell.Value))).Take(MostComments);

    /// <summary>Gathers the errors of a sheet.</summary>
    public static SheetMarks Of(IEnumerable<CellError> errors, Language language)
    {
        var rows = new SortedDictionary<int, SortedDictionary<int, string>>();
        foreach (var error in errors)
        {
            if (!rows.TryGetValue(error.Row, out var cells))
                rows[error.Row] = cells = [];
            cells[error.Column] = $"{error.Title}：{error.Message.In(language)}（{error.Code}）";
        }

        return new SheetMarks(rows);
    }
}

namespace Renovation.Shared.Workbooks;

/// <summary>Where the header of a table stands and which column means what; rows and columns count from 0.</summary>
/// <param name="Row">First row of the header.</param>
/// <param name="Height">Rows of the header, 1 to 3.</param>
/// <param name="Columns">Column of the sheet by ordinal of the layout, -1 when it is not there.</param>
/// <param name="Score">How much of the layout was found.</param>
/// <param name="Twice">A second column that means the same as the one found, by ordinal.</param>
/// <param name="Found">Header texts for people.</param>
internal sealed record HeaderMatch(int Row, int Height, int[] Columns, int Score, IReadOnlyList<(int Ordinal, int Column)> Twice, IReadOnlyList<string> Found)
{
    /// <summary>First row below the header.</summary>
    public int End => Row + Height;

    public IEnumerable<Column> Missing(TableLayout layout) => layout.Columns.Where((column, ordinal) => column.IsRequired && Columns[ordinal] < 0);
}

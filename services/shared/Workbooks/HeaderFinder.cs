using ExcelDataReader;

namespace Renovation.Shared.Workbooks;

/// <summary>Finds the header of a table among the first rows of a sheet, by its texts.</summary>
internal sealed class HeaderFinder
{
    private const int Tallest = 3;

    private readonly TableLayout _layout;
    private readonly TableMapping _mapping;
    private readonly string[][] _texts;
    private readonly IReadOnlyList<CellRange> _merges;
    private readonly Dictionary<string, (string Whole, string Bare)> _folded = new(StringComparer.Ordinal);

    public HeaderFinder(TableLayout layout, TableMapping mapping, IReadOnlyList<RawCell[]> window, IReadOnlyList<CellRange> merges)
    {
        (_layout, _mapping) = (layout, mapping);
        _merges = [.. merges.Where(merge => merge.FromRow < window.Count)];
        _texts = [.. window.Select(row => Array.ConvertAll(row, cell => cell.Value is string text ? text.Trim() : ""))];
        foreach (var merge in _merges)
            Spread(merge);
    }

    /// <summary>Texts of the window, merged cells filled.</summary>
    public IReadOnlyList<string[]> Texts => _texts;

    /// <summary>Returns the best match, null when no header text of the layout was met.</summary>
    /// <remarks>Among equals the lowest header wins, then the topmost, so that neither title nor data rows become part of it.</remarks>
    public HeaderMatch? Find()
    {
        HeaderMatch? best = null;
        for (var height = 1; height <= Tallest; height++)
        {
            for (var row = 0; row + height <= _texts.Length; row++)
            {
                if (!MayBegin(row, height))
                    continue;
                var match = Match(row, height);
                if (match.Score > (best?.Score ?? (_mapping.HeaderRow > 0 ? -1 : 0)))
                    best = match;
            }
        }

        return best;
    }

    /// <summary>Returns the texts above one column of the header from top to bottom, without repetitions.</summary>
    public List<string> Path(int row, int height, int column)
    {
        var path = new List<string>(height);
        for (var line = row; line < row + height; line++)
        {
            var text = TextAt(line, column);
            if (text.Length == 0 && line < row + height - 1 && TextAt(row + height - 1, column).Length > 0)
                text = LeftOf(line, column);
            if (text.Length > 0 && (path.Count == 0 || !string.Equals(path[^1], text, StringComparison.Ordinal)))
                path.Add(text);
        }

        return path;
    }

    // A row that the caller names is the header, whatever stands in it.
    private bool MayBegin(int row, int height)
    {
        if (_mapping.HeaderRow > 0)
            return row + height == _mapping.HeaderRow && (height == 1 || !Array.TrueForAll(_texts[row], text => text.Length == 0));
        return !Array.TrueForAll(_texts[row], text => text.Length == 0) && !Cuts(row, height);
    }

    private HeaderMatch Match(int row, int height)
    {
        var width = _texts[row].Length;
        var candidates = new List<(int Ordinal, int Column, int Quality)>();
        var found = new List<string>();
        for (var column = 0; column < width; column++)
        {
            var path = Path(row, height, column);
            if (path.Count == 0)
                continue;
            found.Add(string.Join('/', path));
            candidates.AddRange(Candidates(path).Select(candidate => (candidate.Ordinal, column, candidate.Quality)));
        }

        return Assign(row, height, candidates, found);
    }

    // The more exact a text means a column, the earlier it may take it: 形象进度（%） means 形象进度% before it means 形象进度.
    private IEnumerable<(int Ordinal, int Quality)> Candidates(List<string> path)
    {
        for (var first = 0; first < path.Count - 1; first++)
        {
            if (Means(Fold(string.Concat(path.Skip(first))).Whole) is { } joined)
                yield return (joined, 5);
        }

        var (whole, bare) = Fold(path[^1]);
        if (Means(whole) is { } exact)
            yield return (exact, 4);
        if (Means(bare) is { } outside)
            yield return (outside, 3);
        if (path.Count > 1 && HeaderText.IsGeneric(whole))
        {
            var above = Fold(path[^2]);
            if ((Means(above.Whole) ?? Means(above.Bare)) is { } parent)
                yield return (parent, 2);
        }
    }

    private HeaderMatch Assign(int row, int height, List<(int Ordinal, int Column, int Quality)> candidates, List<string> found)
    {
        var columns = new int[_layout.Columns.Count];
        var quality = new int[columns.Length];
        Array.Fill(columns, -1);
        var taken = new HashSet<int>(_mapping.Columns.Keys);
        foreach (var (column, key) in _mapping.Columns)
        {
            if (key is not null)
                columns[_layout.Ordinal(key)] = column;
        }

        var said = Array.ConvertAll(columns, column => column >= 0);
        var twice = new List<(int, int)>();
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Quality).ThenBy(candidate => candidate.Column))
        {
            if (taken.Contains(candidate.Column) || said[candidate.Ordinal])
                continue;
            if (columns[candidate.Ordinal] >= 0)
            {
                if (quality[candidate.Ordinal] == candidate.Quality)
                    twice.Add((candidate.Ordinal, candidate.Column));
                continue;
            }

            columns[candidate.Ordinal] = candidate.Column;
            quality[candidate.Ordinal] = candidate.Quality;
            taken.Add(candidate.Column);
        }

        var score = 0;
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            score += columns[ordinal] < 0 || said[ordinal] ? 0 : _layout.Columns[ordinal].IsRequired ? 3 : 1;
        return new HeaderMatch(row, height, columns, score, [.. twice.Where(pair => !taken.Contains(pair.Item2))], found);
    }

    private int? Means(string folded) => folded.Length > 0 && _layout.ByHeader.TryGetValue(folded, out var ordinal) ? ordinal : null;

    private (string Whole, string Bare) Fold(string text)
    {
        if (text.Length > HeaderText.Longest)
            return ("", "");
        if (!_folded.TryGetValue(text, out var folded))
            _folded[text] = folded = (HeaderText.Fold(text), HeaderText.FoldWithoutParentheses(text));
        return folded;
    }

    // Half of a merged cell is no header: without this the lower row of a merged header would do as well, and lose the upper one.
    private bool Cuts(int row, int height) => _merges.Any(merge =>
        merge.ToRow > merge.FromRow && ((merge.FromRow < row && merge.ToRow >= row) || (merge.FromRow < row + height && merge.FromRow >= row && merge.ToRow >= row + height)));

    private void Spread(CellRange merge)
    {
        var text = TextAt(merge.FromRow, merge.FromColumn);
        if (text.Length == 0)
            return;
        for (var row = merge.FromRow; row <= merge.ToRow && row < _texts.Length; row++)
        {
            for (var column = merge.FromColumn; column <= merge.ToColumn && column < _texts[row].Length; column++)
                _texts[row][column] = text;
        }
    }

    // A file of separated values has lost its merges: what stands to the left reaches to here.
    private string LeftOf(int row, int column)
    {
        for (var left = column - 1; left >= 0; left--)
        {
            if (TextAt(row, left) is { Length: > 0 } text)
                return text;
        }

        return "";
    }

    private string TextAt(int row, int column) => row < _texts.Length && column < _texts[row].Length ? _texts[row][column] : "";
}

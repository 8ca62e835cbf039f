namespace Renovation.Shared.Workbooks;

/// <summary>Declares a table: its columns, the fields around it, and where it may be found. Build it once and keep it.</summary>
public sealed class TableLayout
{
    private readonly Dictionary<string, int> _ordinals;
    private readonly Dictionary<string, int> _headFields;

    /// <summary>Declares a table.</summary>
    /// <param name="name">Name for people, e.g. 附件1; also the sheet in the addresses of a <c>.csv</c>, which has none.</param>
    /// <param name="columns">The columns, at most 64. Each header text may mean only one of them.</param>
    /// <exception cref="ArgumentException">When a key or a header text is used twice, or there are too many columns.</exception>
    public TableLayout(string name, params IReadOnlyList<Column> columns)
    {
        Name = name;
        Columns = columns;
        if (columns.Count > 64)
            throw new ArgumentException("A table has at most 64 columns.", nameof(columns));
        _ordinals = Ordinals(columns, nameof(columns));
        _headFields = new Dictionary<string, int>(StringComparer.Ordinal);
        ByHeader = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            foreach (var header in columns[ordinal].Headers.Select(HeaderText.Fold).Distinct(StringComparer.Ordinal))
            {
                if (!ByHeader.TryAdd(header, ordinal))
                    throw new ArgumentException($"Header text {header} means both {columns[ByHeader[header]].Key} and {columns[ordinal].Key}.", nameof(columns));
            }
        }
    }

    private TableLayout(TableLayout other, IReadOnlyList<Column> head, IReadOnlyList<string> sheets, bool isOnlyThere, int rows, bool mayBeEmpty)
    {
        Name = other.Name;
        Columns = other.Columns;
        _ordinals = other._ordinals;
        ByHeader = other.ByHeader;
        Head = head;
        _headFields = Ordinals(head, nameof(head));
        Sheets = sheets;
        IsOnlyThere = isOnlyThere;
        MostRows = rows;
        MayBeEmpty = mayBeEmpty;
    }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Fields that stand above or below the table as a label and a value, e.g. <c>填报单位：新城区</c>.</summary>
    public IReadOnlyList<Column> Head { get; } = [];

    /// <summary>Names of the sheet, any of them, looked for inside the sheet's name; a sheet so named wins over others that have the same header.</summary>
    public IReadOnlyList<string> Sheets { get; } = [];

    /// <summary>True when the table is on a sheet so named or nowhere; a <c>.csv</c>, which has no name, is none.</summary>
    public bool IsOnlyThere { get; }

    /// <summary>Most rows of data (TOO_MANY_ROWS).</summary>
    public int MostRows { get; } = WorkbookLimits.Rows;

    /// <summary>True when a table without rows is an answer, false when it is refused (NO_ROWS).</summary>
    public bool MayBeEmpty { get; }

    internal Dictionary<string, int> ByHeader { get; }

    /// <summary>Adds fields around the table; their headers are the labels.</summary>
    public TableLayout WithHead(params Column[] fields) => new(this, fields, Sheets, IsOnlyThere, MostRows, MayBeEmpty);

    /// <summary>Prefers sheets whose name contains one of these.</summary>
    public TableLayout OnSheet(params string[] names) => new(this, Head, names, isOnlyThere: false, MostRows, MayBeEmpty);

    /// <summary>Looks at no other sheet than those whose name contains one of these.</summary>
    public TableLayout OnlyOnSheet(params string[] names) => new(this, Head, names, isOnlyThere: true, MostRows, MayBeEmpty);

    /// <summary>Bounds the rows.</summary>
    public TableLayout AtMostRows(int rows) => new(this, Head, Sheets, IsOnlyThere, rows, MayBeEmpty);

    /// <summary>Takes a table without rows.</summary>
    public TableLayout OrEmpty() => new(this, Head, Sheets, IsOnlyThere, MostRows, mayBeEmpty: true);

    /// <summary>Gives the key of the column that a key or a header text names; null when it names none.</summary>
    internal string? KeyOf(string name)
    {
        if (_ordinals.ContainsKey(name))
            return name;
        var folded = name.Length > HeaderText.Longest ? "" : HeaderText.Fold(name);
        return folded.Length > 0 && ByHeader.TryGetValue(folded, out var ordinal) ? Columns[ordinal].Key : null;
    }

    internal int Ordinal(string key) => _ordinals.TryGetValue(key, out var ordinal) ? ordinal : throw new ArgumentException($"{Name} has no column {key}.", nameof(key));

    internal Dictionary<string, int> Keys => _ordinals;

    internal Dictionary<string, int> HeadKeys => _headFields;

    private static Dictionary<string, int> Ordinals(IReadOnlyList<Column> columns, string parameter)
    {
        var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            if (!ordinals.TryAdd(columns[ordinal].Key, ordinal))
                throw new ArgumentException($"Key {columns[ordinal].Key} is used twice.", parameter);
        }

        return ordinals;
    }
}

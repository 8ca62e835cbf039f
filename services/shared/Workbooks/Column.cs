namespace Renovation.Shared.Workbooks;

/// <summary>What the cells of a column hold.</summary>
public enum CellKind
{
    /// <summary>Text for people: trimmed, leading ★ and ● taken off, line breaks folded.</summary>
    Text,

    /// <summary>A code, kept letter by letter: widths folded, white space taken out. A number that lost digits is refused.</summary>
    Code,

    /// <summary>An amount in the unit of the sheet, read as whole yuan (<see cref="long"/>).</summary>
    Money,

    /// <summary>A percentage, read as basis points (<see cref="int"/>).</summary>
    Percent,

    /// <summary>A whole number (<see cref="long"/>).</summary>
    Whole,

    /// <summary>A day (<see cref="DateOnly"/>).</summary>
    Date,

    /// <summary>A month, as its first day (<see cref="DateOnly"/>).</summary>
    Month,

    /// <summary>A period in months (<see cref="MonthRange"/>); a single month or year is a period too.</summary>
    Period,

    /// <summary>是 or 否 (<see cref="bool"/>).</summary>
    YesNo,

    /// <summary>One of a list of words, read as the value that the word stands for.</summary>
    Choice,
}

/// <summary>Declares one column of a table: what it is called, and what its cells hold.</summary>
/// <example><code>Column.Money("total", "总投资", "计划总投资", "投资总额").Required().Filled()</code></example>
public sealed record Column
{
    private Column(string key, string title, string[] synonyms, CellKind kind)
    {
        Key = key;
        Title = title;
        Headers = [title, .. synonyms];
        Kind = kind;
    }

    /// <summary>Name by which the code reads the cell.</summary>
    public string Key { get; }

    /// <summary>Name by which people know the column; used in errors.</summary>
    public string Title { get; }

    /// <summary>
    /// Header texts that mean this column. Compared after folding width, case, spaces, punctuation, a leading 其中, units, and the number of a year (<c>2017年计划投资</c> is <c>本年计划投资</c>).
    /// For a header of several rows the lowest text counts; <c>投资情况/总投资</c> names two rows.
    /// </summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>What the cells hold.</summary>
    public CellKind Kind { get; }

    /// <summary>True when a table without this column is refused (HEADER_MISSING).</summary>
    public bool IsRequired { get; private init; }

    /// <summary>True when an empty cell is an error (MISSING_VALUE).</summary>
    public bool IsFilled { get; private init; }

    /// <summary>Most characters of a text or code (TOO_LONG). Default 2,000.</summary>
    public int Longest { get; private init; } = 2_000;

    /// <summary>Largest percentage in basis points (OUT_OF_RANGE). Default 10,000, i.e. 100 %.</summary>
    public int LargestBp { get; private init; } = 10_000;

    /// <summary>True when line breaks within a text are kept.</summary>
    public bool KeepsLines { get; private init; }

    /// <summary>True when a period may end before it begins.</summary>
    public bool IsAnyOrder { get; private init; }

    /// <summary>Words that mean an empty cell, beside <c>-</c>, <c>—</c> and <c>/</c>.</summary>
    public IReadOnlyList<string> BlankWords { get; private init; } = [];

    /// <summary>Words of a choice and what they stand for.</summary>
    public IReadOnlyList<(object Value, string[] Words)> Choices { get; private init; } = [];

    /// <summary>True for the running number: a row that holds nothing else is blank.</summary>
    public bool IsSequence { get; private init; }

    /// <summary>Declares the running number (序号) of the rows.</summary>
    public static Column Sequence(string key = "sequence") => new(key, "序号", ["序", "No", "编号"], CellKind.Code) { IsSequence = true };

    /// <summary>Declares a text.</summary>
    public static Column Text(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Text);

    /// <summary>Declares a code, such as a credit code or a filing number.</summary>
    public static Column Code(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Code);

    /// <summary>Declares an amount of money.</summary>
    public static Column Money(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Money);

    /// <summary>Declares a percentage.</summary>
    public static Column Percent(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Percent);

    /// <summary>Declares a whole number, not negative.</summary>
    public static Column Whole(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Whole);

    /// <summary>Declares a day.</summary>
    public static Column Date(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Date);

    /// <summary>Declares a month.</summary>
    public static Column Month(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Month);

    /// <summary>Declares a period in months.</summary>
    public static Column Period(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Period);

    /// <summary>Declares a yes or no.</summary>
    public static Column YesNo(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.YesNo);

    /// <summary>Declares a choice; add its words with <see cref="Option{T}"/>.</summary>
    public static Column Choice(string key, string title, params string[] synonyms) => new(key, title, synonyms, CellKind.Choice);

    /// <summary>Demands the column in the header.</summary>
    public Column Required() => this with { IsRequired = true };

    /// <summary>Demands the column in the header and a value in every row.</summary>
    public Column Filled() => this with { IsRequired = true, IsFilled = true };

    /// <summary>Bounds the length of a text or code.</summary>
    public Column AtMost(int characters) => this with { Longest = characters };

    /// <summary>Bounds a percentage, in basis points.</summary>
    public Column AtMostBp(int basisPoints) => this with { LargestBp = basisPoints };

    /// <summary>Keeps the line breaks of a text.</summary>
    public Column WithLines() => this with { KeepsLines = true };

    /// <summary>Takes a period that ends before it begins as it stands (<see cref="MonthRange.IsReversed"/>) instead of refusing it. The reference library has 15 of them.</summary>
    public Column AnyOrder() => this with { IsAnyOrder = true };

    /// <summary>Takes these words for an empty cell, e.g. 无 in a column of problems.</summary>
    public Column BlankWhen(params string[] words) => this with { BlankWords = words };

    /// <summary>Adds a value of a choice and the words that mean it.</summary>
    public Column Option<T>(T value, params string[] words)
        where T : notnull => this with { Choices = [.. Choices, (value, words)] };
}

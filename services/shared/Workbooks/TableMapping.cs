using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>What a caller says about where the table is and which column means what; the rest is found by the texts of the header.</summary>
/// <param name="Sheet">Name of the sheet; empty when it is to be found.</param>
/// <param name="HeaderRow">Lowest row of the header, from 1; 0 when it is to be found.</param>
/// <param name="Columns">What columns mean, by their number from 0; null for a column that means nothing.</param>
public sealed record TableMapping(string Sheet, int HeaderRow, IReadOnlyDictionary<int, string?> Columns)
{
    /// <summary>Says nothing.</summary>
    public static TableMapping None { get; } = new("", 0, new Dictionary<int, string?>());

    /// <summary>Reads what a caller says.</summary>
    /// <param name="columns">Such as <c>C=项目名称</c>: letters, then a key, a title or a header text of the layout, or nothing.</param>
    /// <param name="field">Field that carries it, for errors.</param>
    /// <exception cref="DomainException">Something of it cannot be read, is unknown or said twice.</exception>
    public static TableMapping Read(string sheet, int headerRow, IReadOnlyList<string> columns, TableLayout layout, string field)
    {
        var validation = new Validation();
        validation.Check(
            headerRow is >= 0 and <= WorkbookLimits.HeaderWindow, $"{field}.header_row", "OUT_OF_RANGE", new($"表头行须在 1 至 {WorkbookLimits.HeaderWindow} 之间。", $"The header row is from 1 to {WorkbookLimits.HeaderWindow}."));
        var means = new Dictionary<int, string?>();
        foreach (var (index, text) in columns.Index())
            Read(text, $"{field}.columns[{index}]", layout, means, validation);
        validation.ThrowIfAny();
        return new TableMapping(sheet.Trim(), headerRow, means);
    }

    private static void Read(string text, string field, TableLayout layout, Dictionary<int, string?> means, Validation validation)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at < 0 || CellName.TryColumn(text.AsSpan(0, at).Trim()) is not { } column || column > WorkbookLimits.Columns)
        {
            validation.Add(new(field, "MALFORMED_MAPPING", new($"“{text}”须为“列=字段”，如 C=项目名称。", $"{text} must be a column and a field, such as C=项目名称.")));
            return;
        }

        var name = text[(at + 1)..].Trim();
        var key = name.Length == 0 ? null : layout.KeyOf(name);
        validation.Check(name.Length == 0 || key is not null, field, "UNKNOWN_FIELD", new($"“{layout.Name}”没有字段“{name}”。", $"{layout.Name} has no field {name}."));
        validation.Check(means.TryAdd(column - 1, key), field, "MAPPED_TWICE", new($"列 {text[..at]} 说明了两次。", $"Column {text[..at]} is mapped twice."));
        validation.Check(key is null || means.Count(pair => pair.Value == key) == 1, field, "MAPPED_TWICE", new($"字段“{name}”对应了两列。", $"Field {name} is mapped twice."));
    }
}

using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks.Cells;

/// <summary>What became of a cell: a value, nothing, or an error.</summary>
internal readonly record struct CellOutcome(object? Value, string? Code, LocalText Message)
{
    public static readonly CellOutcome Blank;

    public bool IsWrong => Code is not null;

    public static CellOutcome Of(object value) => new(value, null, default);

    public static CellOutcome Wrong(string code, string zh, string en) => new(null, code, new LocalText(zh, en));

    /// <summary>A cell's text as it is quoted in a message.</summary>
    public static string Quote(string text) => text.Length <= 30 ? text : text[..30] + "…";
}

using System.Globalization;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>Says what is wrong with one cell.</summary>
/// <param name="Sheet">Name of the sheet.</param>
/// <param name="Row">Row as Excel counts, from 1.</param>
/// <param name="Column">Column as Excel counts, from 1.</param>
/// <param name="Title">Name of the column or field for people.</param>
/// <param name="Code">Code of the rule, UPPER_SNAKE.</param>
/// <param name="Message">The reason for people.</param>
public sealed record CellError(string Sheet, int Row, int Column, string Title, string Code, LocalText Message)
{
    /// <summary>Sheet and cell, e.g. <c>附件1!L7</c>.</summary>
    public string Address => $"{Sheet}!{CellName.Of(Row, Column)}";
}

/// <summary>Equal errors of one column.</summary>
/// <param name="Title">Name of the column.</param>
/// <param name="Code">Code of the rule.</param>
/// <param name="Cells">The cells, from top to bottom.</param>
public sealed record CellErrorGroup(string Title, string Code, IReadOnlyList<CellError> Cells);

/// <summary>Collects everything that is wrong with the cells of a workbook: one error a cell, the first.</summary>
public sealed class CellErrors
{
    /// <summary>Cells of one group that are answered one by one; the others of the group are answered together, by their ranges.</summary>
    public const int SingleCells = 20;

    private readonly List<CellError> _errors = [];
    private readonly HashSet<(string Sheet, int Row, int Column)> _cells = [];

    /// <summary>True when there is any error.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>How many cells are wrong.</summary>
    public int Count => _errors.Count;

    /// <summary>All errors in the order in which they were found.</summary>
    public IReadOnlyList<CellError> All => _errors;

    /// <summary>Notes an error, unless the cell already has one: what follows from an error is not told again.</summary>
    /// <returns>False when the cell had an error before.</returns>
    public bool Add(CellError error)
    {
        if (!_cells.Add((error.Sheet, error.Row, error.Column)))
            return false;
        _errors.Add(error);
        return true;
    }

    /// <summary>Takes over the errors of another reading, e.g. of the second sheet.</summary>
    public void AddRange(CellErrors other)
    {
        foreach (var error in other._errors)
            Add(error);
    }

    /// <summary>Groups equal errors: same sheet, column and code. Groups stand in the order of their first cell.</summary>
    public IReadOnlyList<CellErrorGroup> Groups() =>
    [
        .. _errors
            .GroupBy(error => (error.Sheet, error.Column, error.Code))
            .Select(group => new CellErrorGroup(group.First().Title, group.Key.Code, [.. group.OrderBy(error => error.Row)]))
            .OrderBy(group => group.Cells[0].Row).ThenBy(group => group.Cells[0].Column),
    ];

    /// <summary>
    /// Turns the errors into field errors, group by group. The field is the cell, e.g. <c>附件1!L7</c>;
    /// beyond <see cref="SingleCells"/> cells of one group, the rest is one error whose field lists their ranges, e.g. <c>附件1!L30:L2000</c>.
    /// </summary>
    public IReadOnlyList<FieldError> ToFieldErrors() => [.. Groups().SelectMany(Fields)];

    /// <summary>Throws once with all errors.</summary>
    /// <exception cref="DomainException">Invalid, when there is any.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw DomainException.Invalid(ToFieldErrors());
    }

    private static IEnumerable<FieldError> Fields(CellErrorGroup group)
    {
        foreach (var cell in group.Cells.Take(SingleCells))
            yield return new FieldError(cell.Address, cell.Code, cell.Message);
        var rest = group.Cells.Skip(SingleCells).ToList();
        if (rest.Count == 0)
            yield break;
        var message = new LocalText(
            string.Create(CultureInfo.InvariantCulture, $"{group.Title}：另有 {rest.Count} 个单元格有相同的错误。"),
            string.Create(CultureInfo.InvariantCulture, $"{group.Title}: {rest.Count} more cells have the same error."));
        yield return new FieldError($"{rest[0].Sheet}!{CellName.Ranges(rest[0].Column, rest.Select(cell => cell.Row))}", group.Code, message);
    }
}

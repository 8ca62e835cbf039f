using System.Text.RegularExpressions;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Returns;

/// <summary>A cell that is to change and why.</summary>
/// <param name="Project">Id of the project whose line it is; empty for the head.</param>
/// <param name="Field">Name of the cell; empty for the whole line or head.</param>
/// <param name="Code">Reason code, UPPER_SNAKE.</param>
/// <param name="Note">Text for the unit, at most 500 characters.</param>
internal sealed partial record ReturnReason(string Project, string Field, string Code, string Note)
{
    private const string Other = "OTHER";
    private const int LongestNote = 500;

    /// <summary>Says whether the reason unlocks a cell.</summary>
    /// <remarks>
    /// With a cell of a line, the two texts of the line unlock as well: a corrected amount may bring a finding that only passes with an explanation or a
    /// correction reason, and the unit could not submit again without them.
    /// </remarks>
    public bool Unlocks(string project, string field) =>
        Project == project && (Field.Length == 0 || Field == field || (project.Length > 0 && field is LineEntry.ExplanationField or LineEntry.CorrectionField));

    /// <summary>Notes what is wrong with the reason.</summary>
    /// <param name="path">Path of the reason in the request, e.g. <c>reasons[0]</c>.</param>
    /// <param name="isLine">Says whether a project has a line in the return.</param>
    public void Validate(string path, Func<string, bool> isLine, Validation validation)
    {
        var known = Project.Length == 0 || isLine(Project);
        validation.Check(known, $"{path}.project", "UNKNOWN_PROJECT", new LocalText($"本表没有项目 {Project}。", $"The return has no project {Project}."));
        IReadOnlyList<string> fields = Project.Length == 0 ? [.. ReturnHead.Fields, Candidate.Field] : LineEntry.Fields;
        validation.Check(
            Field.Length == 0 || fields.Contains(Field, StringComparer.Ordinal),
            $"{path}.field",
            "UNKNOWN_FIELD",
            new LocalText($"没有可填的栏目 {Field}；可用：{string.Join("、", fields)}。", $"There is no cell {Field}; these are: {string.Join(", ", fields)}."));
        validation.Check(CodePattern().IsMatch(Code), $"{path}.code", "FORMAT", new LocalText("原因代码须为大写字母、数字和下划线。", "A reason code is UPPER_SNAKE."));
        validation.Check(Code != Other || Note.Length > 0, $"{path}.note", "REQUIRED", new LocalText("原因为 OTHER 时须填说明。", "The code OTHER needs a note."));
        validation.Check(Note.Length <= LongestNote, $"{path}.note", "LENGTH", new LocalText($"说明不超过 {LongestNote} 字。", $"The note has at most {LongestNote} characters."));
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodePattern();
}

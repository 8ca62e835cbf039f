using System.Text.RegularExpressions;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Domain;

/// <summary>What people state of a project in any service: in the library, or as a candidate for it.</summary>
/// <param name="Title">Title, 1–200 characters.</param>
/// <param name="AdministrativeArea">GB/T 2260 code of six digits, empty when not known.</param>
/// <param name="IndustryCode">Code of GB/T 4754 of 2–4 digits with an optional leading section letter, empty when not known.</param>
/// <param name="Content">Content and scale, at most 2000 characters.</param>
/// <param name="Remark">Remark, at most 2000 characters.</param>
/// <param name="StartMonth">First planned month as the first day of it, null when not known.</param>
/// <param name="EndMonth">Last planned month as the first day of it, null when not known.</param>
public readonly partial record struct ProjectTerms(string Title, string AdministrativeArea, string IndustryCode, string Content, string Remark, DateOnly? StartMonth, DateOnly? EndMonth)
{
    /// <summary>Most characters of a title.</summary>
    public const int LongestTitle = 200;

    /// <summary>Most characters of a longer text.</summary>
    public const int LongestText = 2000;

    /// <summary>Notes everything that is wrong.</summary>
    /// <param name="validation">Where it is noted.</param>
    /// <param name="field">Path of the project in the request, e.g. <c>project</c>.</param>
    public void Check(Validation validation, string field)
    {
        validation.Check(Title.Length is >= 1 and <= LongestTitle, $"{field}.title", "LENGTH", new LocalText($"项目名称须为 1–{LongestTitle} 字。", $"The title has 1–{LongestTitle} characters."));
        validation.Check(AdministrativeArea.Length == 0 || AreaCode().IsMatch(AdministrativeArea), $"{field}.administrative_area", "FORMAT", new LocalText("行政区划代码须为 6 位数字。", "The administrative area is a code of six digits."));
        validation.Check(IndustryCode.Length == 0 || Industry().IsMatch(IndustryCode), $"{field}.industry_code", "FORMAT", new LocalText("行业代码须为 2–4 位数字，可带门类字母。", "The industry code has 2–4 digits and may begin with a section letter."));
        validation.Check(Content.Length <= LongestText, $"{field}.content", "LENGTH", new LocalText($"建设内容不超过 {LongestText} 字。", $"The content has at most {LongestText} characters."));
        validation.Check(Remark.Length <= LongestText, $"{field}.remark", "LENGTH", new LocalText($"备注不超过 {LongestText} 字。", $"The remark has at most {LongestText} characters."));
        validation.Check(!(EndMonth < StartMonth), $"{field}.end_month", "INVALID_PERIOD", new LocalText("建设止期早于起期。", "The last month is before the first."));
    }

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AreaCode();

    [GeneratedRegex(@"^[A-T]?[0-9]{2,4}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Industry();
}

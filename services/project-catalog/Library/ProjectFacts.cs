using System.Text.RegularExpressions;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>The facts of a project that people state; stage and membership are not among them.</summary>
/// <param name="Title">Title, 1–200 characters.</param>
/// <param name="AdministrativeArea">GB/T 2260 code of six digits, empty when not known.</param>
/// <param name="IndustryCode">Code of 2–4 digits with an optional leading section letter, empty when not known.</param>
/// <param name="IndustryEdition">Edition of the classification.</param>
/// <param name="Content">Content and scale, at most 2000 characters.</param>
/// <param name="StartMonth">First planned month as the first day of it, null when not known.</param>
/// <param name="EndMonth">Last planned month as the first day of it, null when not known.</param>
/// <param name="TotalInvestmentYuan">Total investment in yuan, above 0.</param>
/// <param name="EquipmentInvestmentYuan">Equipment share in yuan, 0 to the total.</param>
/// <param name="OpeningInvestmentYuan">至上年底累计完成投资 as the library states it, in yuan, 0 or more.</param>
/// <param name="Remark">Remark, at most 2000 characters.</param>
internal sealed partial record ProjectFacts(
    string Title,
    string AdministrativeArea,
    string IndustryCode,
    string IndustryEdition,
    string Content,
    DateOnly? StartMonth,
    DateOnly? EndMonth,
    long TotalInvestmentYuan,
    long EquipmentInvestmentYuan,
    long OpeningInvestmentYuan,
    string Remark)
{
    /// <summary>Editions of GB/T 4754 in use: the plans of 2017 keep the older one.</summary>
    public static readonly IReadOnlyList<string> Editions = ["GB/T 4754-2011", "GB/T 4754-2017"];

    /// <summary>Notes everything that is wrong with the facts.</summary>
    public void Validate(Validation validation)
    {
        validation.Check(Title.Length is >= 1 and <= 200, "project.title", "LENGTH", new LocalText("项目名称须为 1–200 字。", "The title has 1–200 characters."));
        validation.Check(AdministrativeArea.Length == 0 || AreaCode().IsMatch(AdministrativeArea), "project.administrative_area", "FORMAT", new LocalText("行政区划代码须为 6 位数字。", "The administrative area is a code of six digits."));
        validation.Check(IndustryCode.Length == 0 || Industry().IsMatch(IndustryCode), "project.industry_code", "FORMAT", new LocalText("行业代码须为 2–4 位数字，可带门类字母。", "The industry code has 2–4 digits and may begin with a section letter."));
        validation.Check(Editions.Contains(IndustryEdition, StringComparer.Ordinal), "project.industry_edition", "UNKNOWN_EDITION", new LocalText($"行业分类版本须为 {string.Join(" 或 ", Editions)}。", $"The edition is {string.Join(" or ", Editions)}."));
        validation.Check(Content.Length <= 2000, "project.content", "LENGTH", new LocalText("建设内容不超过 2000 字。", "The content has at most 2000 characters."));
        validation.Check(Remark.Length <= 2000, "project.remark", "LENGTH", new LocalText("备注不超过 2000 字。", "The remark has at most 2000 characters."));
        validation.Check(StartMonth is null || EndMonth is null || StartMonth <= EndMonth, "project.end_month", "INVALID_PERIOD", new LocalText("建设止期早于起期。", "The last month is before the first."));
        validation.Check(TotalInvestmentYuan > 0, "project.total_investment_yuan", "NOT_POSITIVE", new LocalText("总投资须大于 0。", "The total investment is above 0."));
        validation.Check(TotalInvestmentYuan <= Amounts.Most, "project.total_investment_yuan", "AMOUNT_TOO_LARGE", new LocalText("金额过大。", "The amount is too large."));
        validation.Check(EquipmentInvestmentYuan >= 0, "project.equipment_investment_yuan", "NEGATIVE_AMOUNT", new LocalText("设备投资不能为负。", "The equipment investment is not negative."));
        validation.Check(EquipmentInvestmentYuan <= TotalInvestmentYuan, "project.equipment_investment_yuan", "EXCEEDS_TOTAL", new LocalText("设备投资不能大于总投资。", "The equipment investment is at most the total."));
        Amounts.Check(validation, OpeningInvestmentYuan, "project.opening_investment_yuan");
    }

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AreaCode();

    [GeneratedRegex(@"^[A-T]?[0-9]{2,4}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Industry();
}

using Renovation.Shared.Domain;
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
internal sealed record ProjectFacts(
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
        new ProjectTerms(Title, AdministrativeArea, IndustryCode, Content, Remark, StartMonth, EndMonth).Check(validation, "project");
        validation.Check(Editions.Contains(IndustryEdition, StringComparer.Ordinal), "project.industry_edition", "UNKNOWN_EDITION", new LocalText($"行业分类版本须为 {string.Join(" 或 ", Editions)}。", $"The edition is {string.Join(" or ", Editions)}."));
        validation.Check(TotalInvestmentYuan > 0, "project.total_investment_yuan", "NOT_POSITIVE", new LocalText("总投资须大于 0。", "The total investment is above 0."));
        validation.Check(TotalInvestmentYuan <= Amounts.Most, "project.total_investment_yuan", "AMOUNT_TOO_LARGE", new LocalText("金额过大。", "The amount is too large."));
        validation.Check(EquipmentInvestmentYuan >= 0, "project.equipment_investment_yuan", "NEGATIVE_AMOUNT", new LocalText("设备投资不能为负。", "The equipment investment is not negative."));
        validation.Check(EquipmentInvestmentYuan <= TotalInvestmentYuan, "project.equipment_investment_yuan", "EXCEEDS_TOTAL", new LocalText("设备投资不能大于总投资。", "The equipment investment is at most the total."));
        Amounts.Check(validation, OpeningInvestmentYuan, "project.opening_investment_yuan");
    }
}

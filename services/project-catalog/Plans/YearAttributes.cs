using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Natures of construction in a year.</summary>
internal enum Nature
{
    None = 0,
    NewStart = 1,
    Continuing = 2,
}

/// <summary>What a plan says of a project for its year.</summary>
/// <param name="Nature">New start or continuing.</param>
/// <param name="Preliminary">前期; only new starts can be.</param>
/// <param name="CompletesInYear">年内竣工.</param>
/// <param name="PlannedInvestmentYuan">本年计划投资 in yuan, 0 or more.</param>
/// <param name="OpeningInvestmentYuan">至上年底累计完成投资 in yuan, 0 or more.</param>
/// <param name="Target">年度形象进度目标, at most 500 characters.</param>
/// <param name="Remark">Remark, at most 2000 characters.</param>
internal sealed record YearAttributes(
    Nature Nature, bool Preliminary, bool CompletesInYear, long PlannedInvestmentYuan, long OpeningInvestmentYuan, string Target, string Remark)
{
    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Validation validation)
    {
        validation.Check(Nature != Nature.None, "entry.nature", "REQUIRED", new LocalText("须填建设性质（新开工或续建）。", "An entry is a new start or continuing."));
        validation.Check(!Preliminary || Nature != Nature.Continuing, "entry.preliminary", "CONTRADICTION", new LocalText("只有新开工项目可以是前期项目。", "Only a new start can be preliminary."));
        Amounts.Check(validation, PlannedInvestmentYuan, "entry.planned_investment_yuan");
        Amounts.Check(validation, OpeningInvestmentYuan, "entry.opening_investment_yuan");
        validation.Check(Target.Length <= 500, "entry.target", "LENGTH", new LocalText("年度形象进度目标不超过 500 字。", "The target has at most 500 characters."));
        validation.Check(Remark.Length <= 2000, "entry.remark", "LENGTH", new LocalText("备注不超过 2000 字。", "The remark has at most 2000 characters."));
    }
}

/// <summary>What a plan shows of the project itself.</summary>
/// <param name="ProjectTitle">Title of the project.</param>
/// <param name="Enterprise">Unified social credit code of the owner.</param>
/// <param name="EnterpriseTitle">Title of the owner.</param>
/// <param name="EnterpriseListed">Whether the owner is in the above-scale directory.</param>
/// <param name="Unit">Code of the reporting unit.</param>
/// <param name="IndustryCode">Industry code.</param>
/// <param name="TotalInvestmentYuan">Total investment in yuan.</param>
/// <param name="StartMonth">First planned month, null when not known.</param>
/// <param name="EndMonth">Last planned month, null when not known.</param>
internal sealed record EntryFacts(
    string ProjectTitle,
    string Enterprise,
    string EnterpriseTitle,
    bool EnterpriseListed,
    string Unit,
    string IndustryCode,
    long TotalInvestmentYuan,
    DateOnly? StartMonth,
    DateOnly? EndMonth);

using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Returns;

/// <summary>What the catalog did with a candidate.</summary>
internal enum CandidateOutcome
{
    /// <summary>Not considered.</summary>
    None = 0,

    Created = 1,
    Exists = 2,
    Refused = 3,
}

/// <summary>A project that is to enter the library (计划入库项目), as its unit states it. Amounts in yuan.</summary>
internal sealed record CandidateFacts(
    string Title,
    string Enterprise,
    string EnterpriseTitle,
    string AdministrativeArea,
    string IndustryCode,
    string Content,
    DateOnly? StartMonth,
    DateOnly? EndMonth,
    long TotalYuan,
    long EquipmentYuan,
    string Remark)
{
    /// <summary>What it is known by within a return.</summary>
    public CandidateKey Key => CandidateKey.Of(Enterprise, Title);

    /// <summary>Notes everything that is wrong with it.</summary>
    /// <param name="field">Path of the candidate in the request, e.g. <c>return.candidates[0]</c>.</param>
    public void Validate(Validation validation, string field)
    {
        new ProjectTerms(Title, AdministrativeArea, IndustryCode, Content, Remark, StartMonth, EndMonth).Check(validation, field);
        validation.Check(UnifiedSocialCreditCode.IsValid(Enterprise), $"{field}.enterprise", "USCC_CHECKSUM", new LocalText($"统一社会信用代码 {Enterprise} 校验不通过。", $"{Enterprise} is not a unified social credit code: its check character does not fit."));
        validation.Check(EnterpriseTitle.Length is > 0 and <= ProjectTerms.LongestTitle, $"{field}.enterprise_title", "LENGTH", new LocalText($"企业名称须为 1–{ProjectTerms.LongestTitle} 字。", $"The title of the owner has 1–{ProjectTerms.LongestTitle} characters."));
        validation.Check(TotalYuan is > 0 and <= Amounts.Largest, $"{field}.total_investment_yuan", "OUT_OF_RANGE", new LocalText("总投资须大于 0，并请核对单位。", "The total investment is above 0; check its unit."));
        validation.Check(EquipmentYuan >= 0 && EquipmentYuan <= Math.Max(0, TotalYuan), $"{field}.equipment_investment_yuan", "OUT_OF_RANGE", new LocalText("设备投资须在 0 与总投资之间。", "The equipment investment is 0 to the total."));
    }
}

/// <summary>What a candidate is known by within a return: its owner and its title with width and spaces folded, as in the library.</summary>
internal readonly record struct CandidateKey(string Enterprise, string Title)
{
    public static CandidateKey Of(string enterprise, string title) => new(enterprise, TextFolding.Key(title));
}

/// <summary>A candidate and what became of it.</summary>
/// <param name="Facts">What the unit states.</param>
/// <param name="Outcome">What the catalog did with it.</param>
/// <param name="Project">Id of the project in the library; empty without one.</param>
/// <param name="Reason">Why it was refused, in Chinese; empty when it was not.</param>
internal sealed record Candidate(CandidateFacts Facts, CandidateOutcome Outcome, string Project, string Reason)
{
    /// <summary>Name of the list in the contract, by which it is handed back.</summary>
    public const string Field = "candidates";

    /// <summary>How many a return may have.</summary>
    public const int Most = 200;

    /// <summary>Demands that all can be taken.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong.</exception>
    public static void Validate(IReadOnlyList<CandidateFacts> candidates)
    {
        var validation = new Validation();
        validation.Check(candidates.Count <= Most, $"return.{Field}", "TOO_MANY", new LocalText($"计划入库项目不超过 {Most} 个。", $"At most {Most} candidates."));
        var seen = new HashSet<CandidateKey>();
        for (var index = 0; index < candidates.Count; index++)
        {
            var field = $"return.{Field}[{index}]";
            candidates[index].Validate(validation, field);
            validation.Check(seen.Add(candidates[index].Key), $"{field}.title", "DUPLICATE", Twice);
        }

        validation.ThrowIfAny();
    }

    /// <summary>What is said of a candidate that is given twice.</summary>
    public static readonly LocalText Twice = new("同一企业的同一项目重复填写。", "The same project of the same owner is given twice.");
}

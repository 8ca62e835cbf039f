using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Eligibility;

/// <summary>Explains a criterion to people: what is required, and the fact that was looked at.</summary>
internal static class CriterionTexts
{
    private static readonly LocalText NotKnown = new("尚无数据", "not known");

    private static readonly Dictionary<string, LocalText> Stages = new(StringComparer.Ordinal)
    {
        ["RESERVE"] = new("储备", "reserve"),
        ["PRELIMINARY"] = new("前期", "preliminary"),
        ["UNDER_CONSTRUCTION"] = new("在建", "under construction"),
        ["COMPLETED"] = new("竣工", "completed"),
        ["IN_PRODUCTION"] = new("投产", "in production"),
        ["AT_CAPACITY"] = new("达产", "at capacity"),
        ["SUSPENDED"] = new("停缓建", "suspended"),
        ["TERMINATED"] = new("终止", "terminated"),
    };

    private static readonly Dictionary<string, LocalText> Procedures = new(StringComparer.Ordinal)
    {
        ["filing"] = new("备案", "filing"),
        ["eia"] = new("环评", "environmental assessment"),
        ["land"] = new("用地", "land"),
        ["planning"] = new("规划", "planning"),
        ["energy"] = new("节能", "energy"),
        ["safety"] = new("安评", "safety"),
        ["construction"] = new("施工许可", "construction permit"),
    };

    public static LocalText Of(Criterion criterion)
    {
        var (verdictZh, verdictEn) = Verdict(criterion.Result);
        var required = Required(criterion);
        var fact = criterion.Fact.Length == 0 ? NotKnown : Fact(criterion);
        return new LocalText($"{required.Zh}；现状：{fact.Zh}（{verdictZh}）", $"{required.En}; found: {fact.En} ({verdictEn})");
    }

    private static LocalText Required(Criterion criterion) => criterion.Code switch
    {
        "PLAN_MEMBERSHIP" => new("须列入当年计划", "Must be in the plan of the year"),
        "REQUIRED_STAGE" => Named(criterion.Required, Stages, "阶段须为", "Stage must be"),
        "REQUIRED_PROCEDURE" => Named(criterion.Required, Procedures, "须办结手续：", "Must be settled:"),
        "COMPLETION_YEAR" => new($"须于 {criterion.Required} 年竣工", $"Must be completed in {criterion.Required}"),
        "ABOVE_SCALE" => new("企业须在规模以上名录库", "The enterprise must be in the above-scale directory"),
        "INVOICE_WINDOW" => new($"发票日期须在 {criterion.Required} 之内", $"The invoices must be of {criterion.Required}"),
        "BASE" => new($"计算基数不低于 {criterion.Required} 元", $"The base is at least {criterion.Required} yuan"),
        _ => new(criterion.Code, criterion.Code),
    };

    private static LocalText Fact(Criterion criterion) => (criterion.Code, criterion.Fact) switch
    {
        ("PLAN_MEMBERSHIP" or "ABOVE_SCALE", "true") => new("是", "yes"),
        ("PLAN_MEMBERSHIP" or "ABOVE_SCALE", _) => new("否", "no"),
        ("REQUIRED_STAGE", var stage) => Stages.GetValueOrDefault(stage, new LocalText(stage, stage)),
        ("REQUIRED_PROCEDURE", "SETTLED") => new("已办结或无需办理", "obtained or not required"),
        ("REQUIRED_PROCEDURE", _) => new("未办结", "open"),
        ("BASE", var yuan) => new($"{yuan} 元", $"{yuan} yuan"),
        var (_, other) => new(other, other),
    };

    private static LocalText Named(string codes, Dictionary<string, LocalText> names, string zh, string en)
    {
        var texts = codes.Split(", ").Select(code => names.GetValueOrDefault(code, new LocalText(code, code))).ToList();
        return new LocalText($"{zh}{string.Join("、", texts.Select(text => text.Zh))}", $"{en} {string.Join(", ", texts.Select(text => text.En))}");
    }

    private static (string Zh, string En) Verdict(EligibilityResult result) => result switch
    {
        EligibilityResult.Passed => ("符合", "met"),
        EligibilityResult.Failed => ("不符合", "not met"),
        _ => ("待核实", "unknown"),
    };
}

using System.Globalization;
using Renovation.FundingSupport.Programs;

namespace Renovation.FundingSupport.Eligibility;

/// <summary>Assesses a project against the rules of a program: a pure function, explained criterion by criterion.</summary>
internal static class EligibilityAssessment
{
    /// <summary>Code of the criterion that a procedure is settled.</summary>
    public const string RequiredProcedure = "REQUIRED_PROCEDURE";

    /// <summary>Returns how the project stands.</summary>
    public static Assessment Assess(ProgramRules rules, ProjectStanding project)
    {
        List<Criterion> criteria = [.. Criteria(rules, project)];
        var result = criteria.Exists(criterion => criterion.Result == EligibilityResult.Failed) ? EligibilityResult.Failed
            : criteria.Exists(criterion => criterion.Result == EligibilityResult.Unknown) ? EligibilityResult.Unknown
            : EligibilityResult.Passed;
        var baseYuan = BaseOf(rules.Base, project) ?? 0;
        return new Assessment(result, criteria, rules.PlanMembership != PlanMembership.Irrelevant && project.InPlan, baseYuan, result == EligibilityResult.Passed ? rules.Propose(baseYuan) : 0);
    }

    private static IEnumerable<Criterion> Criteria(ProgramRules rules, ProjectStanding project)
    {
        if (rules.PlanMembership == PlanMembership.Required)
            yield return Judge("PLAN_MEMBERSHIP", project.InPlan, "true", project.InPlan ? "true" : "false", project.PlanSource);
        if (rules.RequiredStages.Count > 0)
            yield return Judge("REQUIRED_STAGE", project.Stage is { } stage ? rules.RequiredStages.Contains(stage, StringComparer.Ordinal) : null, string.Join(", ", rules.RequiredStages), project.Stage, project.ProjectSource);
        foreach (var kind in rules.RequiredProcedures)
        {
            bool? settled = project.Procedures.TryGetValue(kind, out var known) ? known : null;
            yield return Judge(RequiredProcedure, settled, kind, settled switch { null => null, true => "SETTLED", false => "OPEN" }, project.ProjectSource);
        }

        if (rules.CompletionYear > 0)
            yield return Judge("COMPLETION_YEAR", project.CompletionDate?.Year is { } year ? year == rules.CompletionYear : CompletionKnownToBeOpen(project), Text(rules.CompletionYear), project.CompletionDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), project.ProjectSource);
        if (rules.AboveScaleRequired)
            yield return Judge("ABOVE_SCALE", project.AboveScale, "true", project.AboveScale switch { null => null, true => "true", false => "false" }, project.EnterpriseSource);
        if (rules.Invoices.IsLimited)
            yield return Judge("INVOICE_WINDOW", InvoicesWithin(rules.Invoices, project.Invoices), rules.Invoices.ToString(), project.Invoices.IsLimited ? project.Invoices.ToString() : null, project.ApplicationSource);
        var baseYuan = BaseOf(rules.Base, project);
        yield return Judge("BASE", baseYuan is { } amount ? amount > 0 && amount >= rules.FloorYuan : null, Text(Math.Max(rules.FloorYuan, 1)), baseYuan is { } fact ? Text(fact) : null, SourceOf(rules.Base, project));
    }

    private static bool? InvoicesWithin(DayRange window, DayRange invoices) =>
        invoices is { First: { } first, Last: { } last } ? window.Contains(first) && window.Contains(last) : null;

    // Without a date the project is not completed; without a stage nobody has said so yet.
    private static bool? CompletionKnownToBeOpen(ProjectStanding project) => project.Stage is null ? null : false;

    private static long? BaseOf(SupportBase supportBase, ProjectStanding project) => supportBase switch
    {
        SupportBase.EquipmentInvestment => project.EquipmentInvestmentYuan,
        SupportBase.FixedAssetInvestment => project.TotalInvestmentYuan,
        SupportBase.AuditedInvestment => project.AuditedInvestmentYuan,
        SupportBase.AcceptedInvestment => project.AcceptedInvestmentYuan,
        SupportBase.InterestPaid => project.InterestPaidYuan,
        _ => throw new ArgumentOutOfRangeException(nameof(supportBase), supportBase, "Not a base."),
    };

    private static FactSource SourceOf(SupportBase supportBase, ProjectStanding project) => supportBase switch
    {
        SupportBase.AuditedInvestment or SupportBase.InterestPaid => project.ApplicationSource,
        SupportBase.AcceptedInvestment => project.InvestmentSource,
        _ => project.ProjectSource,
    };

    private static Criterion Judge(string code, bool? holds, string required, string? fact, FactSource source) =>
        new(code, holds switch { true => EligibilityResult.Passed, false => EligibilityResult.Failed, null => EligibilityResult.Unknown }, required, fact ?? "", fact is null ? FactSource.None : source);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

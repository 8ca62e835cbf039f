using Renovation.FundingSupport.Programs;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>What only the applicant can say of a project, with documents to show it.</summary>
/// <param name="AuditedInvestmentYuan">As audited, 0 when not given.</param>
/// <param name="InterestPaidYuan">Interest paid on loans for the project, 0 when not given.</param>
/// <param name="Invoices">Days of the first and the last invoice.</param>
internal sealed record Statement(long AuditedInvestmentYuan, long InterestPaidYuan, DayRange Invoices)
{
    public static readonly Statement None = new(0, 0, DayRange.Any);

    /// <summary>Notes what is wrong with it.</summary>
    public void Validate(Validation validation)
    {
        CheckAmount(validation, AuditedInvestmentYuan, "application.audited_investment_yuan");
        CheckAmount(validation, InterestPaidYuan, "application.interest_paid_yuan");
        validation.Check(!Invoices.IsReversed, "application.last_invoice_date", "BEFORE_START", new LocalText("最后一张发票不得早于第一张。", "The last invoice is not before the first."));
    }

    /// <summary>Notes what the rules of a program ask for and it does not say.</summary>
    public void Require(Validation validation, ProgramRules rules)
    {
        Require(validation, rules.Base != SupportBase.AuditedInvestment || AuditedInvestmentYuan != 0, "application.audited_investment_yuan");
        Require(validation, rules.Base != SupportBase.InterestPaid || InterestPaidYuan != 0, "application.interest_paid_yuan");
        Require(validation, !rules.Invoices.IsLimited || Invoices.First is not null, "application.first_invoice_date");
        Require(validation, !rules.Invoices.IsLimited || Invoices.Last is not null, "application.last_invoice_date");
    }

    private static void CheckAmount(Validation validation, long yuan, string field) =>
        validation.Check(yuan >= 0, field, "NEGATIVE_AMOUNT", new LocalText("金额不能为负。", "The amount is not negative."));

    private static void Require(Validation validation, bool given, string field) =>
        validation.Check(given, field, "REQUIRED", new LocalText("该专项的规则要求填写。", "The rules of the program ask for it."));
}

using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Standings in the above-scale directory (规模以上名录库).</summary>
internal enum DirectoryState
{
    Unknown = 0,
    Listed = 1,
    NotListed = 2,
}

/// <summary>Why an enterprise is not listed.</summary>
internal enum NotListedCause
{
    None = 0,
    BelowThreshold = 1,
    NewlyBuilt = 2,
    NotDeclared = 3,
    ClassifiedElsewhere = 4,
    MergedInParent = 5,
    Other = 6,
}

/// <summary>Whether an enterprise produces.</summary>
internal enum ProductionStatus
{
    Unknown = 0,
    NotProducing = 1,
    Partial = 2,
    Producing = 3,
    Stopped = 4,
}

/// <summary>What people state of an enterprise on its way into the above-scale directory.</summary>
/// <param name="State">Standing in the directory.</param>
/// <param name="Cause">Why it is not listed.</param>
/// <param name="Reason">The same in words, at most 500 characters.</param>
/// <param name="RevenueYuan">Main business revenue of the last 12 months in yuan, 0 when not known.</param>
/// <param name="RevenueMonth">Last of those months, null when not known.</param>
/// <param name="Production">Whether it produces.</param>
/// <param name="ExpectedMonth">Month in which it is expected to be listed, null when not known.</param>
/// <param name="DeclaredMonth">Month in which it declared itself, null before.</param>
internal sealed record DirectoryStanding(
    DirectoryState State,
    NotListedCause Cause,
    string Reason,
    long RevenueYuan,
    DateOnly? RevenueMonth,
    ProductionStatus Production,
    DateOnly? ExpectedMonth,
    DateOnly? DeclaredMonth)
{
    /// <summary>Nothing is known.</summary>
    public static readonly DirectoryStanding Unknown = new(DirectoryState.Unknown, NotListedCause.None, "", 0, null, ProductionStatus.Unknown, null, null);

    /// <summary>Tells whether the enterprise is to be urged to declare itself (domain rule: it crossed the threshold, or produces at least in part).</summary>
    /// <param name="thresholdYuan">Revenue a year from which an enterprise belongs into the directory.</param>
    public bool ToUrge(long thresholdYuan) =>
        State != DirectoryState.Listed && DeclaredMonth is null
        && (RevenueYuan >= thresholdYuan || Production is ProductionStatus.Partial or ProductionStatus.Producing);

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Validation validation, DateOnly today)
    {
        validation.Check(Reason.Length <= 500, "enterprise.not_listed_reason", "LENGTH", new LocalText("未入库原因不超过 500 字。", "The reason has at most 500 characters."));
        validation.Check(Reason.Length == 0 || State != DirectoryState.Listed, "enterprise.not_listed_reason", "CONTRADICTION", new LocalText("已在库的企业不应填写未入库原因。", "A listed enterprise has no reason for not being listed."));
        validation.Check(Cause == NotListedCause.None || State != DirectoryState.Listed, "enterprise.not_listed_cause", "CONTRADICTION", new LocalText("已在库的企业不应填写未入库原因。", "A listed enterprise has no cause for not being listed."));
        validation.Check(Cause != NotListedCause.Other || Reason.Length > 0, "enterprise.not_listed_reason", "REQUIRED", new LocalText("原因为其他时须填说明。", "The cause OTHER needs a reason in words."));
        Amounts.Check(validation, RevenueYuan, "enterprise.revenue_yuan");
        validation.Check(RevenueYuan == 0 || RevenueMonth is not null, "enterprise.revenue_month", "REQUIRED", new LocalText("填写营业收入须注明截止月份。", "A revenue has its last month."));
        validation.Check(RevenueMonth is null || RevenueMonth <= today, "enterprise.revenue_month", "IN_FUTURE", new LocalText("截止月份不得晚于本月。", "The month is not in the future."));
        validation.Check(DeclaredMonth is null || DeclaredMonth <= today, "enterprise.declared_month", "IN_FUTURE", new LocalText("申报月份不得晚于本月。", "The month is not in the future."));
    }
}

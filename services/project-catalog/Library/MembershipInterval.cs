namespace Renovation.ProjectCatalog.Library;

/// <summary>Why a project leaves the library.</summary>
internal enum WithdrawalReason
{
    None = 0,
    Completed = 1,
    Infeasible = 2,
    Duplicate = 3,
    MovedAway = 4,
    NoReport = 5,
    Other = 6,
}

/// <summary>One stay in the library; open while <see cref="WithdrawDate"/> is null.</summary>
internal sealed class MembershipInterval(DateOnly admitDate, string approver, string admitReason)
{
    public DateOnly AdmitDate { get; } = admitDate;

    public string Approver { get; } = approver;

    /// <summary>Reason given with the admission, empty when none was asked for.</summary>
    public string AdmitReason { get; } = admitReason;

    public DateOnly? WithdrawDate { get; private set; }

    public WithdrawalReason Reason { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>Rebuilds a stay from storage.</summary>
    internal static MembershipInterval Restore(DateOnly admitDate, string approver, string admitReason, DateOnly? withdrawDate, WithdrawalReason reason, string note) =>
        new(admitDate, approver, admitReason) { WithdrawDate = withdrawDate, Reason = reason, Note = note };

    internal void End(DateOnly date, WithdrawalReason reason, string note) => (WithdrawDate, Reason, Note) = (date, reason, note);
}

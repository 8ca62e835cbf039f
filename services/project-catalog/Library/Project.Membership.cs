using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Membership in the library, apart from the stage.</summary>
internal enum Membership
{
    Candidate = 1,
    Admitted = 2,
    Withdrawn = 3,
}

/// <summary>Membership in the library.</summary>
internal sealed partial class Project
{
    private List<MembershipInterval> _memberships = [];

    public Membership Membership { get; private set; } = Membership.Candidate;

    public IReadOnlyList<MembershipInterval> Memberships => _memberships;

    /// <summary>Day on which its withdrawal was proposed because it is not reported; null when it is not proposed.</summary>
    public DateOnly? WithdrawalProposalDate { get; private set; }

    /// <summary>Periods in which it was not reported, as their ids separated by commas; only with a proposal.</summary>
    public string UnreportedPeriods { get; private set; } = "";

    /// <summary>Enters the library for the first time.</summary>
    /// <exception cref="DomainException">ALREADY_ADMITTED, PROJECT_WITHDRAWN; IN_FUTURE of the day, LENGTH of the reason.</exception>
    public void Admit(DateOnly date, string approver, string reason, DateOnly today)
    {
        if (Membership == Membership.Admitted)
            throw DomainException.WrongState("ALREADY_ADMITTED", ResourceName, new LocalText("项目已在库。", "The project is in the library."));
        if (Membership == Membership.Withdrawn)
            throw Left("项目已出库，须重新入库。", "The project was withdrawn: it is readmitted with a reason.");
        Reasons.Limit(reason);
        Days.NotAfter(date, today, "admit_date");
        Enter(date, approver, reason, "ADMITTED");
    }

    /// <summary>Comes back into the library.</summary>
    /// <exception cref="DomainException">NOT_WITHDRAWN; IN_FUTURE or BEFORE_WITHDRAWAL of the day, REQUIRED or LENGTH of the reason.</exception>
    public void Readmit(DateOnly date, string approver, string reason, DateOnly today)
    {
        if (Membership != Membership.Withdrawn)
            throw DomainException.WrongState("NOT_WITHDRAWN", ResourceName, new LocalText("项目未出库。", "The project was not withdrawn."));
        Reasons.Require(reason);
        Days.NotAfter(date, today, "admit_date");
        if (_memberships.LastOrDefault()?.WithdrawDate is { } left && date < left)
            throw DomainException.Invalid("admit_date", "BEFORE_WITHDRAWAL", new LocalText($"入库日期早于上次出库日期 {left:yyyy-MM-dd}。", $"The day is before the last withdrawal on {left:yyyy-MM-dd}."));
        Enter(date, approver, reason, "READMITTED");
    }

    /// <summary>Leaves the library; a candidate leaves the list of candidates.</summary>
    /// <exception cref="DomainException">ALREADY_WITHDRAWN; REQUIRED or LENGTH of reason and note, IN_FUTURE or BEFORE_ADMISSION of the day.</exception>
    public void Withdraw(DateOnly date, WithdrawalReason reason, string note, DateOnly today)
    {
        if (Membership == Membership.Withdrawn)
            throw DomainException.WrongState("ALREADY_WITHDRAWN", ResourceName, new LocalText("项目已出库。", "The project is withdrawn."));
        var validation = new Validation();
        validation.Check(reason != WithdrawalReason.None, "reason", "REQUIRED", new LocalText("须填出库原因。", "A withdrawal has a reason."));
        validation.Check(reason != WithdrawalReason.Other || note.Length > 0, "note", "REQUIRED", new LocalText("原因为其他时须填说明。", "The reason OTHER needs a note."));
        validation.Check(note.Length <= 500, "note", "LENGTH", new LocalText("说明不超过 500 字。", "The note has at most 500 characters."));
        validation.ThrowIfAny();
        Days.NotAfter(date, today, "withdraw_date");
        if (_memberships.LastOrDefault() is { WithdrawDate: null } stay)
        {
            if (date < stay.AdmitDate)
                throw DomainException.Invalid("withdraw_date", "BEFORE_ADMISSION", new LocalText($"出库日期早于入库日期 {stay.AdmitDate:yyyy-MM-dd}。", $"The day is before the admission on {stay.AdmitDate:yyyy-MM-dd}."));
            stay.End(date, reason, note);
        }

        Membership = Membership.Withdrawn;
        (WithdrawalProposalDate, UnreportedPeriods) = (null, "");
        Changed("WITHDRAWN", note.Length > 0 ? note : reason.ToString());
    }

    /// <summary>Notes that its withdrawal is proposed, unless it has left; says whether anything differs.</summary>
    public bool ProposeWithdrawal(DateOnly date, IEnumerable<string> periods)
    {
        var unreported = string.Join(',', periods);
        if (Membership == Membership.Withdrawn || (WithdrawalProposalDate == date && UnreportedPeriods == unreported))
            return false;
        (WithdrawalProposalDate, UnreportedPeriods) = (date, unreported);
        Changed("WITHDRAWAL_PROPOSED", unreported);
        return true;
    }

    /// <summary>Takes the proposal back; says whether there was one.</summary>
    public bool RevokeWithdrawalProposal()
    {
        if (WithdrawalProposalDate is null)
            return false;
        (WithdrawalProposalDate, UnreportedPeriods) = (null, "");
        Changed("WITHDRAWAL_PROPOSAL_REVOKED");
        return true;
    }

    private void Enter(DateOnly date, string approver, string reason, string kind)
    {
        _memberships.Add(new MembershipInterval(date, approver, reason));
        Membership = Membership.Admitted;
        Changed(kind, reason);
    }

    private DomainException Left(string zh, string en) => DomainException.WrongState("PROJECT_WITHDRAWN", ResourceName, new LocalText(zh, en));
}

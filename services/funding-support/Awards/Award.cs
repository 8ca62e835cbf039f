using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Awards;

/// <summary>What was decided on an application (扶持决定), and the money that followed.</summary>
internal sealed class Award : Aggregate, ISupportStep
{
    private Award(string id, string application, string program, string project, string enterprise, string unit, string documentNumber, long amountYuan, string approver)
    {
        Id = id;
        Application = application;
        Program = program;
        Project = project;
        Enterprise = enterprise;
        Unit = unit;
        DocumentNumber = documentNumber;
        AmountYuan = amountYuan;
        Approver = approver;
    }

    public string Id { get; }

    /// <summary>Id of the application it was decided on.</summary>
    public string Application { get; }

    /// <summary>Id of the program that pays.</summary>
    public string Program { get; }

    public string Project { get; }

    public string Enterprise { get; }

    public string Unit { get; }

    public string DocumentNumber { get; }

    public long AmountYuan { get; }

    public ProgramLevel Level { get; private set; }

    public SupportForm Form { get; private set; }

    /// <summary>What its amount was computed on.</summary>
    public SupportBase Base { get; private set; }

    /// <summary>Whether its program lets another support the same base.</summary>
    public bool Stacks { get; private set; }

    /// <summary>In the order of payment.</summary>
    public IReadOnlyList<Instalment> Instalments { get; private set; } = [];

    public long DisbursedYuan { get; private set; }

    public long RecoveredYuan { get; private set; }

    /// <summary>Given back to the budget when it was revoked.</summary>
    public long ReleasedYuan { get; private set; }

    /// <summary>When it was revoked (UTC), null unless it was.</summary>
    public DateTime? RevokeTime { get; private set; }

    public string RevokeDocument { get; private set; } = "";

    public string Approver { get; }

    /// <summary>What moved last on this instance; tells which event carries the change.</summary>
    public PostingKind LastPosting { get; private set; }

    /// <summary>Still to be recovered of a revoked award.</summary>
    public long DueYuan => RevokeTime is null ? 0 : DisbursedYuan - RecoveredYuan;

    /// <summary>Its sums in the ledger.</summary>
    public Balances Balances => new(0, AmountYuan - ReleasedYuan, DisbursedYuan, RecoveredYuan);

    public override string ResourceName => $"awards/{Id}";

    /// <summary>Grants an award and commits its amount.</summary>
    /// <param name="rules">The rules it was decided under.</param>
    /// <param name="instalments">Instalments that were asked for, none for one of all.</param>
    /// <exception cref="DomainException">BUDGET_EXCEEDED: the program has less left. Invalid: the instalments are wrong.</exception>
    public static Award Grant(string id, Application application, FundingProgram program, ProgramRules rules, IReadOnlyList<Instalment> instalments, Payment commitment)
    {
        var planned = Instalment.Plan(instalments, commitment.AmountYuan);
        program.Post(new Posting(commitment.Key, PostingKind.Commitment, id, commitment.AmountYuan), default, commitment.Papers, commitment.Actor, commitment.Time);
        var award = new Award(id, application.Id, program.Id, application.Project, application.Enterprise, application.Unit, commitment.Papers.Voucher, commitment.AmountYuan, commitment.Actor)
        {
            Level = program.Level,
            Form = program.Form,
            Base = rules.Base,
            Stacks = rules.StackingAllowed,
            Instalments = planned,
            LastPosting = PostingKind.Commitment,
        };
        award.Changed("GRANTED");
        return award;
    }

    /// <summary>Notes by which document the condition of an instalment was confirmed.</summary>
    /// <exception cref="DomainException">UNKNOWN_INSTALMENT; NOT_TO_BE_CONFIRMED: its condition is none that people confirm, or was confirmed.</exception>
    public void Confirm(int number, string document, string confirmer)
    {
        RefuseRevoked();
        var instalment = Find(number);
        if (instalment.Condition != InstalmentCondition.Confirmed || instalment.ConfirmDocument.Length > 0)
            throw DomainException.WrongState("NOT_TO_BE_CONFIRMED", ResourceName, new LocalText($"第 {number} 期没有待确认的条件。", $"Instalment {number} has no condition that is to be confirmed."));
        Replace(instalment with { ConfirmDocument = document, Confirmer = confirmer });
        Changed("CONDITION_CONFIRMED");
    }

    /// <summary>Pays an instalment, or a part of it.</summary>
    /// <param name="number">Number of the instalment, 0 for the first that is not paid in full.</param>
    /// <param name="projectCompleted">Whether its project is completed, as the catalog said last.</param>
    /// <exception cref="DomainException">FOUR_EYES; AWARD_REVOKED; AWARD_EXCEEDED: more than was awarded. INSTALMENT_EXCEEDED; CONDITION_NOT_MET.</exception>
    public void Disburse(FundingProgram program, Payment payment, int number, bool projectCompleted)
    {
        RefuseApprover(payment.Actor);
        RefuseRevoked();
        var posting = new Posting(payment.Key, PostingKind.Disbursement, Id, payment.AmountYuan);
        ProgramLedger.Check(posting, program.Balances, Balances);
        var instalment = number == 0 ? Instalments.First(one => one.LeftYuan > 0) : Find(number);
        RequirePayable(instalment, payment, projectCompleted);
        program.Post(posting, Balances, payment.Papers, payment.Actor, payment.Time);
        DisbursedYuan += payment.AmountYuan;
        Replace(instalment with { PaidYuan = instalment.PaidYuan + payment.AmountYuan });
        LastPosting = PostingKind.Disbursement;
        Changed("DISBURSED");
    }

    /// <summary>Books money that was paid back or set off.</summary>
    /// <exception cref="DomainException">FOUR_EYES: the bookkeeper approved it. RECOVERY_EXCEEDS_DISBURSED: more than was paid.</exception>
    public void Recover(FundingProgram program, Payment payment)
    {
        RefuseApprover(payment.Actor);
        program.Post(new Posting(payment.Key, PostingKind.Recovery, Id, payment.AmountYuan), Balances, payment.Papers, payment.Actor, payment.Time);
        RecoveredYuan += payment.AmountYuan;
        LastPosting = PostingKind.Recovery;
        Changed("RECOVERED");
    }

    /// <summary>Revokes it: what was not paid goes back to the budget, what was paid is due.</summary>
    /// <param name="release">Key, actor, papers and time; the amount is what was not paid.</param>
    /// <exception cref="DomainException">FOUR_EYES: the one who approved it.</exception>
    public void Revoke(FundingProgram program, Payment release)
    {
        RefuseApprover(release.Actor);
        RefuseRevoked();
        if (AmountYuan > DisbursedYuan)
        {
            program.Post(new Posting(release.Key, PostingKind.Release, Id, AmountYuan - DisbursedYuan), Balances, release.Papers, release.Actor, release.Time);
            ReleasedYuan = AmountYuan - DisbursedYuan;
        }

        (RevokeTime, RevokeDocument, LastPosting) = (release.Time, release.Papers.DecisionDocument, PostingKind.Release);
        Changed("REVOKED");
    }

    private void RequirePayable(Instalment instalment, Payment payment, bool projectCompleted)
    {
        if (payment.AmountYuan > instalment.LeftYuan)
        {
            throw DomainException.WrongState(
                "INSTALMENT_EXCEEDED",
                ResourceName,
                new LocalText($"金额 {payment.AmountYuan} 元超过第 {instalment.Number} 期余额 {instalment.LeftYuan} 元。", $"{payment.AmountYuan} yuan is more than the {instalment.LeftYuan} yuan that are left of instalment {instalment.Number}."));
        }

        switch (instalment.Condition)
        {
            case InstalmentCondition.ProjectCompleted when !projectCompleted:
                throw NotMet(instalment, new LocalText("项目尚未竣工验收", "the project is not completed"));
            case InstalmentCondition.Confirmed when instalment.ConfirmDocument.Length == 0:
                throw NotMet(instalment, new LocalText(instalment.Note, instalment.Note));
            case InstalmentCondition.Confirmed when instalment.Confirmer == payment.Actor:
                throw DomainException.Denied("FOUR_EYES", new LocalText("确认条件的人不得经办拨付。", "Who confirmed the condition does not pay."));
            default:
                return;
        }
    }

    private DomainException NotMet(Instalment instalment, LocalText condition) => DomainException.WrongState(
        "CONDITION_NOT_MET", ResourceName, new LocalText($"第 {instalment.Number} 期的拨付条件未满足：{condition.Zh}。", $"The condition of instalment {instalment.Number} is not met: {condition.En}."));

    private Instalment Find(int number) => Instalments.FirstOrDefault(one => one.Number == number)
        ?? throw DomainException.Invalid("instalment", "UNKNOWN_INSTALMENT", new LocalText($"没有第 {number} 期。", $"There is no instalment {number}."));

    private void Replace(Instalment instalment) => Instalments = [.. Instalments.Select(one => one.Number == instalment.Number ? instalment : one)];

    private void RefuseRevoked()
    {
        if (RevokeTime is not null)
            throw DomainException.WrongState("AWARD_REVOKED", ResourceName, new LocalText("该扶持决定已撤销。", "The award is revoked."));
    }

    private void RefuseApprover(string actor)
    {
        if (actor == Approver)
            throw DomainException.Denied("FOUR_EYES", new LocalText("批准人不得经办拨付、追回或撤销。", "Who approved an award neither pays it out, nor books repayments, nor revokes it."));
    }
}

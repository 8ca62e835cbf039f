using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Awards;

/// <summary>What was decided on an application (扶持决定), and the money that followed.</summary>
internal sealed class Award : Aggregate
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

    public long DisbursedYuan { get; private set; }

    public long RecoveredYuan { get; private set; }

    public string Approver { get; }

    /// <summary>What moved last on this instance; tells which event carries the change.</summary>
    public PostingKind LastPosting { get; private set; }

    /// <summary>Its sums in the ledger.</summary>
    public Balances Balances => new(0, AmountYuan, DisbursedYuan, RecoveredYuan);

    public override string ResourceName => $"awards/{Id}";

    /// <summary>Grants an award and commits its amount.</summary>
    /// <exception cref="DomainException">BUDGET_EXCEEDED: the program has less left.</exception>
    public static Award Grant(string id, Application application, FundingProgram program, string documentNumber, long amountYuan, string approver, DateTime now)
    {
        program.Post(new Posting(application.ResourceName, PostingKind.Commitment, id, amountYuan), default, documentNumber, approver, now);
        var award = new Award(id, application.Id, program.Id, application.Project, application.Enterprise, application.Unit, documentNumber, amountYuan, approver) { LastPosting = PostingKind.Commitment };
        award.Changed("GRANTED");
        return award;
    }

    /// <summary>Pays an instalment.</summary>
    /// <exception cref="DomainException">FOUR_EYES: the payer approved it. AWARD_EXCEEDED: more than was awarded.</exception>
    public void Disburse(FundingProgram program, string key, long amountYuan, string voucher, string payer, DateTime now)
    {
        RefuseApprover(payer);
        program.Post(new Posting(key, PostingKind.Disbursement, Id, amountYuan), Balances, voucher, payer, now);
        DisbursedYuan += amountYuan;
        LastPosting = PostingKind.Disbursement;
        Changed("DISBURSED");
    }

    /// <summary>Books money that was paid back.</summary>
    /// <exception cref="DomainException">FOUR_EYES: the bookkeeper approved it. RECOVERY_EXCEEDS_DISBURSED: more than was paid.</exception>
    public void Recover(FundingProgram program, string key, long amountYuan, string voucher, string bookkeeper, DateTime now)
    {
        RefuseApprover(bookkeeper);
        program.Post(new Posting(key, PostingKind.Recovery, Id, amountYuan), Balances, voucher, bookkeeper, now);
        RecoveredYuan += amountYuan;
        LastPosting = PostingKind.Recovery;
        Changed("RECOVERED");
    }

    private void RefuseApprover(string actor)
    {
        if (actor == Approver)
            throw DomainException.Denied("FOUR_EYES", new LocalText("批准人不得经办拨付或追回。", "Who approved an award neither pays it out nor books repayments."));
    }
}

using Renovation.FundingSupport.Ledger;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Programs;

/// <summary>Who gives.</summary>
internal enum ProgramLevel
{
    Central = 1,
    Provincial = 2,
    Municipal = 3,
}

/// <summary>How a program gives.</summary>
internal enum SupportForm
{
    RewardSubsidy = 1,
    Equity = 2,
    InterestSubsidy = 3,
}

/// <summary>Where a program stands.</summary>
internal enum ProgramState
{
    Prepared = 1,
    Open = 2,
    Closed = 3,
}

/// <summary>A source of support (专项资金): rules in numbered versions, and a ledger that only grows.</summary>
internal sealed class FundingProgram : Aggregate
{
    private readonly List<RulesVersion> _versions = [];
    private readonly List<LedgerPosting> _postings = [];

    private FundingProgram(string id, string title, int year, ProgramLevel level, SupportForm form, ProgramRules rules)
    {
        Id = id;
        Title = title;
        Year = year;
        Level = level;
        Form = form;
        Rules = rules;
    }

    public string Id { get; }

    public string Title { get; private set; }

    /// <summary>Calendar year whose plan it supports.</summary>
    public int Year { get; }

    public ProgramLevel Level { get; }

    public SupportForm Form { get; }

    public ProgramState State { get; private set; } = ProgramState.Prepared;

    /// <summary>The rules in force.</summary>
    public ProgramRules Rules { get; private set; }

    /// <summary>Number of the rules in force, from 1.</summary>
    public int RulesNumber { get; private set; } = 1;

    public long AppropriatedYuan { get; private set; }

    public long CommittedYuan { get; private set; }

    public long DisbursedYuan { get; private set; }

    public long RecoveredYuan { get; private set; }

    /// <summary>Number of the last posting.</summary>
    public long PostingCount { get; private set; }

    /// <summary>Every version of the rules that was added to this instance; earlier ones stay in the database.</summary>
    public IReadOnlyList<RulesVersion> Versions => _versions;

    /// <summary>Postings made on this instance; earlier ones stay in the database.</summary>
    public IReadOnlyList<LedgerPosting> Postings => _postings;

    public Balances Balances => new(AppropriatedYuan, CommittedYuan, DisbursedYuan, RecoveredYuan);

    public override string ResourceName => $"programs/{Id}";

    public static FundingProgram Create(string id, string title, int year, ProgramLevel level, SupportForm form, ProgramRules rules)
    {
        var program = new FundingProgram(id, title, year, level, form, rules);
        var validation = new Validation();
        program.Validate(validation);
        validation.ThrowIfAny();
        program._versions.Add(new RulesVersion(id, 1, rules));
        program.Changed("CREATED");
        return program;
    }

    /// <summary>Changes title and rules; rules that differ become the next version. Says whether anything differs.</summary>
    public bool Update(string title, ProgramRules rules)
    {
        var renamed = title != Title;
        var reruled = !rules.SameAs(Rules);
        if (!renamed && !reruled)
            return false;
        Title = title;
        Rules = rules;
        var validation = new Validation();
        Validate(validation);
        validation.ThrowIfAny();
        if (renamed)
            Changed("RENAMED");
        if (!reruled)
            return true;
        _versions.Add(new RulesVersion(Id, ++RulesNumber, rules));
        Changed("RULES_CHANGED");
        return true;
    }

    /// <summary>Opens it for applications; a closed one may be opened again.</summary>
    public void Open()
    {
        if (State == ProgramState.Open)
            throw DomainException.WrongState("ALREADY_OPEN", ResourceName, new LocalText("该专项已开放申报。", "The program is open already."));
        State = ProgramState.Open;
        Changed("OPENED");
    }

    public void Close()
    {
        RequireOpen();
        State = ProgramState.Closed;
        Changed("CLOSED");
    }

    public void RequireOpen()
    {
        if (State != ProgramState.Open)
            throw DomainException.WrongState("PROGRAM_NOT_OPEN", ResourceName, new LocalText("该专项未开放申报。", "The program is not open for applications."));
    }

    /// <summary>Refuses a day on which no application is taken.</summary>
    /// <exception cref="DomainException">PROGRAM_NOT_OPEN; RULES_NOT_VALID.</exception>
    public void RequireOpen(DateOnly day)
    {
        RequireOpen();
        if (!Rules.Valid.Contains(day))
            throw DomainException.WrongState("RULES_NOT_VALID", ResourceName, new LocalText($"现行规则的申报期为 {Rules.Valid}。", $"The rules in force take applications {Rules.Valid}."));
    }

    /// <summary>Enters a posting in the ledger.</summary>
    /// <param name="posting">What is posted.</param>
    /// <param name="award">Sums of its award before it; nothing for an appropriation.</param>
    /// <param name="papers">What it is based on.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="now">When (UTC).</param>
    /// <exception cref="DomainException">The posting would break an invariant of the ledger.</exception>
    public void Post(Posting posting, Balances award, Papers papers, string actor, DateTime now)
    {
        ProgramLedger.Check(posting, Balances, award);
        (AppropriatedYuan, CommittedYuan, DisbursedYuan, RecoveredYuan) = Balances.After(posting);
        _postings.Add(new LedgerPosting(Id, ++PostingCount, posting.Key, posting.Kind, posting.Award, posting.AmountYuan, papers.Voucher, papers.BankReference, papers.DecisionDocument, actor, now));
        Changed(posting.Kind switch
        {
            PostingKind.Appropriation => "APPROPRIATED",
            PostingKind.Commitment => "COMMITTED",
            PostingKind.Disbursement => "DISBURSED",
            PostingKind.Recovery => "RECOVERED",
            PostingKind.Release => "RELEASED",
            _ => throw new ArgumentOutOfRangeException(nameof(posting), posting.Kind, "Not a kind."),
        });
    }

    private void Validate(Validation validation)
    {
        validation.Check(Title.Length is >= 1 and <= 200, "program.title", "LENGTH", new LocalText("名称须为 1–200 字。", "The title has 1–200 characters."));
        validation.Check(Year is >= 2000 and <= 2100, "program.year", "OUT_OF_RANGE", new LocalText("年份须在 2000–2100 之间。", "The year is 2000–2100."));
        validation.Check(Enum.IsDefined(Level), "program.level", "REQUIRED", new LocalText("须填写资金层级。", "The level is required."));
        validation.Check(Enum.IsDefined(Form), "program.form", "REQUIRED", new LocalText("须填写支持方式。", "The form is required."));
        Rules.Validate(validation, ProgramRules.Field);
    }
}

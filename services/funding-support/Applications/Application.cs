using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Applications;

/// <summary>Where an application stands. Up to <see cref="Publicised"/> it is undecided.</summary>
internal enum ApplicationState
{
    Draft = 1,
    Submitted = 2,
    DistrictReviewed = 3,
    ExpertReviewed = 4,
    Publicised = 5,
    Approved = 6,
    Rejected = 7,
    Withdrawn = 8,
    Revoked = 9,
}

/// <summary>One project's request to one program (申报). None is ever decided without a person.</summary>
internal sealed class Application : Aggregate, ISupportStep
{
    private readonly List<Review> _reviews = [];

    private Application(string id, string program, string project, string projectTitle, string enterprise, string unit, long requestedYuan)
    {
        Id = id;
        Program = program;
        Project = project;
        ProjectTitle = projectTitle;
        Enterprise = enterprise;
        Unit = unit;
        RequestedYuan = requestedYuan;
    }

    public string Id { get; }

    /// <summary>Id of the program.</summary>
    public string Program { get; }

    public string Project { get; }

    public string ProjectTitle { get; private set; }

    public string Enterprise { get; private set; }

    public string Unit { get; private set; }

    public ApplicationState State { get; private set; } = ApplicationState.Draft;

    public long RequestedYuan { get; private set; }

    /// <summary>Proposed by the experts, 0 before.</summary>
    public long ProposedYuan { get; private set; }

    /// <summary>Decided, 0 before.</summary>
    public long DecidedYuan { get; private set; }

    /// <summary>What only the applicant can say.</summary>
    public Statement Statement { get; private set; } = Statement.None;

    /// <summary>Accepted by the city when it was submitted.</summary>
    public long AcceptedInvestmentYuan { get; private set; }

    /// <summary>Base used for the rules when it was submitted.</summary>
    public long BaseYuan { get; private set; }

    /// <summary>Number of the rules it was submitted under, 0 before.</summary>
    public int RulesNumber { get; private set; }

    public string Submitter { get; private set; } = "";

    /// <summary>How what the rules give was computed when it was submitted; empty before.</summary>
    public IReadOnlyList<CalculationStep> Calculation { get; private set; } = [];

    public IReadOnlyList<Review> Reviews => _reviews;

    /// <summary>Mean score of the experts that count, rounded; 0 before one reviewed.</summary>
    public int Score => Experts.Any(review => review.Score is not null) ? (int)Math.Round(Experts.Average(review => (decimal?)review.Score)!.Value, MidpointRounding.AwayFromZero) : 0;

    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    /// <summary>Leave to support the same base a second time, null when nobody asked.</summary>
    public Waiver? Waiver { get; private set; }

    public DateOnly? PublicityStart { get; private set; }

    /// <summary>First day on which it may be approved.</summary>
    public DateOnly? PublicityEnd { get; private set; }

    public string Approver { get; private set; } = "";

    /// <summary>Id of the award that was granted, empty before.</summary>
    public string Award { get; private set; } = "";

    public string ClosingReason { get; private set; } = "";

    /// <summary>Names of its files.</summary>
    public IReadOnlyList<string> Attachments { get; private set; } = [];

    public override string ResourceName => $"applications/{Id}";

    public static Application Create(string id, string program, Applicant applicant, long requestedYuan, Statement statement)
    {
        Validate(requestedYuan, statement);
        var application = new Application(id, program, applicant.Project, applicant.ProjectTitle, applicant.Enterprise, applicant.Unit, requestedYuan) { Statement = statement };
        application.Changed("CREATED");
        return application;
    }

    /// <summary>Changes what its applicant states.</summary>
    /// <exception cref="DomainException">WRONG_STATE: it was submitted. Invalid, listing what is wrong.</exception>
    public void Restate(long requestedYuan, Statement statement)
    {
        if (requestedYuan == RequestedYuan && statement == Statement)
            return;
        RequireState(ApplicationState.Draft);
        Validate(requestedYuan, statement);
        (RequestedYuan, Statement) = (requestedYuan, statement);
        Changed("RESTATED");
    }

    /// <summary>Hangs files on it. Once it is submitted none is taken off.</summary>
    /// <exception cref="DomainException">WRONG_STATE: it is decided. ATTACHMENT_IN_USE.</exception>
    public void Attach(IReadOnlyList<string> attachments)
    {
        if (Attachments.SequenceEqual(attachments, StringComparer.Ordinal))
            return;
        if (IsDecided)
            throw WrongState();
        if (State != ApplicationState.Draft && Attachments.Except(attachments, StringComparer.Ordinal).FirstOrDefault() is { } gone)
            throw DomainException.Invalid("application.attachments", "ATTACHMENT_IN_USE", new LocalText($"申报后不能撤下附件 {gone}。", $"{gone} stays: the application is submitted."));
        Attachments = attachments;
        Changed("ATTACHED");
    }

    /// <summary>Refuses anything but a draft, before others are asked.</summary>
    public void RequireDraft() => RequireState(ApplicationState.Draft);

    /// <summary>Refuses anything but an approved one.</summary>
    public void RequireApproved() => RequireState(ApplicationState.Approved);

    /// <summary>Submits it on facts that are fresh.</summary>
    /// <exception cref="DomainException">CRITERIA_NOT_MET, listing each criterion that is failed or not known.</exception>
    public void Submit(Applicant applicant, Assessment assessment, ProgramRules rules, int rulesNumber, long acceptedInvestmentYuan, string submitter)
    {
        RequireState(ApplicationState.Draft);
        if (assessment.Result != EligibilityResult.Passed)
            throw CriteriaNotMet(assessment);
        (ProjectTitle, Enterprise, Unit) = (applicant.ProjectTitle, applicant.Enterprise, applicant.Unit);
        AcceptedInvestmentYuan = acceptedInvestmentYuan;
        BaseYuan = assessment.BaseYuan;
        RulesNumber = rulesNumber;
        Calculation = rules.Calculate(BaseYuan);
        Submitter = submitter;
        State = ApplicationState.Submitted;
        Changed("SUBMITTED");
    }

    /// <summary>Takes the review of the district.</summary>
    public void ReviewByDistrict(string reviewer, bool passed, string note, DateTime now)
    {
        RequireState(ApplicationState.Submitted);
        AddReview(new Review(1, ReviewStep.District, reviewer, passed, note, now));
        State = ApplicationState.DistrictReviewed;
        Changed("DISTRICT_REVIEWED");
    }

    /// <summary>Takes the review of an expert; the last one that is needed moves it on.</summary>
    /// <param name="opinion">What the expert says.</param>
    /// <param name="mostYuan">What the rules give on its base.</param>
    /// <param name="needed">How many opinions count.</param>
    /// <exception cref="DomainException">ALREADY_REVIEWED; FOUR_EYES: the expert submitted it; a field of the opinion.</exception>
    public void ReviewByExpert(ExpertOpinion opinion, long mostYuan, int needed, DateTime now)
    {
        RequireState(ApplicationState.DistrictReviewed);
        RefuseSubmitter(opinion.Expert);
        if (_reviews.Exists(review => review.Step == ReviewStep.Expert && review.Reviewer == opinion.Expert))
            throw DomainException.WrongState("ALREADY_REVIEWED", ResourceName, new LocalText("该专家已评审。", "This expert has reviewed it."));
        AddReview(opinion.ToReview(_reviews.Count + 1, mostYuan, now));
        if (Experts.Count() < needed)
        {
            Changed(opinion.Conflict.Length > 0 ? "EXPERT_RECUSED" : "EXPERT_SCORED");
            return;
        }

        var proposals = Experts.Where(review => review.Passed).Select(review => review.ProposedYuan).Order().ToList();
        ProposedYuan = IsRecommended ? proposals[(proposals.Count - 1) / 2] : 0;
        State = ApplicationState.ExpertReviewed;
        Changed("EXPERT_REVIEWED");
    }

    /// <summary>Publishes it (公示).</summary>
    /// <param name="start">First day of publicity, not before <paramref name="today"/> and at most a year ahead.</param>
    /// <param name="days">How long publicity lasts.</param>
    public void Publicise(DateOnly start, DateOnly today, int days)
    {
        RequireState(ApplicationState.ExpertReviewed);
        if (!IsRecommended)
            throw DomainException.WrongState("REVIEW_NOT_PASSED", ResourceName, new LocalText("区县或多数专家不予推荐，不能公示。", "The district or most experts do not recommend support."));
        if (start < today || start > today.AddYears(1))
            throw DomainException.Invalid("publicity_start_date", "OUT_OF_RANGE", new LocalText("公示首日不得早于今天，也不得晚于一年后。", "Publicity begins today at the earliest and within a year."));
        PublicityStart = start;
        PublicityEnd = start.AddDays(days);
        State = ApplicationState.Publicised;
        Changed("PUBLICISED");
    }

    /// <summary>Records an objection.</summary>
    /// <exception cref="DomainException">WRONG_STATE: not in publicity.</exception>
    public void Object(string objector, string content, string recorder, DateOnly today, DateTime now)
    {
        if (State != ApplicationState.Publicised || today < PublicityStart)
            throw WrongState();
        Objections = [.. Objections, new Objection { Number = Objections.Count + 1, Objector = objector, Content = content, Recorder = recorder, ObjectTime = now }];
        Changed("OBJECTED");
    }

    /// <summary>Settles an objection.</summary>
    /// <exception cref="DomainException">UNKNOWN_OBJECTION; OBJECTION_SETTLED; FOUR_EYES.</exception>
    public void SettleObjection(int number, ObjectionOutcome outcome, string settlement, string settler, DateTime now)
    {
        RequireState(ApplicationState.Publicised);
        var objection = Objections.FirstOrDefault(one => one.Number == number)
            ?? throw DomainException.Invalid("number", "UNKNOWN_OBJECTION", new LocalText($"没有异议 {number}。", $"There is no objection {number}."));
        RefuseSubmitter(settler);
        var settled = objection.Settle(outcome, settlement, settler, ResourceName, now);
        Objections = [.. Objections.Select(one => one.Number == number ? settled : one)];
        Changed("OBJECTION_SETTLED");
    }

    /// <summary>Asks for leave to support the same base a second time, or confirms it.</summary>
    /// <exception cref="DomainException">WRONG_STATE; FOUR_EYES: the same person twice, or the one who submitted it; ALREADY_WAIVED; REQUIRED.</exception>
    public void Waive(string reason, string actor, DateTime now)
    {
        if (State is ApplicationState.Draft || IsDecided)
            throw WrongState();
        RefuseSubmitter(actor);
        if (Waiver is null)
        {
            if (reason.Length == 0)
                throw DomainException.Invalid("reason", "REQUIRED", new LocalText("须说明理由。", "The reason is required."));
            Waiver = new Waiver(reason, actor, now, "", null);
            Changed("WAIVER_REQUESTED", reason);
            return;
        }

        if (Waiver.IsConfirmed)
            throw DomainException.WrongState("ALREADY_WAIVED", ResourceName, new LocalText("已由两人同意重复支持。", "Two people agreed already."));
        if (actor == Waiver.Requester)
            throw DomainException.Denied("FOUR_EYES", new LocalText("提出的人不得自行确认。", "Who asked does not confirm."));
        Waiver = Waiver with { Confirmer = actor, ConfirmTime = now };
        Changed("WAIVER_CONFIRMED");
    }

    /// <summary>Refuses a decision that may not be taken by this person, today, or of this amount.</summary>
    /// <param name="mostYuan">What the rules give on its base.</param>
    /// <exception cref="DomainException">FOUR_EYES, PUBLICITY_NOT_OVER, OBJECTION_OPEN, OBJECTION_UPHELD, EXCEEDS_RULES.</exception>
    public void CheckDecision(string approver, long decidedYuan, long mostYuan, DateOnly today)
    {
        RequireState(ApplicationState.Publicised);
        if (approver == Submitter || _reviews.Exists(review => review.Reviewer == approver))
            throw DomainException.Denied("FOUR_EYES", new LocalText("申报人和审核人不得批准。", "Who submitted or reviewed an application does not approve it."));
        if (today < PublicityEnd)
        {
            throw DomainException.WrongState(
                "PUBLICITY_NOT_OVER", ResourceName, new LocalText($"公示期未满，{PublicityEnd:yyyy-MM-dd} 起方可批准。", $"Publicity is not over; it may be approved from {PublicityEnd:yyyy-MM-dd} on."));
        }

        if (Objections.FirstOrDefault(one => one.Outcome != ObjectionOutcome.Dismissed) is { } objection)
        {
            throw objection.Outcome == ObjectionOutcome.Open
                ? DomainException.WrongState("OBJECTION_OPEN", ResourceName, new LocalText($"异议 {objection.Number} 尚未处理。", $"Objection {objection.Number} is not settled."))
                : DomainException.WrongState("OBJECTION_UPHELD", ResourceName, new LocalText($"异议 {objection.Number} 成立，不能批准。", $"Objection {objection.Number} is upheld; it cannot be approved."));
        }

        Amounts.Check(decidedYuan, mostYuan, "decided_yuan");
    }

    /// <summary>Notes the decision of which <see cref="CheckDecision"/> found nothing wrong.</summary>
    public void Approve(string approver, long decidedYuan, string award)
    {
        RequireState(ApplicationState.Publicised);
        DecidedYuan = decidedYuan;
        Approver = approver;
        Award = award;
        State = ApplicationState.Approved;
        Changed("APPROVED");
    }

    public void Reject(string approver, string reason)
    {
        if (State is ApplicationState.Draft || IsDecided)
            throw WrongState();
        Approver = approver;
        ClosingReason = reason;
        State = ApplicationState.Rejected;
        Changed("REJECTED", reason);
    }

    public void Withdraw(string reason)
    {
        if (IsDecided)
            throw WrongState();
        ClosingReason = reason;
        State = ApplicationState.Withdrawn;
        Changed("WITHDRAWN", reason);
    }

    /// <summary>Notes that its approval is revoked; the award says what becomes of the money.</summary>
    public void Revoke(string reason)
    {
        RequireState(ApplicationState.Approved);
        ClosingReason = reason;
        State = ApplicationState.Revoked;
        Changed("REVOKED", reason);
    }

    private static void Validate(long requestedYuan, Statement statement)
    {
        var validation = new Validation();
        validation.Check(requestedYuan > 0, "application.requested_yuan", "NOT_POSITIVE", new LocalText("申请金额须大于 0。", "The requested amount is above 0."));
        statement.Validate(validation);
        validation.ThrowIfAny();
    }

    private bool IsDecided => State > ApplicationState.Publicised;

    private IEnumerable<Review> Experts => _reviews.Where(review => review.CountsAsExpert);

    // The district, and more than half of the experts.
    private bool IsRecommended => _reviews.TrueForAll(review => review.Step != ReviewStep.District || review.Passed) && Experts.Count(review => review.Passed) * 2 > Experts.Count();

    private void RefuseSubmitter(string actor)
    {
        if (actor == Submitter)
            throw DomainException.Denied("FOUR_EYES", new LocalText("申报人不得参与审核和处理。", "Who submitted an application takes no part in what is decided on it."));
    }

    private void AddReview(Review review)
    {
        if (!review.Passed && review.Note.Length == 0 && review.Conflict.Length == 0)
            throw DomainException.Invalid("note", "REQUIRED", new LocalText("不予推荐时须填写意见。", "A review that does not recommend support says why."));
        _reviews.Add(review);
    }

    private void RequireState(ApplicationState state)
    {
        if (State != state)
            throw WrongState();
    }

    private DomainException WrongState() => DomainException.WrongState(
        "WRONG_STATE", ResourceName, new LocalText($"申报处于“{ApplicationStates.Text(State).Zh}”，不能进行此操作。", $"The application is {ApplicationStates.Text(State).En}; this cannot be done."));

    private DomainException CriteriaNotMet(Assessment assessment) => DomainException.WrongState(
        "CRITERIA_NOT_MET",
        ResourceName,
        new LocalText("不符合申报条件，详见明细。", "Not every criterion is met; see the details."),
        [.. assessment.Criteria.Where(criterion => criterion.Result != EligibilityResult.Passed)
            .Select(criterion => new FieldError(ResourceName, criterion.Code, CriterionTexts.Of(criterion)))]);
}

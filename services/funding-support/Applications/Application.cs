using Renovation.FundingSupport.Eligibility;
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
}

/// <summary>One project's request to one program (申报). None is ever decided without a person.</summary>
internal sealed class Application : Aggregate
{
    private readonly List<Review> _reviews = [];

    private Application(string id, string program, string project, string projectTitle, string enterprise, string unit, long requestedYuan, long auditedInvestmentYuan)
    {
        Id = id;
        Program = program;
        Project = project;
        ProjectTitle = projectTitle;
        Enterprise = enterprise;
        Unit = unit;
        RequestedYuan = requestedYuan;
        AuditedInvestmentYuan = auditedInvestmentYuan;
    }

    public string Id { get; }

    /// <summary>Id of the program.</summary>
    public string Program { get; }

    public string Project { get; }

    public string ProjectTitle { get; private set; }

    public string Enterprise { get; private set; }

    public string Unit { get; private set; }

    public ApplicationState State { get; private set; } = ApplicationState.Draft;

    public long RequestedYuan { get; }

    /// <summary>Proposed by the experts, 0 before.</summary>
    public long ProposedYuan { get; private set; }

    /// <summary>Decided, 0 before.</summary>
    public long DecidedYuan { get; private set; }

    /// <summary>As audited, 0 when not given.</summary>
    public long AuditedInvestmentYuan { get; }

    /// <summary>Accepted by the city when it was submitted.</summary>
    public long AcceptedInvestmentYuan { get; private set; }

    /// <summary>Base used for the rules when it was submitted.</summary>
    public long BaseYuan { get; private set; }

    /// <summary>Number of the rules it was submitted under, 0 before.</summary>
    public int RulesNumber { get; private set; }

    public string Submitter { get; private set; } = "";

    public IReadOnlyList<Review> Reviews => _reviews;

    public DateOnly? PublicityStart { get; private set; }

    /// <summary>First day on which it may be approved.</summary>
    public DateOnly? PublicityEnd { get; private set; }

    public string Approver { get; private set; } = "";

    /// <summary>Id of the award that was granted, empty before.</summary>
    public string Award { get; private set; } = "";

    public string ClosingReason { get; private set; } = "";

    public override string ResourceName => $"applications/{Id}";

    public static Application Create(string id, string program, Applicant applicant, long requestedYuan, long auditedInvestmentYuan)
    {
        var validation = new Validation();
        validation.Check(requestedYuan > 0, "application.requested_yuan", "NOT_POSITIVE", new LocalText("申请金额须大于 0。", "The requested amount is above 0."));
        validation.Check(auditedInvestmentYuan >= 0, "application.audited_investment_yuan", "NEGATIVE_AMOUNT", new LocalText("审计投资额不能为负。", "The audited investment is not negative."));
        validation.ThrowIfAny();
        var application = new Application(id, program, applicant.Project, applicant.ProjectTitle, applicant.Enterprise, applicant.Unit, requestedYuan, auditedInvestmentYuan);
        application.Changed("CREATED");
        return application;
    }

    /// <summary>Refuses anything but a draft, before others are asked.</summary>
    public void RequireDraft() => RequireState(ApplicationState.Draft);

    /// <summary>Submits it on facts that are fresh.</summary>
    /// <exception cref="DomainException">CRITERIA_NOT_MET, listing each criterion that is failed or not known.</exception>
    public void Submit(Applicant applicant, Assessment assessment, int rulesNumber, long acceptedInvestmentYuan, string submitter)
    {
        RequireState(ApplicationState.Draft);
        if (assessment.Result != EligibilityResult.Passed)
            throw CriteriaNotMet(assessment);
        (ProjectTitle, Enterprise, Unit) = (applicant.ProjectTitle, applicant.Enterprise, applicant.Unit);
        AcceptedInvestmentYuan = acceptedInvestmentYuan;
        BaseYuan = assessment.BaseYuan;
        RulesNumber = rulesNumber;
        Submitter = submitter;
        State = ApplicationState.Submitted;
        Changed("SUBMITTED");
    }

    /// <summary>Takes the review of the district.</summary>
    public void ReviewByDistrict(string reviewer, bool passed, string note, DateTime now)
    {
        RequireState(ApplicationState.Submitted);
        AddReview(new Review(ReviewStep.District, reviewer, passed, note, now));
        State = ApplicationState.DistrictReviewed;
        Changed("DISTRICT_REVIEWED");
    }

    /// <summary>Takes the review of the experts; one that passes proposes the amount.</summary>
    /// <param name="mostYuan">What the rules give on its base.</param>
    public void ReviewByExperts(string reviewer, bool passed, long proposedYuan, long mostYuan, string note, DateTime now)
    {
        RequireState(ApplicationState.DistrictReviewed);
        if (passed)
            CheckAmount(proposedYuan, mostYuan, "proposed_yuan");
        AddReview(new Review(ReviewStep.Expert, reviewer, passed, note, now));
        ProposedYuan = passed ? proposedYuan : 0;
        State = ApplicationState.ExpertReviewed;
        Changed("EXPERT_REVIEWED");
    }

    /// <summary>Publishes it (公示).</summary>
    /// <param name="start">First day of publicity, not before <paramref name="today"/> and at most a year ahead.</param>
    /// <param name="days">How long publicity lasts.</param>
    public void Publicise(DateOnly start, DateOnly today, int days)
    {
        RequireState(ApplicationState.ExpertReviewed);
        if (_reviews.Exists(review => !review.Passed))
            throw DomainException.WrongState("REVIEW_NOT_PASSED", ResourceName, new LocalText("审核未全部通过，不能公示。", "Not every review recommends support."));
        if (start < today || start > today.AddYears(1))
            throw DomainException.Invalid("publicity_start_date", "OUT_OF_RANGE", new LocalText("公示首日不得早于今天，也不得晚于一年后。", "Publicity begins today at the earliest and within a year."));
        PublicityStart = start;
        PublicityEnd = start.AddDays(days);
        State = ApplicationState.Publicised;
        Changed("PUBLICISED");
    }

    /// <summary>Refuses a decision that may not be taken by this person, today, or of this amount.</summary>
    /// <param name="mostYuan">What the rules give on its base.</param>
    /// <exception cref="DomainException">FOUR_EYES, PUBLICITY_NOT_OVER, EXCEEDS_RULES.</exception>
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

        CheckAmount(decidedYuan, mostYuan, "decided_yuan");
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

    private bool IsDecided => State > ApplicationState.Publicised;

    private void AddReview(Review review)
    {
        if (!review.Passed && review.Note.Length == 0)
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

    private static void CheckAmount(long amountYuan, long mostYuan, string field)
    {
        if (amountYuan <= 0)
            throw DomainException.Invalid(field, "NOT_POSITIVE", new LocalText("金额须大于 0。", "The amount is above 0."));
        if (amountYuan > mostYuan)
            throw DomainException.Invalid(field, "EXCEEDS_RULES", new LocalText($"金额超过按规则可给予的 {mostYuan} 元。", $"The amount is more than the {mostYuan} yuan that the rules give."));
    }
}

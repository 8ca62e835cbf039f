using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Recommendations;

/// <summary>Where a recommendation stands.</summary>
internal enum RecommendationState
{
    Draft = 1,
    Sent = 2,
}

/// <summary>A ranked batch of projects that the city recommends to a program of the province or the centre (优先推荐).</summary>
internal sealed class Recommendation : Aggregate
{
    private Recommendation(string id, string program, string title)
    {
        Id = id;
        Program = program;
        Title = title;
    }

    public string Id { get; }

    /// <summary>Id of the program.</summary>
    public string Program { get; }

    public string Title { get; }

    public RecommendationState State { get; private set; } = RecommendationState.Draft;

    public string DocumentNumber { get; private set; } = "";

    /// <summary>Day on which it was sent, null before.</summary>
    public DateOnly? SendDate { get; private set; }

    /// <summary>By rank.</summary>
    public IReadOnlyList<RecommendedProject> Entries { get; private set; } = [];

    public override string ResourceName => $"recommendations/{Id}";

    /// <summary>Adds an empty draft.</summary>
    /// <exception cref="DomainException">LENGTH; DECIDED_BY_CITY: the program is the city's own.</exception>
    public static Recommendation Create(string id, FundingProgram program, string title)
    {
        if (title.Length is 0 or > 200)
            throw DomainException.Invalid("recommendation.title", "LENGTH", new LocalText("名称须为 1–200 字。", "The title has 1–200 characters."));
        if (program.Level == ProgramLevel.Municipal)
            throw DomainException.WrongState("DECIDED_BY_CITY", program.ResourceName, new LocalText("市级专项由本市审批，无须推荐。", "The city decides on its own programs; nothing is recommended to them."));
        var recommendation = new Recommendation(id, program.Id, title);
        recommendation.Changed("CREATED");
        return recommendation;
    }

    /// <summary>Fills the draft.</summary>
    /// <exception cref="DomainException">WRONG_STATE: it was sent.</exception>
    public void Rank(IReadOnlyList<RecommendedProject> entries)
    {
        RequireState(RecommendationState.Draft);
        Entries = entries;
        Changed("RANKED");
    }

    /// <summary>Notes that it was sent.</summary>
    /// <exception cref="DomainException">WRONG_STATE; NOTHING_TO_SEND; OUT_OF_RANGE: a day to come.</exception>
    public void Send(string documentNumber, DateOnly day, DateOnly today)
    {
        RequireState(RecommendationState.Draft);
        if (Entries.Count == 0)
            throw DomainException.WrongState("NOTHING_TO_SEND", ResourceName, new LocalText("尚无拟推荐项目，请先排序。", "There is no project in it: rank it first."));
        if (day > today)
            throw DomainException.Invalid("send_date", "OUT_OF_RANGE", new LocalText("上报日期不得晚于今天。", "It is not sent after today."));
        (DocumentNumber, SendDate, State) = (documentNumber, day, RecommendationState.Sent);
        Changed("SENT");
    }

    /// <summary>Notes what the program decided on a project.</summary>
    /// <exception cref="DomainException">WRONG_STATE; UNKNOWN_PROJECT; a field that is wrong.</exception>
    public void Record(string project, RecommendationOutcome outcome, long yuan, string note, DateOnly day, DateOnly today)
    {
        RequireState(RecommendationState.Sent);
        var validation = new Validation();
        validation.Check(outcome is RecommendationOutcome.Approved or RecommendationOutcome.Rejected, "outcome", "REQUIRED", new LocalText("须填写结果。", "The outcome is required."));
        validation.Check(outcome == RecommendationOutcome.Approved ? yuan > 0 : yuan == 0, "outcome_yuan", "OUT_OF_RANGE", new LocalText("获批时金额须大于 0，否则为 0。", "It is above 0 when approved, else 0."));
        validation.Check(day >= SendDate && day <= today, "outcome_date", "OUT_OF_RANGE", new LocalText("日期不得早于上报日期，也不得晚于今天。", "The day is not before the letter and not after today."));
        validation.Check(Entries.Any(entry => entry.Project == project), "project", "UNKNOWN_PROJECT", new LocalText("该项目不在推荐名单中。", "The project is not in the recommendation."));
        validation.ThrowIfAny();
        Entries = [.. Entries.Select(entry => entry.Project == project ? entry with { Outcome = outcome, OutcomeYuan = yuan, OutcomeNote = note, OutcomeDate = day } : entry)];
        Changed("OUTCOME_RECORDED");
    }

    private void RequireState(RecommendationState state)
    {
        if (State != state)
            throw DomainException.WrongState("WRONG_STATE", ResourceName, State == RecommendationState.Sent ? new LocalText("推荐名单已上报。", "The recommendation is sent.") : new LocalText("推荐名单尚未上报。", "The recommendation is not sent."));
    }
}

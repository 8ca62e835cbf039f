using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>An owner of projects (企业).</summary>
internal sealed class Enterprise : Aggregate
{
    // For storage, which fills in the rest.
    private Enterprise(string uscc, string title, string unit)
    {
        Uscc = uscc;
        Title = title;
        Unit = unit;
        Standing = null!;
    }

    public string Uscc { get; }

    public string Title { get; private set; }

    public string Unit { get; private set; }

    /// <summary>Standing in the above-scale directory, and what leads to it.</summary>
    public DirectoryStanding Standing { get; private set; }

    /// <summary>First day of the month since which it is listed, null when not known or not listed.</summary>
    public DateOnly? ListedMonth { get; private set; }

    /// <summary>How often it was urged to declare itself.</summary>
    public int UrgeCount { get; private set; }

    /// <summary>When it was last urged (UTC), null when never.</summary>
    public DateTime? UrgeTime { get; private set; }

    /// <summary>Code of the enterprise into which it was merged, empty while it is on its own.</summary>
    public string MergedInto { get; private set; } = "";

    /// <summary>Titles that it had before, oldest first.</summary>
    public IReadOnlyList<FormerTitle> FormerTitles { get; private set; } = [];

    public override string ResourceName => $"enterprises/{Uscc}";

    public static Enterprise Create(string uscc, string title, string unit, DirectoryStanding standing, DateOnly today)
    {
        var validation = new Validation();
        validation.Check(UnifiedSocialCreditCode.IsValid(uscc), "enterprise_id", "USCC_CHECKSUM", new LocalText($"统一社会信用代码 {uscc} 校验不通过。", $"{uscc} is not a unified social credit code: its check character does not fit."));
        Validate(validation, title, standing, today);
        var enterprise = new Enterprise(uscc, title, unit) { Standing = standing };
        enterprise.Changed("CREATED");
        return enterprise;
    }

    /// <summary>Gives what its projects show of it.</summary>
    public Owner AsOwner() => new(Uscc, Title, string.Join('\n', FormerTitles.Select(former => former.Title)));

    /// <summary>Changes the facts; says whether anything differs.</summary>
    public bool Update(string title, string unit, DirectoryStanding standing, DateOnly today)
    {
        RequireOwn();
        Validate(new Validation(), title, standing, today);
        if ((Title, Unit, Standing) == (title, unit, standing))
            return false;
        (Title, Unit) = (title, unit);
        Take(standing);
        Changed("UPDATED");
        return true;
    }

    /// <summary>Takes a new registered title and keeps the former one.</summary>
    /// <param name="effective">Day from which the new one holds.</param>
    /// <exception cref="DomainException">ENTERPRISE_MERGED, SAME_TITLE; LENGTH of title and reason, IN_FUTURE or BEFORE_RENAMING of the day.</exception>
    public void Rename(string title, DateOnly effective, string reason, DateOnly today)
    {
        RequireOwn();
        var validation = new Validation();
        CheckTitle(validation, title, "title");
        validation.ThrowIfAny();
        Reasons.Limit(reason);
        Days.NotAfter(effective, today, "effective_date");
        if (title == Title)
            throw DomainException.WrongState("SAME_TITLE", ResourceName, new LocalText("名称未变。", "It has this title already."));
        var until = effective.AddDays(-1);
        if (FormerTitles is [.., var last] && until < last.EndDate)
            throw DomainException.Invalid("effective_date", "BEFORE_RENAMING", new LocalText($"日期早于上次更名 {last.EndDate:yyyy-MM-dd}。", $"The day is before the last renaming on {last.EndDate:yyyy-MM-dd}."));
        FormerTitles = [.. FormerTitles, new FormerTitle(Title, until)];
        Title = title;
        Changed("RENAMED", reason);
    }

    /// <summary>Ends by being merged into another, which takes over its projects.</summary>
    /// <exception cref="DomainException">ENTERPRISE_MERGED of either; SELF; REQUIRED, LENGTH of the reason.</exception>
    public void MergeInto(Enterprise other, string reason, DateOnly today)
    {
        RequireOwn();
        other.RequireOwn();
        Reasons.Require(reason);
        if (other.Uscc == Uscc)
            throw DomainException.Invalid("into", "SELF", new LocalText("企业不能并入自身。", "An enterprise cannot be merged into itself."));
        MergedInto = other.Uscc;
        Changed("MERGED", reason);
        other.Absorb(this, reason, today);
    }

    /// <summary>Notes that it was urged to declare itself.</summary>
    /// <exception cref="DomainException">ENTERPRISE_MERGED, ALREADY_LISTED; LENGTH of the note.</exception>
    public void Urge(string note, DateTime now)
    {
        RequireNotListed();
        Reasons.Limit(note, "note");
        (UrgeCount, UrgeTime) = (UrgeCount + 1, now);
        Changed("URGED", note);
    }

    /// <summary>Notes that the statistics bureau listed it.</summary>
    /// <exception cref="DomainException">ENTERPRISE_MERGED, ALREADY_LISTED; IN_FUTURE of the month.</exception>
    public void MarkListed(DateOnly month, DateOnly today)
    {
        RequireNotListed();
        Days.NotAfter(month, today, "listed_month");
        ListedMonth = month;
        Standing = Standing with { State = DirectoryState.Listed, Cause = NotListedCause.None, Reason = "" };
        Changed("LISTED");
    }

    /// <summary>Follows an accepted return that reports production of one of its projects; what is known to be more stays. Says whether anything differs.</summary>
    public bool FollowProduction()
    {
        if (Standing.Production is not (ProductionStatus.Unknown or ProductionStatus.NotProducing))
            return false;
        Standing = Standing with { Production = ProductionStatus.Partial };
        Changed("PRODUCTION_REPORTED");
        return true;
    }

    // The other one's titles stay findable with the projects that it takes over.
    private void Absorb(Enterprise other, string reason, DateOnly today)
    {
        var known = FormerTitles.Select(former => former.Title).Append(Title).ToHashSet(StringComparer.Ordinal);
        var gained = other.FormerTitles.Select(former => former.Title).Append(other.Title).Where(known.Add);
        FormerTitles = [.. FormerTitles, .. gained.Select(title => new FormerTitle(title, today))];
        Changed("ABSORBED", reason);
    }

    private void Take(DirectoryStanding standing)
    {
        if (standing.State != DirectoryState.Listed)
            ListedMonth = null;
        Standing = standing;
    }

    private void RequireOwn()
    {
        if (MergedInto.Length > 0)
            throw DomainException.WrongState("ENTERPRISE_MERGED", ResourceName, new LocalText($"企业已并入 {MergedInto}。", $"The enterprise was merged into {MergedInto}."));
    }

    private void RequireNotListed()
    {
        RequireOwn();
        if (Standing.State == DirectoryState.Listed)
            throw DomainException.WrongState("ALREADY_LISTED", ResourceName, new LocalText("企业已在规模以上名录库。", "The enterprise is listed already."));
    }

    private static void Validate(Validation validation, string title, DirectoryStanding standing, DateOnly today)
    {
        CheckTitle(validation, title, "enterprise.title");
        standing.Validate(validation, today);
        validation.ThrowIfAny();
    }

    private static void CheckTitle(Validation validation, string title, string field) =>
        validation.Check(title.Length is >= 1 and <= 200, field, "LENGTH", new LocalText("企业名称须为 1–200 字。", "The title has 1–200 characters."));
}

/// <summary>A title that an enterprise had.</summary>
/// <param name="Title">The title.</param>
/// <param name="EndDate">Last day on which it was in use.</param>
internal sealed record FormerTitle(string Title, DateOnly EndDate);

using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Periods;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Returns;

/// <summary>What the plan says of a project, as frozen at issue. Amounts in yuan.</summary>
/// <param name="Position">Place in the plan, from 1.</param>
/// <param name="ProjectTitle">Title of the project.</param>
/// <param name="EnterpriseTitle">Title of the owner.</param>
/// <param name="TotalYuan">Total investment.</param>
/// <param name="PlannedYuan">Planned investment of the year.</param>
/// <param name="OpeningYuan">至上年底累计.</param>
/// <param name="NewStart">新开工.</param>
/// <param name="Preliminary">前期; only new starts can be.</param>
/// <param name="CompletesInYear">年内竣工.</param>
internal sealed record PlanFacts(
    int Position, string ProjectTitle, string EnterpriseTitle, long TotalYuan, long PlannedYuan, long OpeningYuan, bool NewStart = false, bool Preliminary = false, bool CompletesInYear = false);

/// <summary>Accepted figures of earlier periods, in yuan.</summary>
/// <param name="YearToDateYuan">Last accepted year-to-date of the same year; null without one.</param>
/// <param name="QuarterYuan">Accepted quarter of the quarter before, of whichever year; null without one.</param>
internal sealed record LastAccepted(long? YearToDateYuan, long? QuarterYuan)
{
    public static readonly LastAccepted None = new(null, null);
}

/// <summary>What was accepted for earlier periods of a project.</summary>
/// <param name="Known">The figures.</param>
/// <param name="Dates">The dates of the last accepted line; null without one.</param>
internal sealed record Earlier(LastAccepted Known, LineEntry? Dates);

/// <summary>What a line begins with.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Facts">What the plan says.</param>
/// <param name="Known">Accepted figures of earlier periods.</param>
/// <param name="Entry">What is filled in already: the dates that are known.</param>
internal sealed record Prefilled(string Project, PlanFacts Facts, LastAccepted Known, LineEntry Entry);

/// <summary>A plan project in a return. A part of the return, with a version of its own, so that two people can fill two lines at once.</summary>
internal sealed class ReturnLine
{
    // For storage, which fills in the rest.
    private ReturnLine(string @return, string project)
    {
        Return = @return;
        Project = project;
        Facts = null!;
    }

    public string Return { get; }

    public string Project { get; }

    public PlanFacts Facts { get; private set; }

    public LastAccepted Known { get; private set; } = LastAccepted.None;

    public LineEntry Entry { get; private set; } = LineEntry.Empty;

    /// <summary>What the checks, those in shadow as well, found when it was submitted last; null before.</summary>
    public IReadOnlyList<KeptFinding>? Findings { get; private set; }

    public long Version { get; private set; }

    public DateTime UpdateTime { get; private set; }

    public string Etag => Etags.Of(Version);

    public static ReturnLine Of(string @return, Prefilled prefilled, DateTime now) =>
        new(@return, prefilled.Project) { Facts = prefilled.Facts, Known = prefilled.Known, Entry = prefilled.Entry, Version = 1, UpdateTime = now };

    /// <summary>Checks the line.</summary>
    public IReadOnlyList<Finding> Check(Quarter period, CheckSettings settings) => Check(Entry, period, settings);

    /// <summary>Checks what is to be filled in.</summary>
    public IReadOnlyList<Finding> Check(LineEntry entry, Quarter period, CheckSettings settings) => LineRules.Run(entry.ToFacts(), new LineBaseline
    {
        Period = period,
        NewStart = Facts.NewStart,
        CompletesInYear = Facts.CompletesInYear,
        StartDeadline = settings.StartDeadlineIn(period.Year),
        Total = Facts.TotalYuan,
        PlannedOfYear = Facts.PlannedYuan,
        Opening = Facts.OpeningYuan,
        LastYearToDate = Known.YearToDateYuan,
        LastQuarter = Known.QuarterYuan,
    });

    /// <summary>Puts lines into the order of the plan.</summary>
    public static IEnumerable<ReturnLine> InOrder(IEnumerable<ReturnLine> lines) => lines.OrderBy(line => line.Facts.Position).ThenBy(line => line.Project, StringComparer.Ordinal);

    /// <summary>Refuses a stale tag; an empty one is not compared.</summary>
    /// <exception cref="DomainException">StaleEtag.</exception>
    public void RequireEtag(string etag, string name)
    {
        if (etag.Length > 0 && etag != Etag)
            throw DomainException.StaleEtag(name);
    }

    internal void Keep(IEnumerable<Finding> findings) => Findings = [.. findings.Select(finding => new KeptFinding(finding.Code, finding.Rule.Version, finding.Field))];

    internal void Fill(LineEntry entry, DateTime now)
    {
        Entry = entry;
        Touch(now);
    }

    internal void FollowPlan(PlanFacts facts, DateTime now)
    {
        if (Facts == facts)
            return;
        Facts = facts;
        Touch(now);
    }

    internal bool Rebase(LastAccepted known, LineEntry entry, DateTime now)
    {
        if (Known == known && Entry == entry)
            return false;
        (Known, Entry) = (known, entry);
        Touch(now);
        return true;
    }

    private void Touch(DateTime now)
    {
        Version++;
        UpdateTime = now;
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;

namespace Renovation.ProgressReporting.Investments;

/// <summary>What was accepted of some projects in this year and the year before.</summary>
internal sealed class AcceptedHistory(IEnumerable<Investment> investments)
{
    private readonly ILookup<string, Investment> _byProject = investments.OrderBy(one => one.Period, StringComparer.Ordinal).ToLookup(one => one.Project, StringComparer.Ordinal);

    /// <summary>Reads the history of <paramref name="projects"/> for periods of <paramref name="year"/>; one query.</summary>
    public static Task<List<Investment>> ReadAsync(ProgressDbContext db, IReadOnlyCollection<string> projects, int year, CancellationToken cancellationToken) =>
        Query(db, projects, year).ToListAsync(cancellationToken);

    /// <summary>Gives that query.</summary>
    internal static IQueryable<Investment> Query(ProgressDbContext db, IReadOnlyCollection<string> projects, int year)
    {
        var from = new Quarter(year - 1, 1).ToString();
        return db.Investments.Where(one => projects.Contains(one.Project) && string.Compare(one.Period, from) >= 0);
    }

    /// <summary>Gives what was accepted of a project last before a period; null when nothing was.</summary>
    public static Task<Investment?> LastBeforeAsync(ProgressDbContext db, string project, string period, CancellationToken cancellationToken) =>
        db.Investments.AsNoTracking().Where(one => one.Project == project && string.Compare(one.Period, period) < 0).OrderByDescending(one => one.Period).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Gives what precedes a period.</summary>
    public Earlier Before(string project, Quarter period)
    {
        var before = _byProject[project].Where(one => string.CompareOrdinal(one.Period, period.ToString()) < 0).ToList();
        if (before.Count == 0)
            return new Earlier(LastAccepted.None, null);
        var last = before[^1];
        var sameYear = Quarter.Parse(last.Period)?.Year == period.Year;
        var previous = period.Previous.ToString();
        var known = new LastAccepted(sameYear ? last.YearToDateYuan : null, last.Period == previous ? last.QuarterYuan : null);
        return new Earlier(known, new LineEntry
        {
            Start = last.StartDate,
            Completion = last.CompletionDate,
            ExpectedCompletion = last.ExpectedCompletionDate,
            Production = last.ProductionDate,
            AtCapacity = last.AtCapacity,
        });
    }
}

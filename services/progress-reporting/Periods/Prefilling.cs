using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Says what the lines of a return begin with: the plan, what was accepted before, and the dates that are known.</summary>
internal sealed class Prefilling(ProgressDbContext db)
{
    /// <summary>Gives the lines of some entries of the plan by unit.</summary>
    public async Task<ILookup<string, Prefilled>> OfAsync(Quarter quarter, IReadOnlyCollection<PlanEntryCopy> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Select(entry => entry.Project).ToList();
        var projects = await db.Projects.AsNoTracking().Where(project => ids.Contains(project.Id)).ToDictionaryAsync(project => project.Id, StringComparer.Ordinal, cancellationToken);
        var history = new AcceptedHistory(await AcceptedHistory.ReadAsync(db, ids, quarter.Year, cancellationToken));
        return entries.ToLookup(entry => entry.Unit, entry => Prefill(entry, projects.GetValueOrDefault(entry.Project), history, quarter), StringComparer.Ordinal);
    }

    /// <summary>Gives what the plan says of a project.</summary>
    public static PlanFacts FactsOf(PlanEntryCopy entry) =>
        new(entry.Position, entry.Title, entry.EnterpriseTitle, entry.TotalYuan, entry.PlannedYuan, entry.OpeningYuan, entry.NewStart, entry.Preliminary, entry.CompletesInYear);

    private static Prefilled Prefill(PlanEntryCopy entry, ProjectCopy? project, AcceptedHistory history, Quarter quarter)
    {
        var (known, dates) = history.Before(entry.Project, quarter);
        return new Prefilled(entry.Project, FactsOf(entry), known, dates ?? LineEntry.Empty with
        {
            Start = Until(project?.StartDate, quarter),
            Completion = Until(project?.CompletionDate, quarter),
            Production = Until(project?.ProductionDate, quarter),
        });
    }

    // A period that is opened late must not know what came after it.
    private static DateOnly? Until(DateOnly? day, Quarter quarter) => day <= quarter.LastDay ? day : null;
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Reads problems, and the projects that have them.</summary>
internal static class ProblemQueries
{
    /// <summary>Finds a problem.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public static async Task<Problem> FindAsync(IQueryable<Problem> problems, string id, CancellationToken cancellationToken) =>
        await problems.SingleOrDefaultAsync(problem => problem.Id == id, cancellationToken) ?? throw DomainException.NotFound(Problem.NameOf(id));

    /// <summary>Gives the problems that the caller may see: of the projects of its units, and those that are with them.</summary>
    public static IQueryable<Problem> Visible(ProgressDbContext db, UnitFilter scope)
    {
        var problems = db.Problems.AsNoTracking();
        if (scope.Units is { } units)
            problems = problems.Where(problem => units.Contains(problem.Unit) || units.Contains(problem.Owner));
        if (scope.Enterprise is { } own)
            problems = problems.Where(problem => problem.Enterprise == own);
        return problems;
    }

    /// <summary>Gives one page and one row more, newest first.</summary>
    public static IQueryable<Problem> Page(IQueryable<Problem> problems, V1.ListProblemsRequest request, DateOnly today, Page<string> page)
    {
        if (request.Project.Length > 0)
            problems = problems.Where(problem => problem.Project == request.Project);
        if (request.Category != V1.ReturnLine.Types.ProblemCategory.Unspecified)
            problems = problems.Where(problem => problem.Category == (ProblemCategory)request.Category);
        if (request.Level != V1.ReturnLine.Types.ProblemLevel.Unspecified)
            problems = problems.Where(problem => problem.Level == (ProblemLevel)request.Level);
        if (request.State != V1.Problem.Types.State.Unspecified)
            problems = problems.Where(problem => problem.State == (ProblemState)request.State);
        if (request.Owner.Length > 0)
            problems = problems.Where(problem => problem.Owner == request.Owner);
        if (request.IndustryCode.Length > 0)
            problems = problems.Where(problem => problem.IndustryCode.StartsWith(request.IndustryCode));
        if (request.Overdue)
            problems = problems.Where(problem => problem.State == ProblemState.Open && problem.DueDate < today);
        if (request.ReachedGovernment)
            problems = problems.Where(problem => problem.GovernmentDate != null);
        if (page.HasAfter)
            problems = problems.Where(problem => string.Compare(problem.Id, page.After) < 0);
        return problems.OrderByDescending(problem => problem.Id).Take(page.Size + 1);
    }

    /// <summary>Gives what is known of projects; the plan counts until the project itself is heard of.</summary>
    public static async Task<Dictionary<string, ProblemProject>> ProjectsAsync(ProgressDbContext db, string[] ids, CancellationToken cancellationToken)
    {
        var known = await db.Projects.AsNoTracking().Where(project => EF.Parameter(ids).Contains(project.Id))
            .Select(project => new ProblemProject(project.Id, project.Title, project.Unit, project.Enterprise, project.IndustryCode))
            .ToDictionaryAsync(project => project.Id, StringComparer.Ordinal, cancellationToken);
        var missing = ids.Where(id => !known.ContainsKey(id)).ToArray();
        if (missing.Length > 0)
        {
            var planned = await db.PlanEntries.AsNoTracking().Where(entry => EF.Parameter(missing).Contains(entry.Project)).OrderBy(entry => entry.Year)
                .Select(entry => new ProblemProject(entry.Project, entry.Title, entry.Unit, entry.Enterprise, "")).ToListAsync(cancellationToken);
            foreach (var project in planned)
                known[project.Id] = project;
        }

        return known;
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Raises and changes problems, one writer of a problem at a time.</summary>
internal sealed class ProblemDesk(ProgressDbContext db, CallContext call, BusinessClock clock, ProblemRules rules)
{
    /// <summary>The caller, now.</summary>
    public Moment Moment => new(call.Caller.Subject, clock.Now, clock.Today());

    /// <summary>Raises a problem of a project.</summary>
    /// <exception cref="DomainException">UNKNOWN_PROJECT.</exception>
    public async Task<Problem> RaiseAsync(string project, ProblemCategory category, string text, ProblemLevel asked, CancellationToken cancellationToken)
    {
        var problem = Open(await ProjectAsync(project, "problem.project", cancellationToken), category, text, asked, visit: "");
        await db.SaveChangesAsync(cancellationToken);
        return problem;
    }

    /// <summary>Enters a problem; whoever calls saves.</summary>
    /// <param name="visit">Visit that found it, or empty.</param>
    public Problem Open(ProblemProject project, ProblemCategory category, string text, ProblemLevel asked, string visit)
    {
        var problem = Problem.Raise(NewId(), project, category, text, asked, new ProblemSource("", visit), Moment, rules);
        db.Problems.Add(problem);
        return problem;
    }

    /// <summary>Gives what is known of a project.</summary>
    /// <exception cref="DomainException">UNKNOWN_PROJECT.</exception>
    public async Task<ProblemProject> ProjectAsync(string project, string field, CancellationToken cancellationToken) =>
        (await ProblemQueries.ProjectsAsync(db, [project], cancellationToken)).TryGetValue(project, out var facts)
            ? facts
            : throw DomainException.Invalid(field, "UNKNOWN_PROJECT", new LocalText($"没有项目 {project}。", $"There is no project {project}."));

    /// <summary>Locks a problem, changes and saves it.</summary>
    /// <exception cref="DomainException">NotFound; StaleEtag.</exception>
    public Task<Problem> ChangeAsync(string id, string etag, Func<Problem, Task> change, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var problem = await ProblemQueries.FindAsync(db.Problems.Locked(db), id, cancellationToken);
            Etags.Check(problem, etag);
            await change(problem);
            await db.SaveChangesAsync(cancellationToken);
            return problem;
        },
        cancellationToken);

    /// <summary>Enters the problems of a return that is being accepted; whoever accepts it saves.</summary>
    public async Task TakeAsync(Return filed, CancellationToken cancellationToken)
    {
        var lines = ReturnLine.InOrder(filed.Lines.Where(line => line.Entry.Problem.Length > 0)).ToList();
        if (lines.Count == 0)
            return;
        var ids = lines.Select(line => line.Project).ToArray();
        var known = await db.Problems.Where(problem => EF.Parameter(ids).Contains(problem.Project)).ToListAsync(cancellationToken);
        var projects = await ProblemQueries.ProjectsAsync(db, ids, cancellationToken);
        foreach (var line in lines)
        {
            var (entry, name) = (line.Entry, $"{filed.ResourceName}/lines/{line.Project}");
            var same = known.FindAll(problem => problem.Project == line.Project && problem.Category == entry.ProblemCategory);
            if (same.Find(problem => problem.State != ProblemState.Closed) is { } open)
            {
                open.NameAgain(name, entry.Problem, entry.ProblemLevel, Moment, rules);
            }
            else if (!same.Exists(problem => problem.ReturnLine == name && problem.Text == entry.Problem))
            {
                // The return says which unit answers for the project, the copies the rest.
                var facts = projects.GetValueOrDefault(line.Project) ?? new ProblemProject(line.Project, line.Facts.ProjectTitle, filed.Unit, "", "");
                db.Problems.Add(Problem.Raise(NewId(), facts with { Unit = filed.Unit }, entry.ProblemCategory, entry.Problem, entry.ProblemLevel, new ProblemSource(name, ""), Moment, rules));
            }
        }
    }

    /// <summary>Gives the department that gets a problem from the bureau: the one asked for, or that of the category.</summary>
    /// <exception cref="DomainException">Invalid: REQUIRED, UNKNOWN_DEPARTMENT.</exception>
    public async Task<string> DepartmentAsync(ProblemCategory category, string asked, CancellationToken cancellationToken)
    {
        const string Field = "department";
        var department = asked.Length > 0 ? asked : rules.Departments.GetValueOrDefault(category, "");
        if (department.Length == 0)
            throw DomainException.Invalid(Field, "REQUIRED", new LocalText("该类别没有对应部门，须指定部门。", "The category has no department, name one."));
        return await Departments().AnyAsync(unit => unit.Code == department, cancellationToken)
            ? department
            : throw DomainException.Invalid(Field, "UNKNOWN_DEPARTMENT", new LocalText($"{department} 不是市级部门。", $"{department} is no department."));
    }

    /// <summary>Gives the categories whose department is known.</summary>
    public async Task<List<ProblemCategory>> WithDepartmentAsync(CancellationToken cancellationToken)
    {
        var codes = rules.Departments.Values.Distinct(StringComparer.Ordinal).ToArray();
        var known = await Departments().Where(unit => EF.Parameter(codes).Contains(unit.Code)).Select(unit => unit.Code).ToListAsync(cancellationToken);
        return [.. rules.Departments.Where(pair => known.Contains(pair.Value, StringComparer.Ordinal)).Select(pair => pair.Key)];
    }

    // A unit that files returns is none, nor are the levels beside it.
    private IQueryable<UnitCopy> Departments() => db.Units.Where(unit => !unit.Reporting && unit.Code != rules.Bureau && unit.Code != rules.Government);

    private static string NewId() => Guid.CreateVersion7().ToString();
}

using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.FundingSupport.Applications;

/// <summary>Queries of applications.</summary>
internal static class ApplicationQueries
{
    /// <summary>Gives the applications that a list may show, oldest first.</summary>
    /// <param name="program">Id of the program, null for all.</param>
    /// <param name="project">Id of the project, empty for all.</param>
    /// <param name="state">State, null for all.</param>
    /// <param name="after">Id after which to begin, null for all.</param>
    public static IQueryable<Application> Listed(FundingDbContext db, UnitFilter filter, string? program, string project, ApplicationState? state, string? after)
    {
        var applications = SupportFilter.Of(db.Applications.AsNoTracking(), filter, program);
        if (project.Length > 0)
            applications = applications.Where(application => application.Project == project);
        if (state is { } only)
            applications = applications.Where(application => application.State == only);
        if (after is not null)
            applications = applications.Where(application => string.Compare(application.Id, after) > 0);
        return applications.OrderBy(application => application.Id);
    }

    /// <summary>Gives the applications that stand: all but those that were rejected, withdrawn or revoked.</summary>
    public static IQueryable<Application> Standing(FundingDbContext db) => db.Applications.Where(application => application.State <= ApplicationState.Approved);

    /// <summary>Refuses a second undecided application of a project to a program, naming the first. Of two at once the database refuses one.</summary>
    /// <exception cref="DomainException">APPLICATION_EXISTS.</exception>
    public static async Task RefuseSecondAsync(FundingDbContext db, Application application, CancellationToken cancellationToken)
    {
        var first = await db.Applications.Where(other => other.Program == application.Program && other.Project == application.Project && other.State <= ApplicationState.Publicised)
            .Select(other => other.Id).FirstOrDefaultAsync(cancellationToken);
        if (first is not null)
        {
            throw DomainException.Conflict(
                "APPLICATION_EXISTS", new LocalText("该项目对该专项已有未决定的申报。", "The project has an undecided application to the program."), ("resource", $"applications/{first}"));
        }
    }

    /// <summary>Gives what the rules under which it was submitted give on its base; 0 before.</summary>
    public static async Task<long> MostAsync(FundingDbContext db, Application application, CancellationToken cancellationToken)
    {
        var rules = await db.RulesVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Program == application.Program && version.Number == application.RulesNumber, cancellationToken);
        return rules?.Rules.Propose(application.BaseYuan) ?? 0;
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Messaging;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Lets projects follow accepted returns, stage and actual dates, and takes their candidates. A return that is not newer than what a project has followed changes nothing of it.</summary>
internal sealed class ReturnAcceptedHandler(CatalogDbContext db, CandidateIntake candidates) : IEventHandler<ReturnAccepted>
{
    public async Task HandleAsync(ReturnAccepted message, CancellationToken cancellationToken)
    {
        var period = ResourceNames.Id(message.Return.Period, "periods", "return.period");
        var lines = message.Return.Lines.ToDictionary(line => line.Project, StringComparer.Ordinal);
        var projects = await db.Projects.Where(project => lines.Keys.Contains(project.Id)).ToListAsync(cancellationToken);
        var producing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            if (project.FollowReturn(Reported(lines[project.Id]), period, message.Version) && project.ActualProductionDate is not null)
                producing.Add(project.Enterprise);
        }

        // An owner whose project produces is due for the above-scale directory.
        foreach (var enterprise in await db.Enterprises.Where(enterprise => producing.Contains(enterprise.Uscc)).ToListAsync(cancellationToken))
            enterprise.FollowProduction();
        await candidates.TakeAsync(message.Return.Name, message.Return.Unit, message.Return.Candidates, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static ReportedLine Reported(ReturnLine line) => new(
        CalendarText.ReadDay(line.ActualStartDate, "actual_start_date"),
        CalendarText.ReadDay(line.ActualCompletionDate, "actual_completion_date"),
        CalendarText.ReadDay(line.ActualProductionDate, "actual_production_date"),
        line.AtCapacity);
}

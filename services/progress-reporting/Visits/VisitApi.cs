using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Visits;

/// <summary>Serves the visits.</summary>
internal sealed class VisitApi(ProgressDbContext db, ProblemDesk problems, AttachmentRoom<ProgressDbContext> attachments, CallerScope scope, BusinessClock clock) : V1.VisitService.VisitServiceBase
{
    public override async Task<V1.Visit> GetVisit(V1.GetVisitRequest request, ServerCallContext context) =>
        VisitMapping.ToProto(await FindAsync(db.Visits, request.Name, "name", context.CancellationToken));

    public override async Task<V1.ListVisitsResponse> ListVisits(V1.ListVisitsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var validation = new Validation();
        var until = CalendarText.ReadDay(request.NextVisitUntil, "next_visit_until", validation);
        validation.ThrowIfAny();
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var found = await Page(db, request.Project, until, filter.Units, page).ToListAsync(context.CancellationToken);
        return new V1.ListVisitsResponse
        {
            Visits = { found.Take(page.Size).Select(VisitMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override Task<V1.Visit> CreateVisit(V1.CreateVisitRequest request, ServerCallContext context)
    {
        var wanted = Required(request.Visit);
        var report = VisitMapping.ToReport(wanted);
        return db.InTransactionAsync(
            async () =>
            {
                var project = await problems.ProjectAsync(wanted.Project, "visit.project", context.CancellationToken);
                var visit = Visit.Record(Guid.CreateVersion7().ToString(), project, report, problems.Moment);
                db.Visits.Add(visit);
                return await CompleteAsync(visit, project, wanted.Attachments, context.CancellationToken);
            },
            context.CancellationToken);
    }

    public override Task<V1.Visit> UpdateVisit(V1.UpdateVisitRequest request, ServerCallContext context)
    {
        var wanted = Required(request.Visit);
        return db.InTransactionAsync(
            async () =>
            {
                var visit = await FindAsync(db.Visits.Locked(db), wanted.Name, "visit.name", context.CancellationToken);
                Etags.Check(visit, wanted.Etag);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, VisitMapping.ToProto(visit), VisitMapping.Updatable);
                visit.Correct(VisitMapping.ToReport(merged), clock.Today());

                // Problems are of the unit that the project is with now.
                return await CompleteAsync(visit, await problems.ProjectAsync(visit.Project, "visit.project", context.CancellationToken), merged.Attachments, context.CancellationToken);
            },
            context.CancellationToken);
    }

    /// <summary>Gives one page and one row more, newest first.</summary>
    internal static IQueryable<Visit> Page(ProgressDbContext db, string project, DateOnly? nextUntil, IReadOnlyList<string>? units, Page<string> page)
    {
        var visits = db.Visits.AsNoTracking();
        if (units is not null)
            visits = visits.Where(visit => units.Contains(visit.Unit));
        if (project.Length > 0)
            visits = visits.Where(visit => visit.Project == project);
        if (nextUntil is { } day)
            visits = visits.Where(visit => visit.NextVisitDate <= day && !db.Visits.Any(later => later.Project == visit.Project && later.VisitDate > visit.VisitDate));
        if (page.HasAfter)
            visits = visits.Where(visit => string.Compare(visit.Id, page.After) < 0);
        return visits.OrderByDescending(visit => visit.Id).Take(page.Size + 1);
    }

    // Its files and the problems of its findings, saved with it.
    private async Task<V1.Visit> CompleteAsync(Visit visit, ProblemProject project, IReadOnlyCollection<string> files, CancellationToken cancellationToken)
    {
        visit.Attach(await attachments.AttachAsync(files, visit.ResourceName, "visit.attachments", cancellationToken));
        visit.Open(finding => problems.Open(project, finding.Category, finding.Text, finding.AskedLevel, visit.ResourceName).ResourceName);
        await db.SaveChangesAsync(cancellationToken);
        return VisitMapping.ToProto(visit);
    }

    private static async Task<Visit> FindAsync(IQueryable<Visit> visits, string name, string field, CancellationToken cancellationToken)
    {
        var id = IdOf(name, field);
        return await visits.SingleOrDefaultAsync(visit => visit.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
    }

    private static string IdOf(string name, string field) => ResourceNames.Ids(name, field, "visits")[0];

    private static V1.Visit Required(V1.Visit? visit) => visit ?? throw DomainException.Invalid("visit", "REQUIRED", new LocalText("必填。", "It is required."));
}

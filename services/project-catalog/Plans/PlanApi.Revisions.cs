using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the revisions.</summary>
internal sealed partial class PlanApi
{
    public override async Task<V1.PlanRevision> GetPlanRevision(V1.GetPlanRevisionRequest request, ServerCallContext context)
    {
        var (segment, number) = ResourceNames.Pair(request.Name, "plans", "revisions");
        var year = PlanMapping.Year(segment);
        var revision = int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n)
            ? await db.PlanRevisions.AsNoTracking().SingleOrDefaultAsync(one => one.Year == year && one.Number == n, context.CancellationToken)
            : null;
        if (revision is null)
            throw DomainException.NotFound(request.Name);
        var filter = await scope.RequireUnitAsync("", context.CancellationToken);
        var answer = PlanMapping.ToProto(revision);
        var body = revision.Read();
        answer.Entries.Add(body.Entries.Where(filter.Shows));
        answer.Adjustments.Add(body.Adjustments.Where(adjustment => filter.Shows(adjustment.Entry)));
        return answer;
    }

    public override async Task<V1.ListPlanRevisionsResponse> ListPlanRevisions(V1.ListPlanRevisionsRequest request, ServerCallContext context)
    {
        var page = Page<int>.Read(request.PageSize, request.PageToken, request);
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Parent, "parent"), context.CancellationToken);
        var found = await db.PlanRevisions.AsNoTracking().Where(revision => revision.Year == plan.Year && revision.Number > page.After)
            .OrderBy(revision => revision.Number).Take(page.Size + 1)
            .Select(revision => new PlanRevision { Year = revision.Year, Number = revision.Number, DocumentNumber = revision.DocumentNumber, IssueDate = revision.IssueDate, Issuer = revision.Issuer, CreateTime = revision.CreateTime, Body = "" })
            .ToListAsync(context.CancellationToken);
        return new V1.ListPlanRevisionsResponse
        {
            Revisions = { found.Take(page.Size).Select(PlanMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Number) : "",
        };
    }
}

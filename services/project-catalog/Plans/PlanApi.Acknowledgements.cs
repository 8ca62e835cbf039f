using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the acknowledgements.</summary>
internal sealed partial class PlanApi
{
    public override async Task<V1.Acknowledgement> GetAcknowledgement(V1.GetAcknowledgementRequest request, ServerCallContext context)
    {
        var (year, unit) = AcknowledgementKey(request.Name);
        return AcknowledgementMapping.ToProto(await FindAcknowledgementAsync(year, unit, context.CancellationToken));
    }

    public override async Task<V1.ListAcknowledgementsResponse> ListAcknowledgements(V1.ListAcknowledgementsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Parent, "parent"), context.CancellationToken);
        var filter = await scope.RequireUnitAsync("", context.CancellationToken);
        var rows = db.Acknowledgements.AsNoTracking().Where(one => one.Year == plan.Year);
        if (filter.Units is { } units)
            rows = rows.Where(one => units.Contains(one.Unit));
        rows = request.State switch
        {
            V1.Acknowledgement.Types.State.Pending => rows.Where(one => one.AcknowledgedRevision < one.Revision),
            V1.Acknowledgement.Types.State.Acknowledged => rows.Where(one => one.AcknowledgedRevision >= one.Revision),
            _ => rows,
        };
        if (page.HasAfter)
            rows = rows.Where(one => string.Compare(one.Unit, page.After) > 0);
        var found = await rows.OrderBy(one => one.Unit).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListAcknowledgementsResponse
        {
            Acknowledgements = { found.Take(page.Size).Select(AcknowledgementMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Unit) : "",
        };
    }

    public override Task<V1.Acknowledgement> AcknowledgePlan(V1.AcknowledgePlanRequest request, ServerCallContext context)
    {
        var (year, unit) = AcknowledgementKey(request.Name);
        var cancellationToken = context.CancellationToken;
        return db.InTransactionAsync(
            async () =>
            {
                // Under the lock of the plan, so that nobody adjusts the list while it is acknowledged.
                (await db.Plans.Locked(db).FindPlanAsync(year, cancellationToken)).RequireIssued();
                var one = await FindAcknowledgementAsync(year, unit, cancellationToken);
                Etags.Check(one, request.Etag);
                one.Acknowledge(request.Revision, call.Caller.Subject, request.Note.Trim(), Instants.Now(time));
                await db.SaveChangesAsync(cancellationToken);
                return AcknowledgementMapping.ToProto(one);
            },
            cancellationToken);
    }

    private async Task<Acknowledgement> FindAcknowledgementAsync(int year, string unit, CancellationToken cancellationToken) =>
        await db.Acknowledgements.SingleOrDefaultAsync(one => one.Year == year && one.Unit == unit, cancellationToken)
        ?? throw DomainException.NotFound($"plans/{year}/acknowledgements/{unit}");

    private static (int Year, string Unit) AcknowledgementKey(string name)
    {
        var (year, unit) = ResourceNames.Pair(name, "plans", "acknowledgements");
        return (PlanMapping.Year(year), unit);
    }
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Storage;
using Renovation.ProjectCatalog.Units;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Serves the owners of projects.</summary>
internal sealed partial class EnterpriseApi(CatalogDbContext db, CallerScope scope, JournalReader<CatalogDbContext> journal, BusinessClock clock, TimeProvider time, AboveScale scale)
    : V1.EnterpriseService.EnterpriseServiceBase
{
    public override async Task<V1.Enterprise> GetEnterprise(V1.GetEnterpriseRequest request, ServerCallContext context)
    {
        var uscc = ResourceNames.Id(request.Name, "enterprises");
        if (request.AsOfTime is { } asOf)
            return EnterpriseMapping.Shown(await journal.AsOfAsync<V1.Enterprise>(request.Name, asOf.ToDateTime(), context.CancellationToken) ?? throw DomainException.NotFound(request.Name), scale);
        return Show(await FindAsync(uscc, context.CancellationToken));
    }

    public override async Task<V1.ListEnterprisesResponse> ListEnterprises(V1.ListEnterprisesRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var found = await Listed(request, filter, page).OrderBy(enterprise => enterprise.Uscc).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListEnterprisesResponse
        {
            Enterprises = { found.Take(page.Size).Select(Show) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Uscc) : "",
        };
    }

    public override async Task<V1.Enterprise> CreateEnterprise(V1.CreateEnterpriseRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Enterprise, "enterprise");
        var enterprise = Enterprise.Create(request.EnterpriseId, wanted.Title.Trim(), wanted.Unit, EnterpriseMapping.StandingOf(wanted), clock.Today());
        await ReportingUnits.RequireAsync(db, enterprise.Unit, "enterprise.unit", context.CancellationToken);
        if (await db.Enterprises.AnyAsync(other => other.Uscc == enterprise.Uscc, context.CancellationToken))
            throw DomainException.Conflict("ENTERPRISE_EXISTS", new LocalText($"企业 {enterprise.Uscc} 已存在。", $"There is an enterprise {enterprise.Uscc} already."), ("resource", enterprise.ResourceName));
        db.Enterprises.Add(enterprise);
        await db.SaveChangesAsync(context.CancellationToken);
        return Show(enterprise);
    }

    public override Task<V1.Enterprise> UpdateEnterprise(V1.UpdateEnterpriseRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Enterprise, "enterprise");
        return ChangeAsync(
            ResourceNames.Id(wanted.Name, "enterprises", "enterprise.name"),
            wanted.Etag,
            async enterprise =>
            {
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, EnterpriseMapping.ToProto(enterprise), EnterpriseMapping.Updatable);
                if (merged.Unit != enterprise.Unit)
                    await ReportingUnits.RequireAsync(db, merged.Unit, "enterprise.unit", context.CancellationToken);
                enterprise.Update(merged.Title.Trim(), merged.Unit, EnterpriseMapping.StandingOf(merged), clock.Today());
            },
            context.CancellationToken);
    }

    public override async Task<V1.ListEnterpriseHistoryResponse> ListEnterpriseHistory(V1.ListEnterpriseHistoryRequest request, ServerCallContext context)
    {
        var enterprise = await FindAsync(ResourceNames.Id(request.Name, "enterprises"), context.CancellationToken);
        var query = new ListAuditEventsRequest { Resource = enterprise.ResourceName, PageSize = request.PageSize, PageToken = request.PageToken };
        var answer = await journal.ListAuditEventsAsync(query, context.CancellationToken);
        return new V1.ListEnterpriseHistoryResponse { Changes = { answer.AuditEvents }, NextPageToken = answer.NextPageToken };
    }

    private IQueryable<Enterprise> Listed(V1.ListEnterprisesRequest request, UnitFilter filter, Page<string> page)
    {
        var enterprises = db.Enterprises.AsNoTracking();
        if (filter.Units is { } units)
            enterprises = enterprises.Where(enterprise => units.Contains(enterprise.Unit));
        if (filter.Enterprise is { } own)
            enterprises = enterprises.Where(enterprise => enterprise.Uscc == own);
        if (request.DirectoryState != V1.Enterprise.Types.DirectoryState.Unspecified)
            enterprises = enterprises.Where(enterprise => enterprise.Standing.State == (DirectoryState)request.DirectoryState);
        if (request.ToUrgeOnly)
            enterprises = enterprises.Where(scale.ToUrge);
        if (request.PlanYear != 0)
            enterprises = enterprises.Where(enterprise => db.PlanEntries.Any(entry => entry.Year == request.PlanYear && entry.Facts.Enterprise == enterprise.Uscc));
        if (!request.ShowMerged)
            enterprises = enterprises.Where(enterprise => enterprise.MergedInto == "");
        if (page.HasAfter)
            enterprises = enterprises.Where(enterprise => string.Compare(enterprise.Uscc, page.After) > 0);
        return enterprises;
    }

    private V1.Enterprise Show(Enterprise enterprise) => EnterpriseMapping.Shown(EnterpriseMapping.ToProto(enterprise), scale);

    private Task<Enterprise> FindAsync(string uscc, CancellationToken cancellationToken) => FindAsync(db.Enterprises, uscc, cancellationToken);

    private static async Task<Enterprise> FindAsync(IQueryable<Enterprise> enterprises, string uscc, CancellationToken cancellationToken) =>
        await enterprises.SingleOrDefaultAsync(enterprise => enterprise.Uscc == uscc, cancellationToken) ?? throw DomainException.NotFound($"enterprises/{uscc}");
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Storage;
using Renovation.ProjectCatalog.Units;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using ResourceNames = Renovation.Shared.Contract.ResourceNames;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Serves the owners of projects.</summary>
internal sealed class EnterpriseApi(CatalogDbContext db, CallerScope scope, JournalReader<CatalogDbContext> journal) : V1.EnterpriseService.EnterpriseServiceBase
{
    public override async Task<V1.Enterprise> GetEnterprise(V1.GetEnterpriseRequest request, ServerCallContext context)
    {
        var uscc = ResourceNames.Id(request.Name, "enterprises");
        if (request.AsOfTime is { } asOf)
            return await journal.AsOfAsync<V1.Enterprise>(request.Name, asOf.ToDateTime(), context.CancellationToken) ?? throw DomainException.NotFound(request.Name);
        return EnterpriseMapping.ToProto(await FindAsync(uscc, context.CancellationToken));
    }

    public override async Task<V1.ListEnterprisesResponse> ListEnterprises(V1.ListEnterprisesRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var enterprises = db.Enterprises.AsNoTracking();
        if (filter.Units is { } units)
            enterprises = enterprises.Where(enterprise => units.Contains(enterprise.Unit));
        if (filter.Enterprise is { } own)
            enterprises = enterprises.Where(enterprise => enterprise.Uscc == own);
        if (request.DirectoryState != V1.Enterprise.Types.DirectoryState.Unspecified)
            enterprises = enterprises.Where(enterprise => enterprise.DirectoryState == (DirectoryState)request.DirectoryState);
        if (page.HasAfter)
            enterprises = enterprises.Where(enterprise => string.Compare(enterprise.Uscc, page.After) > 0);
        var found = await enterprises.OrderBy(enterprise => enterprise.Uscc).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListEnterprisesResponse
        {
            Enterprises = { found.Take(page.Size).Select(EnterpriseMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Uscc) : "",
        };
    }

    public override async Task<V1.Enterprise> CreateEnterprise(V1.CreateEnterpriseRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Enterprise, "enterprise");
        var enterprise = Enterprise.Create(request.EnterpriseId, wanted.Title.Trim(), wanted.Unit, EnterpriseMapping.StateOf(wanted), wanted.NotListedReason.Trim());
        await ReportingUnits.RequireAsync(db, enterprise.Unit, "enterprise.unit", context.CancellationToken);
        if (await db.Enterprises.AnyAsync(other => other.Uscc == enterprise.Uscc, context.CancellationToken))
            throw DomainException.Conflict("ENTERPRISE_EXISTS", new LocalText($"企业 {enterprise.Uscc} 已存在。", $"There is an enterprise {enterprise.Uscc} already."), ("resource", enterprise.ResourceName));
        db.Enterprises.Add(enterprise);
        await db.SaveChangesAsync(context.CancellationToken);
        return EnterpriseMapping.ToProto(enterprise);
    }

    public override Task<V1.Enterprise> UpdateEnterprise(V1.UpdateEnterpriseRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Enterprise, "enterprise");
        var uscc = ResourceNames.Id(wanted.Name, "enterprises", "enterprise.name");
        var cancellationToken = context.CancellationToken;
        return db.InTransactionAsync(
            async () =>
            {
                // Locked, so that no project is added under the old title meanwhile.
                await db.LockRowAsync<Enterprise>(uscc, cancellationToken);
                var enterprise = await FindAsync(uscc, cancellationToken);
                Etags.Check(enterprise, wanted.Etag);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, EnterpriseMapping.ToProto(enterprise), "title", "unit", "directory_state", "not_listed_reason");
                if (merged.Unit != enterprise.Unit)
                    await ReportingUnits.RequireAsync(db, merged.Unit, "enterprise.unit", cancellationToken);
                if (enterprise.Update(merged.Title.Trim(), merged.Unit, EnterpriseMapping.StateOf(merged), merged.NotListedReason.Trim()))
                {
                    foreach (var project in await db.Projects.Where(project => project.Enterprise == uscc && project.EnterpriseTitle != enterprise.Title).ToListAsync(cancellationToken))
                        project.RenameEnterprise(enterprise.Title);
                    await db.SaveChangesAsync(cancellationToken);
                }

                return EnterpriseMapping.ToProto(enterprise);
            },
            cancellationToken);
    }

    private async Task<Enterprise> FindAsync(string uscc, CancellationToken cancellationToken) =>
        await db.Enterprises.SingleOrDefaultAsync(enterprise => enterprise.Uscc == uscc, cancellationToken) ?? throw DomainException.NotFound($"enterprises/{uscc}");
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Units;

/// <summary>Serves the organisation tree.</summary>
internal sealed class UnitApi(CatalogDbContext db, CallerScope scope) : V1.UnitService.UnitServiceBase
{
    public override async Task<V1.Unit> GetUnit(V1.GetUnitRequest request, ServerCallContext context) =>
        UnitMapping.ToProto(await FindAsync(ResourceNames.Id(request.Name, "units"), context.CancellationToken));

    public override async Task<V1.ListUnitsResponse> ListUnits(V1.ListUnitsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var units = db.Units.AsNoTracking();
        if ((await scope.RequireUnitAsync(request.Unit, context.CancellationToken)).Units is { } subtree)
            units = units.Where(unit => subtree.Contains(unit.Code));
        if (request.ReportingOnly)
            units = units.Where(unit => unit.Reporting);
        if (page.HasAfter)
            units = units.Where(unit => string.Compare(unit.Code, page.After) > 0);
        var found = await units.OrderBy(unit => unit.Code).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListUnitsResponse
        {
            Units = { found.Take(page.Size).Select(UnitMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Code) : "",
        };
    }

    public override Task<V1.Unit> CreateUnit(V1.CreateUnitRequest request, ServerCallContext context)
    {
        var facts = UnitMapping.ToFacts(Required.Message(request.Unit, "unit"));
        var cancellationToken = context.CancellationToken;
        return db.InTransactionAsync(
            async () =>
            {
                var tree = await UnitPaths.LockAsync(db, [facts.Parent], cancellationToken);
                var unit = Unit.Create(request.UnitId, facts, tree.PathFrom(facts.Parent));
                await RefuseTakenNamesAsync(unit, "", cancellationToken);
                db.Units.Add(unit);
                await db.SaveChangesAsync(cancellationToken);
                return UnitMapping.ToProto(unit);
            },
            cancellationToken);
    }

    public override Task<V1.Unit> UpdateUnit(V1.UpdateUnitRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Unit, "unit");
        var code = ResourceNames.Id(wanted.Name, "units", "unit.name");
        var cancellationToken = context.CancellationToken;
        return db.InTransactionAsync(
            async () =>
            {
                var tree = await UnitPaths.LockAsync(db, [code, UnitMapping.Code(wanted.Parent)], cancellationToken);
                var unit = await FindAsync(code, cancellationToken);
                Etags.Check(unit, wanted.Etag);
                var facts = UnitMapping.ToFacts(FieldMasks.Apply(request.UpdateMask, wanted, UnitMapping.ToProto(unit), "title", "aliases", "parent", "kind", "reporting"));
                if (unit.Update(facts, tree.PathFrom(facts.Parent)))
                {
                    await RefuseTakenNamesAsync(unit, unit.Code, cancellationToken);
                    await db.SaveChangesAsync(cancellationToken);
                }

                return UnitMapping.ToProto(unit);
            },
            cancellationToken);
    }

    private async Task<Unit> FindAsync(string code, CancellationToken cancellationToken) =>
        await db.Units.SingleOrDefaultAsync(unit => unit.Code == code, cancellationToken) ?? throw DomainException.NotFound($"units/{code}");

    private async Task RefuseTakenNamesAsync(Unit unit, string except, CancellationToken cancellationToken)
    {
        var keys = unit.Names.Select(name => name.Key).ToList();
        var taken = await db.Units.Where(other => other.Code != except).SelectMany(other => other.Names, (other, name) => new { other.Code, name.Key, name.Text })
            .FirstOrDefaultAsync(name => keys.Contains(name.Key), cancellationToken);
        if (taken is not null)
            throw DomainException.Conflict("UNIT_NAME_TAKEN", new LocalText($"{taken.Text} 已属于单位 {taken.Code}。", $"{taken.Text} belongs to unit {taken.Code}."), ("resource", $"units/{taken.Code}"));
    }
}

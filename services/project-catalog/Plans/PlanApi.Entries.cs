using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the entries.</summary>
internal sealed partial class PlanApi
{
    private static readonly UnitFilter Everything = new(null, null);

    public override async Task<V1.PlanEntry> GetPlanEntry(V1.GetPlanEntryRequest request, ServerCallContext context)
    {
        var (year, project) = EntryKey(request.Name, "name");
        var plan = await db.FindPlanAsync(year, context.CancellationToken);
        var row = await db.EntriesOf(plan, Everything).SingleOrDefaultAsync(row => row.Entry.Project == project, context.CancellationToken) ?? throw DomainException.NotFound(request.Name);
        return PlanEntryMapping.ToProto(row.Entry, row.Facts);
    }

    public override async Task<V1.ListPlanEntriesResponse> ListPlanEntries(V1.ListPlanEntriesRequest request, ServerCallContext context)
    {
        var page = Page<EntryPlace>.Read(request.PageSize, request.PageToken, request);
        if (request.AsOfTime is { } asOf)
            return await ListPastEntriesAsync(request, asOf.ToDateTime(), page, context.CancellationToken);
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Parent, "parent"), context.CancellationToken);
        var rows = db.EntriesOf(plan, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));
        if (request.Nature != V1.PlanEntry.Types.Nature.Unspecified)
            rows = rows.Where(row => row.Entry.Attributes.Nature == (Nature)request.Nature);
        if (page.After is { } after)
            rows = rows.Where(row => row.Position > after.Position || (row.Position == after.Position && string.Compare(row.Entry.Project, after.Project) > 0));
        var found = await rows.OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListPlanEntriesResponse
        {
            Entries = { found.Take(page.Size).Select(row => PlanEntryMapping.ToProto(row.Entry, row.Facts)) },
            NextPageToken = found.Count > page.Size ? page.NextToken(new EntryPlace(found[page.Size - 1].Position, found[page.Size - 1].Entry.Project)) : "",
        };
    }

    private async Task<V1.ListPlanEntriesResponse> ListPastEntriesAsync(V1.ListPlanEntriesRequest request, DateTime asOf, Page<EntryPlace> page, CancellationToken cancellationToken)
    {
        var filter = await scope.RequireUnitAsync(request.Unit, cancellationToken);
        var entries = (await past.EntriesAsync(PlanMapping.YearOf(request.Parent, "parent"), asOf, filter, cancellationToken))
            .Where(entry => request.Nature == V1.PlanEntry.Types.Nature.Unspecified || entry.Nature == request.Nature)
            .Where(entry => page.After is not { } after || entry.Position > after.Position || (entry.Position == after.Position && string.CompareOrdinal(entry.Project, after.Project) > 0))
            .Take(page.Size + 1).ToList();
        return new V1.ListPlanEntriesResponse
        {
            Entries = { entries.Take(page.Size) },
            NextPageToken = entries.Count > page.Size ? page.NextToken(new EntryPlace(entries[page.Size - 1].Position, entries[page.Size - 1].Project)) : "",
        };
    }

    public override Task<V1.PlanEntry> CreatePlanEntry(V1.CreatePlanEntryRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Entry, "entry");
        return InDraftAsync(
            PlanMapping.YearOf(request.Parent, "parent"),
            async (plan, cancellationToken) =>
            {
                var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.Id == wanted.Project, cancellationToken)
                    ?? throw DomainException.Invalid("entry.project", "UNKNOWN_PROJECT", new LocalText($"没有项目 {wanted.Project}。", $"There is no project {wanted.Project}."));
                if (project.Membership != Membership.Admitted)
                    throw DomainException.WrongState("PROJECT_NOT_ADMITTED", project.ResourceName, new LocalText("项目不在库，不能列入计划。", "The project is not in the library."));
                var last = await db.PlanEntries.Where(entry => entry.Year == plan.Year).MaxAsync(entry => (int?)entry.Position, cancellationToken) ?? 0;
                var entry = PlanEntry.Create(plan.Year, project.Id, last + 1, PlanEntryMapping.ToAttributes(wanted), await FactsAsync(project.Id, cancellationToken));
                if (await db.PlanEntries.AnyAsync(other => other.Year == plan.Year && other.Project == project.Id, cancellationToken))
                    throw DomainException.Conflict("ENTRY_EXISTS", new LocalText("项目已列入该计划。", "The project is in the plan already."), ("resource", entry.ResourceName));
                db.PlanEntries.Add(entry);
                plan.NoteEntries(plan.EntryCount + 1);
                await db.SaveChangesAsync(cancellationToken);
                return PlanEntryMapping.ToProto(entry, entry.Facts);
            },
            context.CancellationToken);
    }

    public override Task<V1.PlanEntry> UpdatePlanEntry(V1.UpdatePlanEntryRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Entry, "entry");
        var (year, project) = EntryKey(wanted.Name, "entry.name");
        return InDraftAsync(
            year,
            async (plan, cancellationToken) =>
            {
                var entry = await FindEntryAsync(year, project, cancellationToken);
                Etags.Check(entry, wanted.Etag);
                var facts = await FactsAsync(project, cancellationToken);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, PlanEntryMapping.ToProto(entry, facts), PlanEntryMapping.Updatable);
                if (entry.Update(PlanEntryMapping.ToAttributes(merged), entry.Position, facts))
                    plan.NoteEntries(plan.EntryCount);
                await db.SaveChangesAsync(cancellationToken);
                return PlanEntryMapping.ToProto(entry, facts);
            },
            context.CancellationToken);
    }

    public override Task<V1.DeletePlanEntryResponse> DeletePlanEntry(V1.DeletePlanEntryRequest request, ServerCallContext context)
    {
        var (year, project) = EntryKey(request.Name, "name");
        return InDraftAsync(
            year,
            async (plan, cancellationToken) =>
            {
                var entry = await FindEntryAsync(year, project, cancellationToken);
                Etags.Check(entry, request.Etag);
                entry.TakeOut();
                db.PlanEntries.Remove(entry);
                plan.NoteEntries(plan.EntryCount - 1);
                await db.SaveChangesAsync(cancellationToken);
                return new V1.DeletePlanEntryResponse();
            },
            context.CancellationToken);
    }

    private async Task<EntryFacts> FactsAsync(string project, CancellationToken cancellationToken) =>
        (await db.LiveFacts([project]).SingleAsync(cancellationToken)).Facts;

    private async Task<PlanEntry> FindEntryAsync(int year, string project, CancellationToken cancellationToken) =>
        await db.PlanEntries.SingleOrDefaultAsync(entry => entry.Year == year && entry.Project == project, cancellationToken)
        ?? throw DomainException.NotFound($"plans/{year}/entries/{project}");

    private static (int Year, string Project) EntryKey(string name, string field)
    {
        var (year, project) = ResourceNames.Pair(name, "plans", "entries", field);
        return (PlanMapping.Year(year), project);
    }

    /// <summary>Place of an entry in the list; the project decides between entries that an import is moving.</summary>
    private sealed record EntryPlace(int Position, string Project);
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Serves renaming, merging and the way into the above-scale directory.</summary>
internal sealed partial class EnterpriseApi
{
    public override Task<V1.Enterprise> RenameEnterprise(V1.RenameEnterpriseRequest request, ServerCallContext context)
    {
        var day = CalendarText.ReadDay(request.EffectiveDate, "effective_date") ?? clock.Today();
        return ChangeAsync(request.Name, request.Etag, enterprise => enterprise.Rename(request.Title.Trim(), day, request.Reason.Trim(), clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Enterprise> UrgeEnterprise(V1.UrgeEnterpriseRequest request, ServerCallContext context) =>
        ChangeAsync(request.Name, request.Etag, enterprise => enterprise.Urge(request.Note.Trim(), time.GetUtcNow().UtcDateTime), context.CancellationToken);

    public override Task<V1.Enterprise> MarkEnterpriseListed(V1.MarkEnterpriseListedRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        var month = CalendarText.ReadMonth(request.ListedMonth, "listed_month", validation) ?? new DateOnly(clock.Today().Year, clock.Today().Month, 1);
        validation.ThrowIfAny();
        return ChangeAsync(request.Name, request.Etag, enterprise => enterprise.MarkListed(month, clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Enterprise> MergeEnterprise(V1.MergeEnterpriseRequest request, ServerCallContext context)
    {
        var (from, into) = (ResourceNames.Id(request.Name, "enterprises"), ResourceNames.Id(request.Into, "enterprises", "into"));
        var cancellationToken = context.CancellationToken;
        return db.InTransactionAsync(
            async () =>
            {
                // Locked in one order, so that two merges do not wait for each other.
                await db.Enterprises.Where(one => one.Uscc == from || one.Uscc == into).OrderBy(one => one.Uscc).Locked(db).LoadAsync(cancellationToken);
                var (ends, takes) = (await FindAsync(from, cancellationToken), await FindAsync(into, cancellationToken));
                Etags.Check(ends, request.Etag);
                ends.MergeInto(takes, request.Reason.Trim(), clock.Today());
                await MoveProjectsAsync(ends, takes, request.Reason.Trim(), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return Show(ends);
            },
            cancellationToken);
    }

    private async Task MoveProjectsAsync(Enterprise ends, Enterprise takes, string reason, CancellationToken cancellationToken)
    {
        var projects = await db.Projects.Where(project => project.Enterprise == ends.Uscc || project.Enterprise == takes.Uscc).ToListAsync(cancellationToken);
        var kept = projects.Where(project => project.Enterprise == takes.Uscc).ToDictionary(project => project.TitleKey, StringComparer.Ordinal);
        var moved = projects.Where(project => project.Enterprise == ends.Uscc).ToList();
        var twins = moved.Where(project => kept.ContainsKey(project.TitleKey)).ToList();
        if (twins.Count > 0)
        {
            throw DomainException.WrongState(
                "DUPLICATE_PROJECTS",
                ends.ResourceName,
                new LocalText($"两企业有 {twins.Count} 个同名项目，须先更名或出库后再合并。", $"Both have {twins.Count} projects of the same title: give one of each another title first."),
                [.. twins.Select(project => new FieldError(project.ResourceName, "SAME_TITLE", new LocalText($"与 {kept[project.TitleKey].ResourceName} 同名。", $"Has the title of {kept[project.TitleKey].ResourceName}.")))]);
        }

        foreach (var project in moved)
            project.MoveTo(takes.AsOwner(), reason);
        foreach (var project in kept.Values)
            project.Follow(takes.AsOwner());
    }

    private Task<V1.Enterprise> ChangeAsync(string name, string etag, Action<Enterprise> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            ResourceNames.Id(name, "enterprises"),
            etag,
            enterprise =>
            {
                change(enterprise);
                return Task.CompletedTask;
            },
            cancellationToken);

    // Locked, so that no project is added under the old title meanwhile; its projects follow the title.
    private Task<V1.Enterprise> ChangeAsync(string uscc, string etag, Func<Enterprise, Task> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enterprise = await FindAsync(db.Enterprises.Locked(db), uscc, cancellationToken);
                Etags.Check(enterprise, etag);
                var before = enterprise.AsOwner();
                await change(enterprise);
                if (enterprise.AsOwner() is var owner && owner != before)
                {
                    foreach (var project in await db.Projects.Where(project => project.Enterprise == uscc).ToListAsync(cancellationToken))
                        project.Follow(owner);
                }

                await db.SaveChangesAsync(cancellationToken);
                return Show(enterprise);
            },
            cancellationToken);
}

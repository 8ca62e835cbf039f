using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Targets;

/// <summary>Serves the growth targets.</summary>
internal sealed class TargetApi(ProgressDbContext db, CallerScope scope, Evaluation evaluation) : V1.TargetService.TargetServiceBase
{
    public override async Task<V1.Target> GetTarget(V1.GetTargetRequest request, ServerCallContext context) =>
        TargetMapping.ToProto(await db.FindTargetAsync(YearOf(request.Name, "name"), context.CancellationToken) ?? throw DomainException.NotFound(request.Name));

    public override async Task<V1.Target> UpdateTarget(V1.UpdateTargetRequest request, ServerCallContext context)
    {
        var wanted = request.Target ?? throw DomainException.Invalid("target", "REQUIRED", new LocalText("必填。", "It is required."));
        var year = YearOf(wanted.Name, "target.name");
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockRowAsync<Target>(year, context.CancellationToken);
                var target = await db.FindTargetAsync(year, context.CancellationToken) ?? Target.Of(year, 0);
                Etags.Check(target, wanted.Etag);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, TargetMapping.ToProto(target), TargetMapping.Updatable);
                await RequireUnitsAsync(merged, context.CancellationToken);
                if (!target.Set(merged.TargetBp, [.. merged.Units.Select(TargetMapping.ToUnit)]))
                    return TargetMapping.ToProto(target);
                if (target.Version == 0)
                    db.Targets.Add(target);
                await db.SaveChangesAsync(context.CancellationToken);
                return TargetMapping.ToProto(target);
            },
            context.CancellationToken);
    }

    public override async Task<V1.EvaluateTargetResponse> EvaluateTarget(V1.EvaluateTargetRequest request, ServerCallContext context)
    {
        if (request.Quarter is < 0 or > 4)
            throw DomainException.Invalid("quarter", "OUT_OF_RANGE", new LocalText("季度为 1 至 4。", "A quarter is 1 to 4."));
        var target = await db.FindTargetAsync(YearOf(request.Name, "name"), context.CancellationToken) ?? throw DomainException.NotFound(request.Name);
        var filter = await scope.RequireUnitAsync(null, context.CancellationToken);
        return await evaluation.RunAsync(target, request.Quarter, filter.Units, context.CancellationToken);
    }

    private async Task RequireUnitsAsync(V1.Target target, CancellationToken cancellationToken)
    {
        var known = await db.Units.Where(unit => unit.Reporting).Select(unit => unit.Code).ToListAsync(cancellationToken);
        var validation = new Validation();
        for (var index = 0; index < target.Units.Count; index++)
            validation.Check(target.Units[index].Unit.Length == 0 || known.Contains(target.Units[index].Unit, StringComparer.Ordinal), $"target.units[{index}].unit", "UNKNOWN_UNIT", new LocalText($"没有填报单位 {target.Units[index].Unit}。", $"There is no reporting unit {target.Units[index].Unit}."));
        validation.ThrowIfAny();
    }

    private static int YearOf(string name, string field) => PlanYears.Read(name, field, "targets");
}

/// <summary>Reads targets.</summary>
internal static class TargetQueries
{
    /// <summary>Finds the target of a year; what nobody set is as the plan has it, null when that has none.</summary>
    public static async Task<Target?> FindTargetAsync(this ProgressDbContext db, int year, CancellationToken cancellationToken) =>
        await db.Targets.SingleOrDefaultAsync(target => target.Year == year, cancellationToken)
        ?? (await db.Plans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Year == year, cancellationToken) is { GrowthTargetBp: not 0 and var planned } ? Target.Of(year, planned) : null);
}

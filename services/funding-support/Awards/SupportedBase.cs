using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Awards;

/// <summary>A base of a project on which the city supports it: its lock makes two decisions on it wait for each other.</summary>
internal sealed class SupportedBase
{
    /// <summary><c>{project}/{base}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Refuses a second municipal award on the base, unless both stack or two people waived it. Holds the base until the transaction of the caller ends.</summary>
    /// <exception cref="DomainException">DOUBLE_FUNDING, listing the awards in the way.</exception>
    public static async Task TakeAsync(FundingDbContext db, Application application, ProgramRules rules, CancellationToken cancellationToken)
    {
        var id = $"{application.Project}/{rules.Base}";
        await db.TryInsertAsync<SupportedBase>([(nameof(Id), id)], cancellationToken);
        await db.LockRowAsync<SupportedBase>(id, cancellationToken);
        if (application.Waiver is { IsConfirmed: true })
            return;

        // A revoked award is in the way as long as money of it is out.
        var (project, supportBase, stacks) = (application.Project, rules.Base, rules.StackingAllowed);
        var others = await db.Awards.AsNoTracking()
            .Where(other => other.Project == project && other.Base == supportBase && other.Level == ProgramLevel.Municipal)
            .Where(other => !stacks || !other.Stacks)
            .Where(other => other.RevokeTime == null || other.DisbursedYuan > other.RecoveredYuan)
            .OrderBy(other => other.Id).ToListAsync(cancellationToken);
        if (others.Count > 0)
        {
            throw DomainException.WrongState(
                "DOUBLE_FUNDING",
                application.ResourceName,
                new LocalText("该项目已就同一基数获得市级支持，且两项资金不能叠加。", "The project has municipal support on the same base, and the two programs do not stack."),
                [.. others.Select(other => new FieldError(
                    other.ResourceName,
                    "DOUBLE_FUNDING",
                    new LocalText($"专项 {other.Program} 已以 {other.DocumentNumber} 批准 {other.AmountYuan} 元。", $"Program {other.Program} awarded {other.AmountYuan} yuan by {other.DocumentNumber}.")))]);
        }
    }
}

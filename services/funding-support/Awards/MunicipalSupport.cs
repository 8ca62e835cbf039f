using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Awards;

/// <summary>A base of a project on which the city supports it: what keeps two awards from paying for the same.</summary>
internal sealed class MunicipalSupport
{
    public required string Project { get; init; }

    public required SupportBase Base { get; init; }

    /// <summary>True when the award does not stack with another.</summary>
    public required bool Exclusive { get; init; }

    /// <summary>Takes the base for an award. One statement, so that of two decisions at once the second finds what the first took.</summary>
    /// <exception cref="DomainException">DOUBLE_FUNDING: an award took it, and not both of them stack.</exception>
    public static async Task TakeAsync(FundingDbContext db, string project, SupportBase supportBase, bool stacks, string application, CancellationToken cancellationToken)
    {
        var taken = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "municipal_supports" ("project", "base", "exclusive") VALUES ({project}, {(int)supportBase}, {!stacks})
            ON CONFLICT ("project", "base") DO UPDATE SET "exclusive" = excluded."exclusive"
            WHERE NOT "municipal_supports"."exclusive" AND NOT excluded."exclusive"
            """,
            cancellationToken);
        if (taken == 0)
        {
            throw DomainException.WrongState(
                "DOUBLE_FUNDING",
                application,
                new LocalText("该项目已就同一基数获得市级支持，且两项资金不能叠加。", "The project has municipal support on the same base, and the two programs do not stack."));
        }
    }
}

using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Access;

/// <summary>Says what requests to funding support are about.</summary>
internal sealed class FundingAccessPolicy(UnitTree<FundingDbContext> tree) : AccessPolicy
{
    public override AccessMatrix Matrix => FundingAccess.Matrix;

    public override async ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FundingDbContext>();
        return request switch
        {
            V1.ListEligibilitiesRequest or V1.ListApplicationsRequest or V1.ListAwardsRequest or V1.ListHoldingsRequest or V1.ListPostingsRequest or V1.ListBalancesRequest => AccessTarget.Narrowed,
            V1.GetEligibilityRequest get => await ProjectAsync(db, ResourceNames.TryPair(get.Name, "programs", "eligibilities")?.Inner, cancellationToken),
            V1.CreateApplicationRequest create => await ProjectAsync(db, create.Application?.Project, cancellationToken),
            // A file that is not attached to anything yet is about nobody.
            UploadAttachmentRequest => AccessTarget.Public,
            ListAttachmentsRequest list => await ApplicationAsync(db, list.Parent, cancellationToken),
            GetAttachmentRequest get => await AttachmentAsync(services, db, get.Name, cancellationToken),
            DownloadAttachmentRequest download => await AttachmentAsync(services, db, download.Name, cancellationToken),
            V1.UpdateApplicationRequest update => await ApplicationAsync(db, update.Application?.Name ?? "", cancellationToken),
            V1.GetApplicationRequest get => await ApplicationAsync(db, get.Name, cancellationToken),
            V1.SubmitApplicationRequest submit => await ApplicationAsync(db, submit.Name, cancellationToken),
            V1.WithdrawApplicationRequest withdraw => await ApplicationAsync(db, withdraw.Name, cancellationToken),
            V1.ReviewApplicationRequest review => await ApplicationAsync(db, review.Name, cancellationToken),
            V1.ObjectToApplicationRequest objection => await ApplicationAsync(db, objection.Name, cancellationToken),
            V1.GetHoldingRequest get => await HoldingAsync(db, get.Name, cancellationToken),
            V1.GetAwardRequest get => await AwardAsync(db, get.Name, cancellationToken),
            _ => AccessTarget.Unknown,
        };
    }

    public override ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => tree.SubtreeAsync(unit, cancellationToken);

    public override ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) => tree.IsWithinAsync(unit, ancestor, cancellationToken);

    private static async ValueTask<AccessTarget> ProjectAsync(FundingDbContext db, string? id, CancellationToken cancellationToken) =>
        id is { Length: > 0 } && await ProjectOwners.FindAsync(db, id, cancellationToken) is { } owner ? AccessTarget.OfEnterprise(owner.Enterprise, owner.Unit) : AccessTarget.Unknown;

    private static async ValueTask<AccessTarget> ApplicationAsync(FundingDbContext db, string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.TryId(name, "applications");
        var owner = await db.Applications.Where(row => row.Id == id).Select(row => new { row.Enterprise, row.Unit }).SingleOrDefaultAsync(cancellationToken);
        return owner is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(owner.Enterprise, owner.Unit);
    }

    private static async ValueTask<AccessTarget> AwardAsync(FundingDbContext db, string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.TryId(name, "awards");
        var owner = await db.Awards.Where(row => row.Id == id).Select(row => new { row.Enterprise, row.Unit }).SingleOrDefaultAsync(cancellationToken);
        return owner is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(owner.Enterprise, owner.Unit);
    }

    private static async ValueTask<AccessTarget> HoldingAsync(FundingDbContext db, string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.TryId(name, "holdings");
        var owner = await db.Holdings.Where(row => row.Id == id).Select(row => new { row.Enterprise, row.Unit }).SingleOrDefaultAsync(cancellationToken);
        return owner is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(owner.Enterprise, owner.Unit);
    }

    private static ValueTask<AccessTarget> AttachmentAsync(IServiceProvider services, FundingDbContext db, string name, CancellationToken cancellationToken) =>
        services.GetRequiredService<AttachmentRoom<FundingDbContext>>().TargetOfAsync(name, parent => ApplicationAsync(db, parent, cancellationToken), cancellationToken);
}

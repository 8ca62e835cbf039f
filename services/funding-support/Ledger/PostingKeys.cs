using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Idempotency keys of postings.</summary>
internal static class PostingKeys
{
    /// <summary>Gives the key that a request id stands for.</summary>
    public static string Of(string requestId) => requestId.ToLowerInvariant();

    /// <summary>Refuses a key that made another posting: the same call again is answered before it comes here.</summary>
    /// <exception cref="DomainException">REQUEST_ID_REUSED.</exception>
    public static async Task RefuseTakenAsync(FundingDbContext db, string program, string key, CancellationToken cancellationToken)
    {
        if (await db.Postings.AnyAsync(posting => posting.Program == program && posting.Key == key, cancellationToken))
            throw DomainException.Invalid("request_id", "REQUEST_ID_REUSED", new LocalText("该 request_id 已用于另一笔记账。", "The request_id was used for another posting."));
    }
}

using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>Remembers which messages were handled, within the transaction that handles them.</summary>
internal static class InboxStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>Takes a message for a consumer; false when it was handled before. Waits for a transaction that is handling it right now.</summary>
    public static Task<bool> TakeAsync(JournaledDbContext db, Guid messageId, string consumer, DateTime now, CancellationToken cancellationToken) => db.TryInsertAsync<InboxRow>(
        [(nameof(InboxRow.MessageId), messageId), (nameof(InboxRow.Consumer), consumer), (nameof(InboxRow.Time), now)], cancellationToken);

    /// <summary>Forgets what is older than two weeks; no transport delivers again after so long.</summary>
    public static Task SweepAsync(JournaledDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Kept;
        return db.Inbox.Where(row => row.Time < before).ExecuteDeleteAsync(cancellationToken);
    }
}

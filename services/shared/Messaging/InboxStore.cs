using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>Remembers which messages were handled, within the transaction that handles them.</summary>
internal static class InboxStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>Takes a message for a consumer; false when it was handled before. Waits for a transaction that is handling it right now.</summary>
    public static async Task<bool> TakeAsync(JournaledDbContext db, Guid messageId, string consumer, DateTime now, CancellationToken cancellationToken)
    {
        var entity = db.Model.FindEntityType(typeof(InboxRow))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        string[] names = [nameof(InboxRow.MessageId), nameof(InboxRow.Consumer), nameof(InboxRow.Time)];
        var columns = string.Join(", ", names.Select(name => $"\"{entity.FindProperty(name)!.GetColumnName(table)}\""));
        var insert = $"INSERT INTO \"{table.Name}\" ({columns}) VALUES ({{0}}, {{1}}, {{2}}) ON CONFLICT DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(insert, [messageId, consumer, now], cancellationToken) == 1;
    }

    /// <summary>Forgets what is older than two weeks; no transport delivers again after so long.</summary>
    public static Task SweepAsync(JournaledDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Kept;
        return db.Inbox.Where(row => row.Time < before).ExecuteDeleteAsync(cancellationToken);
    }
}

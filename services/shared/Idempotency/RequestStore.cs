using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Idempotency;

/// <summary>Keeps the answers of a module, within the transaction of the call.</summary>
internal static class RequestStore
{
    /// <summary>
    /// Takes the id for this call; false when another call took it. Waits for a call that is taking it right now, and takes it when that one fails.
    /// </summary>
    public static Task<bool> TakeAsync(JournaledDbContext db, RequestRecord record, CancellationToken cancellationToken) => db.TryInsertAsync<RequestRecord>(
        [
            (nameof(RequestRecord.Id), record.Id),
            (nameof(RequestRecord.Method), record.Method),
            (nameof(RequestRecord.RequestHash), record.RequestHash),
            (nameof(RequestRecord.Response), record.Response),
            (nameof(RequestRecord.Time), record.Time),
        ],
        cancellationToken);

    /// <summary>Reads the record of an id.</summary>
    public static Task<RequestRecord> ReadAsync(JournaledDbContext db, string id, CancellationToken cancellationToken) =>
        db.Requests.AsNoTracking().SingleAsync(record => record.Id == id, cancellationToken);

    /// <summary>Stores the answer.</summary>
    public static Task AnswerAsync(JournaledDbContext db, string id, byte[] response, CancellationToken cancellationToken) =>
        db.Requests.Where(record => record.Id == id).ExecuteUpdateAsync(set => set.SetProperty(record => record.Response, response), cancellationToken);
}

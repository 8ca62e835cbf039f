using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Idempotency;

/// <summary>Keeps the answers of a module, within the transaction of the call.</summary>
internal static class RequestStore
{
    /// <summary>
    /// Takes the id for this call; false when another call took it. Waits for a call that is taking it right now, and takes it when that one fails.
    /// </summary>
    public static async Task<bool> TakeAsync(JournaledDbContext db, RequestRecord record, CancellationToken cancellationToken)
    {
        var entity = db.Model.FindEntityType(typeof(RequestRecord))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        string[] names = [nameof(RequestRecord.Id), nameof(RequestRecord.Method), nameof(RequestRecord.RequestHash), nameof(RequestRecord.Response), nameof(RequestRecord.Time)];
        var columns = string.Join(", ", names.Select(name => $"\"{entity.FindProperty(name)!.GetColumnName(table)}\""));

        // An insert that EF tracks would fail the whole transaction on PostgreSQL when the id is taken; this one does nothing then.
        var insert = $"INSERT INTO \"{table.Name}\" ({columns}) VALUES ({{0}}, {{1}}, {{2}}, {{3}}, {{4}}) ON CONFLICT DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(insert, [record.Id, record.Method, record.RequestHash, record.Response, record.Time], cancellationToken) == 1;
    }

    /// <summary>Reads the record of an id.</summary>
    public static Task<RequestRecord> ReadAsync(JournaledDbContext db, string id, CancellationToken cancellationToken) =>
        db.Requests.AsNoTracking().SingleAsync(record => record.Id == id, cancellationToken);

    /// <summary>Stores the answer.</summary>
    public static Task AnswerAsync(JournaledDbContext db, string id, byte[] response, CancellationToken cancellationToken) =>
        db.Requests.Where(record => record.Id == id).ExecuteUpdateAsync(set => set.SetProperty(record => record.Response, response), cancellationToken);
}

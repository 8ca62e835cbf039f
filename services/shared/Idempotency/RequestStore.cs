using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Idempotency;

/// <summary>
/// Keeps the answers of a module, within the transaction of the call. Every call does so by itself, the id taken first and the answer stored last (see <see cref="IdempotencyInterceptor"/>), unless
/// its method <see cref="KeepsItsAnswersAttribute">keeps its answers</see>.
/// </summary>
public static class RequestStore
{
    /// <summary>Gives what is kept of a call, still without its answer; null when it has no request id, or only asks whether it would be accepted.</summary>
    /// <exception cref="DomainException">INVALID_REQUEST_ID: it is no UUID; REQUIRED: the request must have one.</exception>
    public static RequestRecord? RecordOf(IMessage request, string method, CallContext call, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(call);
        return RequestIds.Read(request) is { } id
            ? new RequestRecord { Id = $"{call.Caller.Subject}:{id:D}", Method = method, RequestHash = RequestIds.HashOf(request), Response = [], Time = Instants.Now(time) }
            : null;
    }

    /// <summary>Gives the first answers to those of these calls that were answered before.</summary>
    public static async Task<IReadOnlyDictionary<string, RequestRecord>> AnsweredAsync(JournaledDbContext db, IReadOnlyList<RequestRecord> calls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (calls.Count == 0)
            return new Dictionary<string, RequestRecord>(StringComparer.Ordinal);
        var ids = calls.Select(call => call.Id).ToList();
        return await db.Requests.AsNoTracking().Where(record => ids.Contains(record.Id)).ToDictionaryAsync(record => record.Id, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>
    /// Stores calls with their answers, for a method that knows both at once; false when another call took one of the ids meanwhile, and the transaction is to be given up. Waits for a
    /// call that is taking one right now.
    /// </summary>
    public static async Task<bool> TryKeepAsync(JournaledDbContext db, IReadOnlyList<(RequestRecord Call, IMessage Answer)> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // In the order of the ids: two that take the same wait for each other in one direction only.
        var records = answers.OrderBy(answer => answer.Call.Id, StringComparer.Ordinal).Select(answer => answer.Call).ToList();
        foreach (var (call, answer) in answers)
            call.Response = answer.ToByteArray();
        if (db.Database.IsNpgsql())
            return records.Count == 0 || await db.InsertManyAsync<RequestRecord>(ColumnsOf(records), "ON CONFLICT DO NOTHING", cancellationToken) == records.Count;
        foreach (var record in records)
        {
            if (!await TakeAsync(db, record, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Gives the first answer again.</summary>
    /// <exception cref="DomainException">REQUEST_ID_REUSED: it was given to another request.</exception>
    public static TResponse Replay<TResponse>(RequestRecord first, RequestRecord again)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(again);
        if (first.Method != again.Method || !CryptographicOperations.FixedTimeEquals(first.RequestHash, again.RequestHash))
            throw DomainException.Invalid("request_id", "REQUEST_ID_REUSED", new("该 request_id 已用于另一请求。", "The request_id was used for another request."));
        var response = Activator.CreateInstance<TResponse>();
        ((IMessage)(object)response!).MergeFrom(first.Response);
        return response;
    }

    /// <summary>Takes the id for one call; false when another call took it.</summary>
    internal static Task<bool> TakeAsync(JournaledDbContext db, RequestRecord record, CancellationToken cancellationToken) => db.TryInsertAsync<RequestRecord>(
        [
            (nameof(RequestRecord.Id), record.Id),
            (nameof(RequestRecord.Method), record.Method),
            (nameof(RequestRecord.RequestHash), record.RequestHash),
            (nameof(RequestRecord.Response), record.Response),
            (nameof(RequestRecord.Time), record.Time),
        ],
        cancellationToken);

    /// <summary>Reads the record of an id.</summary>
    internal static Task<RequestRecord> ReadAsync(JournaledDbContext db, string id, CancellationToken cancellationToken) =>
        db.Requests.AsNoTracking().SingleAsync(record => record.Id == id, cancellationToken);

    /// <summary>Stores the answer to one call.</summary>
    internal static Task AnswerAsync(JournaledDbContext db, string id, byte[] response, CancellationToken cancellationToken) =>
        db.Requests.Where(record => record.Id == id).ExecuteUpdateAsync(set => set.SetProperty(record => record.Response, response), cancellationToken);

    private static (string Property, object Values)[] ColumnsOf(List<RequestRecord> records) =>
    [
        (nameof(RequestRecord.Id), records.ConvertAll(record => record.Id)),
        (nameof(RequestRecord.Method), records.ConvertAll(record => record.Method)),
        (nameof(RequestRecord.RequestHash), records.ConvertAll(record => record.RequestHash)),
        (nameof(RequestRecord.Response), records.ConvertAll(record => record.Response)),
        (nameof(RequestRecord.Time), records.ConvertAll(record => record.Time)),
    ];
}

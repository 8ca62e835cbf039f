using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Idempotency;

/// <summary>
/// Keeps the answers of a module, within the transaction of the call: the id is taken first, the answer is stored last. Every call does so by itself (see <see cref="IdempotencyInterceptor"/>)
/// unless its method <see cref="KeepsItsAnswersAttribute">keeps its answers</see>.
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

    /// <summary>
    /// Takes the ids for these calls, and gives the first answers of those that other calls took. Waits for a call that is taking one right now, and takes it when that one fails.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, RequestRecord>> TakeAsync(JournaledDbContext db, IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // In the order of the ids: two that take the same wait for each other in one direction only.
        var wanted = records.OrderBy(record => record.Id, StringComparer.Ordinal).ToList();
        var taken = db.Database.IsNpgsql() ? await GroupedRequests.TakeAsync(db, wanted, cancellationToken) : await TakeOneByOneAsync(db, wanted, cancellationToken);
        var first = wanted.Select(record => record.Id).Except(taken, StringComparer.Ordinal).ToList();
        return first.Count == 0
            ? new Dictionary<string, RequestRecord>(StringComparer.Ordinal)
            : await db.Requests.AsNoTracking().Where(record => first.Contains(record.Id)).ToDictionaryAsync(record => record.Id, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Stores the answers to calls whose ids were taken.</summary>
    public static async Task AnswerAsync(JournaledDbContext db, IReadOnlyList<(RequestRecord Call, IMessage Answer)> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db.Database.IsNpgsql())
        {
            await GroupedRequests.AnswerAsync(db, answers, cancellationToken);
            return;
        }

        foreach (var (call, answer) in answers)
            await AnswerAsync(db, call.Id, answer.ToByteArray(), cancellationToken);
    }

    /// <summary>Gives the ids of calls that were refused back.</summary>
    public static async Task GiveBackAsync(JournaledDbContext db, IReadOnlyList<RequestRecord> calls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (calls.Count == 0)
            return;
        var ids = calls.Select(call => call.Id).ToList();
        await db.Requests.Where(record => ids.Contains(record.Id)).ExecuteDeleteAsync(cancellationToken);
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

    private static async Task<IReadOnlyCollection<string>> TakeOneByOneAsync(JournaledDbContext db, List<RequestRecord> records, CancellationToken cancellationToken)
    {
        var taken = new List<string>(records.Count);
        foreach (var record in records)
        {
            if (await TakeAsync(db, record, cancellationToken))
                taken.Add(record.Id);
        }

        return taken;
    }
}

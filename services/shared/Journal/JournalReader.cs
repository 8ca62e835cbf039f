using System.Data.Common;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Reads the sealed journal of a module: audit log, change feed and the past.</summary>
public sealed class JournalReader<TContext>(TContext db, TimeProvider time)
    where TContext : JournaledDbContext
{
    private const int FeedDefault = 100;
    private const int FeedMost = 1000;
    private const int SealAttempts = 60;
    private const string MarkQuery = "SELECT COALESCE((SELECT max(sequence) FROM journal), 0), (SELECT count(*) FROM journal WHERE sequence IS NULL)";
    private const string OtherQuery =
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM journal WHERE sequence > @sealed AND kind <> @kind) OR EXISTS (SELECT 1 FROM journal WHERE sequence IS NULL AND kind <> @kind) THEN 1 ELSE 0 END";

    private static readonly TimeSpan SealDelay = TimeSpan.FromMilliseconds(50);

    private IQueryable<JournalRow> Sealed => db.Journal.AsNoTracking().Where(row => row.Sequence != null);

    /// <summary>Lists changes, newest first.</summary>
    /// <param name="withParts">Whether the resources within the one that is asked for count as well.</param>
    /// <exception cref="DomainException">Invalid: page size or token.</exception>
    public async Task<ListAuditEventsResponse> ListAuditEventsAsync(ListAuditEventsRequest request, CancellationToken cancellationToken, bool withParts = false)
    {
        var page = Page<long>.Read(request.PageSize, request.PageToken, request);
        var rows = Sealed;
        if (request.Resource.Length > 0)
            rows = OfResource(rows, request.Resource, withParts);
        if (request.Actor.Length > 0)
            rows = rows.Where(row => row.Actor == request.Actor);
        if (request.StartTime?.ToDateTime() is { } start)
            rows = rows.Where(row => row.Time >= start);
        if (request.EndTime?.ToDateTime() is { } end)
            rows = rows.Where(row => row.Time < end);
        if (page.HasAfter)
            rows = rows.Where(row => row.Sequence < page.After);
        var found = await rows.OrderByDescending(row => row.Sequence).Take(page.Size + 1).ToListAsync(cancellationToken);
        var shown = found.Take(page.Size).ToList();
        return new ListAuditEventsResponse
        {
            AuditEvents = { await EntriesAsync(shown, cancellationToken) },
            NextPageToken = found.Count > page.Size ? page.NextToken(shown[^1].Sequence!.Value) : "",
        };
    }

    /// <summary>Reads changes in sealed order after a cursor; never skips one.</summary>
    /// <exception cref="DomainException">Invalid: a negative cursor or page size.</exception>
    public async Task<ListChangesResponse> ListChangesAsync(ListChangesRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Check(request.Cursor >= 0, "cursor", "NEGATIVE_CURSOR", new LocalText("游标不能为负数。", "The cursor is not negative."));
        validation.Check(request.PageSize >= 0, "page_size", "NEGATIVE_PAGE_SIZE", new LocalText("每页条数不能为负数。", "The page size is not negative."));
        validation.ThrowIfAny();
        var size = request.PageSize == 0 ? FeedDefault : Math.Min(request.PageSize, FeedMost);
        var rows = await Sealed.Where(row => row.Sequence > request.Cursor).OrderBy(row => row.Sequence).Take(size).ToListAsync(cancellationToken);
        return new ListChangesResponse
        {
            Changes = { await EntriesAsync(rows, cancellationToken) },
            NextCursor = rows.Count > 0 ? rows[^1].Sequence!.Value : request.Cursor,
        };
    }

    /// <summary>Says how far the journal has come.</summary>
    public Task<JournalMark> MarkAsync(CancellationToken cancellationToken) => AskAsync(MarkQuery, [], row => new JournalMark(row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <summary>
    /// Says whether anything but changes of one kind may have been committed since a mark. What was open at the mark counts as later: it may be sealed after it.
    /// </summary>
    public Task<bool> HasOtherSinceAsync(JournalMark mark, string kind, CancellationToken cancellationToken) =>
        AskAsync(OtherQuery, [("sealed", mark.Sealed), ("kind", kind)], row => row.GetInt32(0) > 0, cancellationToken);

    /// <summary>Recomputes the hash chain.</summary>
    public Task<VerifyJournalResponse> VerifyAsync(CancellationToken cancellationToken) => JournalVerification.RunAsync(db, cancellationToken);

    /// <summary>Gives a resource as it was known at an instant; null when nothing was known of it, or it was deleted.</summary>
    /// <exception cref="DomainException">Invalid: the instant lies in the future, where the answer could still change.</exception>
    public async Task<TMessage?> AsOfAsync<TMessage>(string resource, DateTime asOf, CancellationToken cancellationToken)
        where TMessage : class, IMessage<TMessage>, new()
    {
        await SettleAsync(asOf, cancellationToken);
        var last = await Sealed.Where(row => row.Resource == resource && row.SealedTime <= asOf)
            .OrderByDescending(row => row.Sequence).Select(row => new { row.Kind, row.Body }).FirstOrDefaultAsync(cancellationToken);
        return last is null || IsDeletion(last.Kind) ? null : JournalBody.Read<TMessage>(last.Body);
    }

    /// <summary>Gives the parts of a resource that changed by themselves after it was journaled last as a whole, as they were known at an instant. The whole is read first by <see cref="AsOfAsync"/>, which settles the instant.</summary>
    public async Task<LaterParts<TPart>> PartsAsOfAsync<TPart>(string resource, DateTime asOf, CancellationToken cancellationToken)
        where TPart : class, IMessage<TPart>, new()
    {
        var (known, prefix) = (Sealed.Where(row => row.SealedTime <= asOf), $"{resource}/{db.Parts}/");
        var whole = await known.Where(row => row.Resource == resource).MaxAsync(row => row.Sequence, cancellationToken);
        var last = await known.Where(row => row.Resource.StartsWith(prefix) && row.Sequence > whole).GroupBy(row => row.Resource)
            .Select(part => new { Changes = part.Count(), Last = part.OrderByDescending(row => row.Sequence).Select(row => new { row.Time, row.Body }).First() }).ToListAsync(cancellationToken);
        return new LaterParts<TPart>([.. last.Select(part => JournalBody.Read<TPart>(part.Last.Body))], last.Sum(part => part.Changes), last.Count == 0 ? null : last.Max(part => part.Last.Time));
    }

    /// <summary>Gives several resources as they were known at an instant, in no order; those that were deleted are left out.</summary>
    /// <param name="choose">Chooses the resources.</param>
    /// <exception cref="DomainException">Invalid: the instant lies in the future.</exception>
    public async Task<List<TMessage>> AllAsOfAsync<TMessage>(Func<IQueryable<JournalRow>, IQueryable<JournalRow>> choose, DateTime asOf, CancellationToken cancellationToken)
        where TMessage : class, IMessage<TMessage>, new()
    {
        await SettleAsync(asOf, cancellationToken);
        return await LastAsync<TMessage>(choose(Sealed.Where(row => row.SealedTime <= asOf)), cancellationToken);
    }

    /// <summary>Gives several resources as a change found them, in no order; those that were deleted are left out.</summary>
    /// <param name="choose">Chooses the resources.</param>
    /// <param name="sequence">Place of that change in the journal.</param>
    public Task<List<TMessage>> AllUpToAsync<TMessage>(Func<IQueryable<JournalRow>, IQueryable<JournalRow>> choose, long sequence, CancellationToken cancellationToken)
        where TMessage : class, IMessage<TMessage>, new() => LastAsync<TMessage>(choose(Sealed.Where(row => row.Sequence <= sequence)), cancellationToken);

    /// <summary>Gives the place in the journal of the n-th event of some kinds about a resource; waits a moment for one that was just committed and is not sealed yet.</summary>
    /// <param name="events">The kinds.</param>
    /// <param name="number">Which of these events, from 1.</param>
    /// <exception cref="DomainException">Busy, <c>NOT_SEALED</c>: the journal is behind.</exception>
    public async Task<long> SequenceOfAsync(string resource, IEnumerable<MessageDescriptor> events, int number, CancellationToken cancellationToken)
    {
        var names = events.Select(one => one.FullName).ToArray();
        var wanted = Sealed.Where(row => row.Resource == resource && names.Contains(row.EventType)).OrderBy(row => row.Sequence).Skip(number - 1).Select(row => row.Sequence);
        for (var attempt = 0; attempt < SealAttempts; attempt++)
        {
            if (await wanted.FirstOrDefaultAsync(cancellationToken) is { } sequence)
                return sequence;
            await Task.Delay(SealDelay, time, cancellationToken);
        }

        throw DomainException.Busy("NOT_SEALED", new LocalText("变更记录尚未入账，请稍后重试。", "The journal is behind, try again."), TimeSpan.FromSeconds(1));
    }

    /// <summary>Waits until a read of rows sealed up to an instant never changes again: nothing that is sealed later gets a time up to it.</summary>
    /// <exception cref="DomainException">Invalid: the instant lies in the future.</exception>
    public async Task SettleAsync(DateTime asOf, CancellationToken cancellationToken)
    {
        if (asOf > time.GetUtcNow().UtcDateTime)
            throw DomainException.Invalid("as_of_time", "IN_FUTURE", new LocalText("查询时点不得晚于现在。", "The time is not in the future."));
        var last = await Sealed.OrderByDescending(row => row.Sequence).Select(row => row.SealedTime).FirstOrDefaultAsync(cancellationToken);
        if (last is null || asOf > last)
            await SealGate.PassAsync(db, cancellationToken);
    }

    private static async Task<List<TMessage>> LastAsync<TMessage>(IQueryable<JournalRow> rows, CancellationToken cancellationToken)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var last = await rows.GroupBy(row => row.Resource).Select(group => group.OrderByDescending(row => row.Sequence).Select(row => new { row.Kind, row.Body }).First()).ToListAsync(cancellationToken);
        return [.. last.Where(row => !IsDeletion(row.Kind)).Select(row => JournalBody.Read<TMessage>(row.Body))];
    }

    // Asked before every answer that is kept, so that it goes past the query pipeline.
    private async Task<TAnswer> AskAsync<TAnswer>(string query, IReadOnlyList<(string Name, object Value)> parameters, Func<DbDataReader, TAnswer> read, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = query;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            return read(row);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static bool IsDeletion(string kind) => kind.Split(',').Contains("DELETED", StringComparer.Ordinal);

    // Parts that are journaled one by one are of the resource itself.
    private IQueryable<JournalRow> OfResource(IQueryable<JournalRow> rows, string resource, bool withParts) => (withParts ? $"{resource}/" : db.Parts is { } parts ? $"{resource}/{parts}/" : null) switch
    {
        { } prefix => rows.Where(row => row.Resource == resource || row.Resource.StartsWith(prefix)),
        null => rows.Where(row => row.Resource == resource),
    };

    // One query for all predecessors of a page: a row's is the version before it.
    private async Task<IEnumerable<JournalEntry>> EntriesAsync(List<JournalRow> rows, CancellationToken cancellationToken)
    {
        var resources = rows.Where(row => row.Version > 1).Select(row => row.Resource).Distinct(StringComparer.Ordinal).ToList();
        var versions = rows.Where(row => row.Version > 1).Select(row => row.Version - 1).Distinct().ToList();
        var before = resources.Count == 0
            ? []
            : await Sealed.Where(row => resources.Contains(row.Resource) && versions.Contains(row.Version))
                .OrderBy(row => row.Sequence).Select(row => new Predecessor(row.Resource, row.Version, row.Sequence!.Value, row.Body)).ToListAsync(cancellationToken);
        var byVersion = before.ToLookup(row => (row.Resource, row.Version));
        var entries = rows.ConvertAll(row => EntryOf(row, byVersion[(row.Resource, row.Version - 1)].LastOrDefault(earlier => earlier.Sequence < row.Sequence)?.Body));
        if (db.Parts is { } parts)
            await JournalParts.FillBeforeAsync(Sealed, [.. entries.Where(entry => entry.Before is null)], parts, cancellationToken);
        return entries;
    }

    private static JournalEntry EntryOf(JournalRow row, string? before) => new()
    {
        Sequence = row.Sequence!.Value,
        EventId = row.MessageId.ToString(),
        Resource = row.Resource,
        Version = row.Version,
        Kind = row.Kind,
        EventType = row.EventType,
        Actor = row.Actor,
        Reason = row.Reason,
        ChangeTime = Timestamp.FromDateTime(row.Time),
        After = Struct.Parser.ParseJson(row.Body),
        Before = before is null ? null : Struct.Parser.ParseJson(before),
        Hash = Convert.ToHexStringLower(row.Hash!),
    };

    private sealed record Predecessor(string Resource, long Version, long Sequence, string Body);
}

/// <summary>Parts of a resource that changed by themselves.</summary>
/// <param name="Parts">Each as it was last.</param>
/// <param name="Changes">How many changes that were.</param>
/// <param name="Time">When the last of them was (UTC); null without one.</param>
public sealed record LaterParts<TPart>(IReadOnlyList<TPart> Parts, int Changes, DateTime? Time);

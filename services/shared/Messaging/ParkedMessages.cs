using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Messaging;

/// <summary>The events of a module that could not be delivered for their own sake.</summary>
public sealed class ParkedMessages<TContext>
    where TContext : JournaledDbContext
{
    private const int LongestReason = 2000;
    private readonly TContext _db;
    private readonly Relay<TContext> _relay;

    internal ParkedMessages(TContext db, Relay<TContext> relay) => (_db, _relay) = (db, relay);

    /// <summary>Lists them, lowest sequence first.</summary>
    /// <exception cref="DomainException">Invalid: page size or token.</exception>
    public async Task<ListParkedMessagesResponse> ListAsync(ListParkedMessagesRequest request, CancellationToken cancellationToken)
    {
        var page = Page<ParkedKey>.Read(request.PageSize, request.PageToken, request);
        var rows = _db.Parked.AsNoTracking();
        if (page is { HasAfter: true, After: { } after })
            rows = rows.Where(row => row.Sequence > after.Sequence || (row.Sequence == after.Sequence && string.Compare(row.Subscriber, after.Subscriber) > 0));
        var found = await rows.OrderBy(row => row.Sequence).ThenBy(row => row.Subscriber).Take(page.Size + 1)
            .Join(_db.Journal, parked => parked.Sequence, journal => journal.Sequence, (parked, journal) => new { parked, journal.EventType, journal.Resource })
            .OrderBy(row => row.parked.Sequence).ThenBy(row => row.parked.Subscriber).ToListAsync(cancellationToken);
        var shown = found.Take(page.Size).ToList();
        return new ListParkedMessagesResponse
        {
            ParkedMessages =
            {
                shown.Select(row => new ParkedMessage
                {
                    Subscriber = row.parked.Subscriber,
                    Sequence = row.parked.Sequence,
                    EventType = row.EventType,
                    Resource = row.Resource,
                    Reason = row.parked.Reason,
                    ParkTime = Timestamp.FromDateTime(row.parked.Time),
                }),
            },
            NextPageToken = found.Count > page.Size ? page.NextToken(new ParkedKey(shown[^1].parked.Sequence, shown[^1].parked.Subscriber)) : "",
        };
    }

    /// <summary>Delivers one again; it is no longer parked then.</summary>
    /// <exception cref="DomainException">NotFound: it is not parked; WrongState UNDELIVERABLE: it still cannot be built.</exception>
    public async Task<RedriveParkedMessageResponse> RedriveAsync(RedriveParkedMessageRequest request, CancellationToken cancellationToken)
    {
        var name = $"parkedMessages/{request.Subscriber}/{request.Sequence}";
        var parked = await _db.Parked.FirstOrDefaultAsync(row => row.Subscriber == request.Subscriber && row.Sequence == request.Sequence, cancellationToken) ?? throw DomainException.NotFound(name);
        var row = await _db.Journal.AsNoTracking().SingleAsync(journal => journal.Sequence == request.Sequence, cancellationToken);
        try
        {
            await _relay.PublishAsync(row, cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            throw DomainException.WrongState("UNDELIVERABLE", name, new LocalText("该消息仍无法投递。", $"It still cannot be delivered: {failure.Message}"));
        }

        _db.Parked.Remove(parked);
        await _db.SaveChangesAsync(cancellationToken);
        return new RedriveParkedMessageResponse();
    }

    internal static async Task ParkAsync(JournaledDbContext db, long sequence, string reason, DateTime now, CancellationToken cancellationToken)
    {
        if (await db.Parked.AnyAsync(row => row.Subscriber == Relay<TContext>.Subscriber && row.Sequence == sequence, cancellationToken))
            return;
        db.Parked.Add(new ParkedRow { Subscriber = Relay<TContext>.Subscriber, Sequence = sequence, Reason = reason.Length > LongestReason ? reason[..LongestReason] : reason, Time = now });
        await db.SaveChangesAsync(cancellationToken);
    }

    private sealed record ParkedKey(long Sequence, string Subscriber);
}

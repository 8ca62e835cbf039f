using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Writes the journal rows of a save, and wakes the sealer once it is done.</summary>
internal sealed class JournalWriter(TimeProvider time, JournalSignals signals) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        var db = (JournaledDbContext)eventData.Context!;
        db.Journal.AddRange(RowsOf(db));
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (JournaledDbContext)eventData.Context!;
        var rows = RowsOf(db);
        if (JournalInsert.Takes(db, rows))
            await JournalInsert.WriteAsync(db, rows, cancellationToken);
        else
            db.Journal.AddRange(rows);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        signals.Wake(eventData.Context!.GetType());
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        signals.Wake(eventData.Context!.GetType());
        return ValueTask.FromResult(result);
    }

    private List<JournalRow> RowsOf(JournaledDbContext db)
    {
        var now = Instants.Now(time);
        var rows = new List<JournalRow>();
        foreach (var entry in db.ChangeTracker.Entries<Aggregate>())
        {
            var aggregate = entry.Entity;
            if (!aggregate.HasChanges)
            {
                if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
                    throw new InvalidOperationException($"{aggregate.ResourceName} was changed without saying what happened.");
                continue;
            }

            rows.Add(RowOf(db, aggregate, now));
        }

        return rows;
    }

    private JournalRow RowOf(JournaledDbContext db, Aggregate aggregate, DateTime now)
    {
        var (kind, reason, actor) = aggregate.TakeChanges(now);
        var snapshot = db.SnapshotOf(aggregate);
        return new JournalRow
        {
            MessageId = Guid.CreateVersion7(),
            Resource = snapshot.Part?.Name ?? aggregate.ResourceName,
            Version = snapshot.Part?.Version ?? aggregate.Version,
            Kind = snapshot.Part?.Kind ?? kind,
            EventType = snapshot.Event?.FullName ?? "",
            Actor = actor.Length > 0 ? actor : db.Call!.Caller.Subject,
            Reason = reason,
            Time = now,
            Body = JsonFormatter.Default.Format(snapshot.Body),
        };
    }
}

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Domain;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;

namespace Renovation.Shared.Storage;

/// <summary>
/// The database of a module. Every save of a changed <see cref="Aggregate"/> writes one row of its journal in the same transaction: outbox, history, audit
/// log and change feed at once.
/// </summary>
public abstract class JournaledDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Changes of all resources, append-only.</summary>
    public DbSet<JournalRow> Journal => Set<JournalRow>();

    /// <summary>How far each subscriber has read the journal.</summary>
    public DbSet<Position> Positions => Set<Position>();

    /// <summary>Changes that could not be delivered for their own sake.</summary>
    public DbSet<ParkedRow> Parked => Set<ParkedRow>();

    /// <summary>Messages of other services that were handled.</summary>
    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    /// <summary>Answers kept for calls that are repeated with the same request id.</summary>
    public DbSet<RequestRecord> Requests => Set<RequestRecord>();

    /// <summary>The call in which it is used; who changes something is read from it. Null at design time.</summary>
    internal CallContext? Call { get; set; }

    /// <summary>
    /// Name of the collection within a resource whose items are journaled one by one when nothing else of the resource changes, e.g. <c>lines</c>; null for none. The item of a resource is
    /// named <c>{resource}/{collection}/{id}</c> and stands in its body under the name of the collection.
    /// </summary>
    protected internal virtual string? Parts => null;

    /// <summary>Gives what the journal keeps of an aggregate after a change; called while saving, once the aggregate carries its new version.</summary>
    protected abstract JournalSnapshot Snapshot(Aggregate aggregate);

    /// <summary>Asks for the snapshot.</summary>
    internal JournalSnapshot SnapshotOf(Aggregate aggregate) => Snapshot(aggregate);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();

    /// <summary>Maps the tables of the journal; call it last, after the module's own entities.</summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        JournalModel.Configure(modelBuilder);
        foreach (var aggregate in modelBuilder.Model.GetEntityTypes().Where(type => typeof(Aggregate).IsAssignableFrom(type.ClrType)).ToList())
        {
            var entity = modelBuilder.Entity(aggregate.ClrType);
            entity.Property(nameof(Aggregate.Version)).IsConcurrencyToken();
            entity.Ignore(nameof(Aggregate.ResourceName));
            entity.Ignore(nameof(Aggregate.Etag));
        }
    }
}

/// <summary>What the journal keeps of a change.</summary>
/// <param name="Body">The resource after the change.</param>
/// <param name="Event">The event that carries it to the other services; null when the change is journaled only.</param>
/// <param name="Part">The only part of the resource that changed, when <paramref name="Body"/> is that part; null for the whole.</param>
public sealed record JournalSnapshot(IMessage Body, MessageDescriptor? Event, JournalPart? Part = null);

/// <summary>A part of a resource in the journal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its own version after the change.</param>
/// <param name="Kind">What happened to it, UPPER_SNAKE.</param>
public sealed record JournalPart(string Name, long Version, string Kind);

/// <summary>Says that the data were written by a newer build.</summary>
public sealed class DataFolderTooNewException(string message) : Exception(message);

/// <summary>Says that another process holds the data folder.</summary>
public sealed class DataFolderInUseException(string message) : Exception(message);

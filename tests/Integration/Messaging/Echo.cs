using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Domain;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.Tests.Integration.Messaging;

/// <summary>What a subscriber noted of an event.</summary>
internal sealed class Heard
{
    public long Id { get; private set; }

    public required string Code { get; init; }

    public required long Version { get; init; }

    public required string Actor { get; init; }
}

/// <summary>A subscriber that notes every event it handles.</summary>
internal class EchoContext : JournaledDbContext
{
    public EchoContext(DbContextOptions<EchoContext> options)
        : base(options)
    {
    }

    protected EchoContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Heard> Heard => Set<Heard>();

    protected override JournalSnapshot Snapshot(Aggregate aggregate) => throw new NotSupportedException();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Heard>(heard =>
        {
            heard.ToTable("heard");
            heard.HasKey(row => row.Id);
        });
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class SqliteEchoContext(DbContextOptions<SqliteEchoContext> options) : EchoContext(options);

/// <summary>How often a unit's events fail before they are handled; a test's own.</summary>
internal sealed class Trouble
{
    public ConcurrentDictionary<string, int> Left { get; } = new(StringComparer.Ordinal);

    public SemaphoreSlim? Gate { get; set; }
}

internal sealed class EchoHandler(EchoContext db, Trouble trouble) : IEventHandler<UnitChanged>
{
    public async Task HandleAsync(UnitChanged message, CancellationToken cancellationToken)
    {
        db.Heard.Add(new Heard { Code = message.Unit.Code, Version = message.Version, Actor = message.Actor });
        await db.SaveChangesAsync(cancellationToken);
        if (trouble.Gate is { } gate)
            await gate.WaitAsync(cancellationToken);
        if (trouble.Left.AddOrUpdate(message.Unit.Code, 0, (_, left) => left - 1) > 0)
            throw new NotSupportedException("Trouble.");
    }
}

internal sealed class NobodyPolicy : AccessPolicy
{
    public override AccessMatrix Matrix { get; } = AccessMatrix.For("notes");

    public override ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken) => ValueTask.FromResult(AccessTarget.Unknown);

    public override ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    public override ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}

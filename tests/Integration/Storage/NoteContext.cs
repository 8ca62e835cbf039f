using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.Tests.Integration.Storage;

/// <summary>A resource as small as can be.</summary>
internal sealed class Note(string id, string text) : Aggregate
{
    public string Id { get; private set; } = id;

    public string Text { get; private set; } = text;

    public long Room { get; private set; } = 10;

    public override string ResourceName => $"notes/{Id}";

    public static Note Create(string id, string text)
    {
        var note = new Note(id, text);
        note.Changed("CREATED");
        return note;
    }

    public void Write(string text, string reason = "")
    {
        Text = text;
        Changed("WRITTEN", reason);
    }

    public void WriteSilently(string text) => Text = text;

    public bool TryTakeRoom()
    {
        if (Room == 0)
            return false;
        Room--;
        Changed("TAKEN");
        return true;
    }
}

internal class NoteContext : JournaledDbContext
{
    public NoteContext(DbContextOptions<NoteContext> options)
        : base(options)
    {
    }

    protected NoteContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Note> Notes => Set<Note>();

    protected override JournalSnapshot Snapshot(Aggregate aggregate) =>
        new(new Unit { Code = ((Note)aggregate).Id, Title = ((Note)aggregate).Text, Etag = aggregate.Etag }, UnitChanged.Descriptor);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>(note =>
        {
            note.ToTable("notes");
            note.HasKey(row => row.Id);
        });
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class SqliteNoteContext(DbContextOptions<SqliteNoteContext> options) : NoteContext(options);

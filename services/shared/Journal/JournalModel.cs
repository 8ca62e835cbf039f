using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Tables that every module has.</summary>
internal static class JournalModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<JournalRow>(journal =>
        {
            journal.ToTable("journal");
            journal.HasKey(row => row.Id);
            journal.Property(row => row.Id).ValueGeneratedOnAdd();

            // Nobody looks for a message id: it is made here, never twice, and whoever hears an event twice knows it by a table of its own.
            journal.HasIndex(row => row.Sequence).IsUnique();

            // Not unique: the version of the resource's own row decides who was first, and what was deleted may be created again.
            journal.HasIndex(row => new { row.Resource, row.Version });
            journal.HasIndex(row => new { row.Actor, row.Sequence });

            // What the sealer polls: empty but for the last moments.
            journal.HasIndex(row => row.Id, "ix_journal_unsealed").HasFilter("sequence IS NULL");
        });
        model.Entity<Position>(position =>
        {
            position.ToTable("journal_positions");
            position.HasKey(row => row.Subscriber);
        });
        model.Entity<ParkedRow>(parked =>
        {
            parked.ToTable("parked");
            parked.HasKey(row => new { row.Subscriber, row.Sequence });
        });
        model.Entity<InboxRow>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(row => new { row.MessageId, row.Consumer });
            inbox.HasIndex(row => row.Time);
        });
        model.Entity<RequestRecord>(request =>
        {
            request.ToTable("requests");
            request.HasKey(row => row.Id);
            request.HasIndex(row => row.Time);
        });
    }
}

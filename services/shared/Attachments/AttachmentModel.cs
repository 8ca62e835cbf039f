using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Attachments;

/// <summary>The table of a module that keeps attachments.</summary>
public static class AttachmentModel
{
    /// <summary>Maps it.</summary>
    public static void Configure(ModelBuilder model) => model.Entity<StoredAttachment>(attachment =>
    {
        attachment.ToTable("attachments");
        attachment.HasKey(row => row.Id);
        attachment.Ignore(row => row.ResourceName);

        // Who attaches it first has it; the sweeper asks for it in its own way.
        attachment.Property(row => row.Parent).IsConcurrencyToken();
        attachment.HasIndex(row => row.Parent, "ix_attachments_parent").HasFilter("parent <> ''");
        attachment.HasIndex(row => row.CreateTime, "ix_attachments_unattached").HasFilter("parent = ''");
        attachment.HasIndex(row => row.Sha256);
    });
}

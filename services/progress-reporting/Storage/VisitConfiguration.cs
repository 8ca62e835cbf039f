using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Visits;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class VisitConfiguration : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> builder)
    {
        builder.ToTable("visits");
        builder.HasKey(visit => visit.Id);
        builder.Property(visit => visit.Findings).AsJson();
        builder.Property(visit => visit.Attachments).AsJson();

        // The list of a unit in its order, that of a project, and the visits that are due.
        builder.HasIndex(visit => new { visit.Unit, visit.Id });
        builder.HasIndex(visit => new { visit.Project, visit.VisitDate });
        builder.HasIndex(visit => visit.NextVisitDate).HasFilter("next_visit_date IS NOT NULL");
    }
}

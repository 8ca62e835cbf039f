using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Screenings;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class ScreeningConfiguration : IEntityTypeConfiguration<Screening>, IEntityTypeConfiguration<ScreeningRecord>
{
    public void Configure(EntityTypeBuilder<Screening> builder)
    {
        builder.ToTable("screenings");
        builder.HasKey(one => new { one.Year, one.Number });
        builder.HasOne<Plan>().WithMany().HasForeignKey(one => one.Year).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ScreeningRecord> builder)
    {
        builder.ToTable("screening_records");
        builder.HasKey(one => new { one.Year, one.Number });
        builder.HasOne<Screening>().WithMany().HasForeignKey(one => new { one.Year, one.Number }).OnDelete(DeleteBehavior.Restrict);
        builder.Property(one => one.Decisions).AsJson();
    }
}

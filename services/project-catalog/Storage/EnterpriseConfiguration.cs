using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class EnterpriseConfiguration : IEntityTypeConfiguration<Enterprise>
{
    public void Configure(EntityTypeBuilder<Enterprise> builder)
    {
        builder.ToTable("enterprises");
        builder.HasKey(enterprise => enterprise.Uscc);
        builder.HasIndex(enterprise => new { enterprise.Unit, enterprise.Uscc });
        builder.Property(enterprise => enterprise.FormerTitles).AsJson();
        builder.ComplexProperty(enterprise => enterprise.Standing, standing =>
        {
            standing.Property(one => one.State).HasColumnName("directory_state");
            standing.Property(one => one.Cause).HasColumnName("not_listed_cause");
            standing.Property(one => one.Reason).HasColumnName("not_listed_reason");
            standing.Property(one => one.RevenueYuan).HasColumnName("revenue_yuan");
            standing.Property(one => one.RevenueMonth).HasColumnName("revenue_month");
            standing.Property(one => one.Production).HasColumnName("production_status");
            standing.Property(one => one.ExpectedMonth).HasColumnName("expected_month");
            standing.Property(one => one.DeclaredMonth).HasColumnName("declared_month");
        });
    }
}

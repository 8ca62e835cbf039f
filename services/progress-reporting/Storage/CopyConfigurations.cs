using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Copies;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class CopyConfigurations :
    IEntityTypeConfiguration<UnitCopy>, IEntityTypeConfiguration<ProjectCopy>, IEntityTypeConfiguration<PlanCopy>, IEntityTypeConfiguration<PlanEntryCopy>, IEntityTypeConfiguration<PlanRevisionCopy>
{
    public void Configure(EntityTypeBuilder<UnitCopy> builder)
    {
        builder.ToTable("units");
        builder.HasKey(unit => unit.Code);
        builder.Property(unit => unit.Aliases).AsJson();
    }

    public void Configure(EntityTypeBuilder<ProjectCopy> builder)
    {
        builder.ToTable("projects");
        builder.HasKey(project => project.Id);
        builder.Property(project => project.MissingProcedures).AsJson();
    }

    public void Configure(EntityTypeBuilder<PlanCopy> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(plan => plan.Year);
        builder.Property(plan => plan.Year).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<PlanEntryCopy> builder)
    {
        builder.ToTable("plan_entries");
        builder.HasKey(entry => new { entry.Year, entry.Project });
        builder.Property(entry => entry.Year).ValueGeneratedNever();
        builder.HasIndex(entry => entry.Project);
        builder.HasIndex(entry => new { entry.Year, entry.Unit });
    }

    public void Configure(EntityTypeBuilder<PlanRevisionCopy> builder)
    {
        builder.ToTable("plan_revisions");
        builder.HasKey(revision => new { revision.Year, revision.Revision });
        builder.Property(revision => revision.Year).ValueGeneratedNever();
        builder.Property(revision => revision.Entries).AsJson();
    }
}

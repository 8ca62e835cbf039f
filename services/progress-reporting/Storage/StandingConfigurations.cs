using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Overviews;

namespace Renovation.ProgressReporting.Storage;

internal sealed class StandingConfigurations : IEntityTypeConfiguration<ProjectStanding>, IEntityTypeConfiguration<UnitStanding>
{
    public void Configure(EntityTypeBuilder<ProjectStanding> builder)
    {
        builder.ToTable("project_standings");
        builder.HasKey(standing => new { standing.Year, standing.Project });
        builder.Property(standing => standing.Year).ValueGeneratedNever();

        // The lists in the order of the plan, and the projects of a unit.
        builder.HasIndex(standing => new { standing.Year, standing.Position, standing.Project });
        builder.HasIndex(standing => new { standing.Year, standing.Unit });
    }

    public void Configure(EntityTypeBuilder<UnitStanding> builder)
    {
        builder.ToTable("unit_standings");
        builder.HasKey(standing => new { standing.Year, standing.Unit });
        builder.Property(standing => standing.Year).ValueGeneratedNever();
        builder.ComplexProperty(standing => standing.Figures);
    }
}

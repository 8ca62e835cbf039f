using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Targets;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class TargetConfigurations : IEntityTypeConfiguration<Target>, IEntityTypeConfiguration<UnitFigure>
{
    public void Configure(EntityTypeBuilder<Target> builder)
    {
        builder.ToTable("targets");
        builder.HasKey(target => target.Year);
        builder.Property(target => target.Year).ValueGeneratedNever();
        builder.Property(target => target.Units).AsJson();
    }

    public void Configure(EntityTypeBuilder<UnitFigure> builder)
    {
        builder.ToTable("unit_figures");
        builder.HasKey(figure => new { figure.Period, figure.Unit });
    }
}

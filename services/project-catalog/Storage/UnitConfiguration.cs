using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Units;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class UnitConfiguration : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("units");
        builder.HasKey(unit => unit.Code);
        builder.Property(unit => unit.Title);
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.Parent).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(unit => unit.Aliases);
        builder.OwnsMany(unit => unit.Names, names =>
        {
            names.ToTable("unit_names");
            names.WithOwner().HasForeignKey("unit");

            // The key alone: one name in the whole tree.
            names.HasKey(name => name.Key);
            names.Property(name => name.Key).ValueGeneratedNever();
        });
    }
}

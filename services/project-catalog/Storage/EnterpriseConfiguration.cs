using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Enterprises;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class EnterpriseConfiguration : IEntityTypeConfiguration<Enterprise>
{
    public void Configure(EntityTypeBuilder<Enterprise> builder)
    {
        builder.ToTable("enterprises");
        builder.HasKey(enterprise => enterprise.Uscc);
        builder.HasIndex(enterprise => new { enterprise.Unit, enterprise.Uscc });
        builder.HasIndex(enterprise => new { enterprise.DirectoryState, enterprise.Uscc });
    }
}

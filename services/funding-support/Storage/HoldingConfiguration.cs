using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Holdings;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Storage;

internal sealed class HoldingConfiguration : IEntityTypeConfiguration<Holding>
{
    public void Configure(EntityTypeBuilder<Holding> holding)
    {
        holding.ToTable("holdings");
        holding.HasKey(row => row.Id);
        holding.Property(row => row.Program);
        holding.Property(row => row.Project);
        holding.Property(row => row.Enterprise);
        holding.Property(row => row.Unit);
        holding.Property(row => row.Terms).AsJson();
        holding.Property(row => row.Dividends).AsJson();
        holding.Property(row => row.Valuations).AsJson();
        holding.Property(row => row.Exit!).AsJson();
        holding.HasOne<Award>().WithOne().HasForeignKey<Holding>(row => row.Award).OnDelete(DeleteBehavior.Restrict);
        holding.HasIndex(row => new { row.Program, row.Id });
        holding.HasIndex(row => new { row.Unit, row.Id });
        holding.HasIndex(row => new { row.Enterprise, row.Id });
        holding.HasIndex(row => row.NextDue);
    }
}

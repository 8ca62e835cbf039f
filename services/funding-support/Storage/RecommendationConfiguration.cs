using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Recommendations;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Storage;

internal sealed class RecommendationConfiguration : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> recommendation)
    {
        recommendation.ToTable("recommendations");
        recommendation.HasKey(row => row.Id);
        recommendation.Property(row => row.Title);
        recommendation.Property(row => row.Entries).AsJson();
        recommendation.HasOne<FundingProgram>().WithMany().HasForeignKey(row => row.Program).OnDelete(DeleteBehavior.Restrict);
        recommendation.HasIndex(row => new { row.Program, row.Id });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Library;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class CandidateConfiguration : IEntityTypeConfiguration<CandidateReport>
{
    public void Configure(EntityTypeBuilder<CandidateReport> builder)
    {
        builder.ToTable("candidate_reports");
        builder.HasKey(report => report.Id);
        builder.Property(report => report.Return);
        builder.Property(report => report.Enterprise);
        builder.Property(report => report.Title);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Programs;

namespace Renovation.FundingSupport.Storage;

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> application)
    {
        application.ToTable("applications");
        application.HasKey(row => row.Id);
        application.Property(row => row.Project);
        application.Property(row => row.RequestedYuan);
        application.Property(row => row.AuditedInvestmentYuan);
        application.HasOne<FundingProgram>().WithMany().HasForeignKey(row => row.Program).OnDelete(DeleteBehavior.Restrict);
        application.OwnsMany(row => row.Reviews, review =>
        {
            review.ToTable("application_reviews");
            review.WithOwner().HasForeignKey("application");
            review.HasKey("application", nameof(Review.Step));
            review.Property(row => row.Step).ValueGeneratedNever();
            review.Property(row => row.Reviewer);
            review.Property(row => row.Passed);
            review.Property(row => row.Note);
            review.Property(row => row.ReviewTime);
        });
        application.Navigation(row => row.Reviews).UsePropertyAccessMode(PropertyAccessMode.Field);

        // A project has one undecided application to a program: states up to 5 are undecided.
        application.HasIndex(row => new { row.Program, row.Project }, "ux_applications_undecided").IsUnique().HasFilter("state <= 5");
        application.HasIndex(row => new { row.Program, row.Id });
        application.HasIndex(row => new { row.Unit, row.Id });
        application.HasIndex(row => new { row.Enterprise, row.Id });
    }
}

internal sealed class AwardConfiguration : IEntityTypeConfiguration<Award>
{
    public void Configure(EntityTypeBuilder<Award> award)
    {
        award.ToTable("awards", table => table.HasCheckConstraint(
            "ck_awards_sums", "amount_yuan > 0 AND disbursed_yuan BETWEEN 0 AND amount_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan"));
        award.HasKey(row => row.Id);
        award.Property(row => row.Project);
        award.Property(row => row.Enterprise);
        award.Property(row => row.Unit);
        award.Property(row => row.DocumentNumber);
        award.Property(row => row.AmountYuan);
        award.Property(row => row.Approver);
        award.Ignore(row => row.LastPosting);
        award.Ignore(row => row.Balances);
        award.HasOne<Application>().WithOne().HasForeignKey<Award>(row => row.Application).OnDelete(DeleteBehavior.Restrict);
        award.HasOne<FundingProgram>().WithMany().HasForeignKey(row => row.Program).OnDelete(DeleteBehavior.Restrict);
        award.HasIndex(row => new { row.Program, row.Id });
        award.HasIndex(row => new { row.Unit, row.Id });
        award.HasIndex(row => new { row.Enterprise, row.Id });
    }
}

internal sealed class MunicipalSupportConfiguration : IEntityTypeConfiguration<MunicipalSupport>
{
    public void Configure(EntityTypeBuilder<MunicipalSupport> support)
    {
        support.ToTable("municipal_supports");
        support.HasKey(row => new { row.Project, row.Base });
        support.Property(row => row.Base).ValueGeneratedNever();
    }
}

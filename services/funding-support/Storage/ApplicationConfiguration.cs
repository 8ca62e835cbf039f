using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Storage;

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> application)
    {
        application.ToTable("applications");
        application.HasKey(row => row.Id);
        application.Property(row => row.Project);
        application.Property(row => row.Attachments).AsJson();
        application.Property(row => row.Statement).AsJson();
        application.HasOne<FundingProgram>().WithMany().HasForeignKey(row => row.Program).OnDelete(DeleteBehavior.Restrict);
        application.OwnsMany(row => row.Reviews, review =>
        {
            review.ToTable("application_reviews");
            review.WithOwner().HasForeignKey("application");
            review.HasKey("application", nameof(Review.Number));
            review.Property(row => row.Number).ValueGeneratedNever();
            review.Property(row => row.Step);
            review.Property(row => row.Reviewer);
            review.Property(row => row.Passed);
            review.Property(row => row.Note);
            review.Property(row => row.ReviewTime);
        });
        application.Navigation(row => row.Reviews).UsePropertyAccessMode(PropertyAccessMode.Field);
        application.Property(row => row.Objections).AsJson();
        application.Property(row => row.Calculation).AsJson();
        application.Property(row => row.Waiver!).AsJson();

        // A project has one undecided application to a program: states up to 5 are undecided.
        application.HasIndex(row => new { row.Program, row.Project }, "ux_applications_undecided").IsUnique().HasFilter("state <= 5");
        application.HasIndex(row => new { row.Program, row.Id });
        application.HasIndex(row => new { row.Project, row.Id });
        application.HasIndex(row => new { row.Unit, row.Id });
        application.HasIndex(row => new { row.Enterprise, row.Id });
    }
}

internal sealed class AwardConfiguration : IEntityTypeConfiguration<Award>
{
    public void Configure(EntityTypeBuilder<Award> award)
    {
        award.ToTable("awards", table => table.HasCheckConstraint(
            "ck_awards_sums", "amount_yuan > 0 AND released_yuan BETWEEN 0 AND amount_yuan AND disbursed_yuan BETWEEN 0 AND amount_yuan - released_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan"));
        award.HasKey(row => row.Id);
        award.Property(row => row.Project);
        award.Property(row => row.Enterprise);
        award.Property(row => row.Unit);
        award.Property(row => row.DocumentNumber);
        award.Property(row => row.AmountYuan);
        award.Property(row => row.Approver);
        award.Ignore(row => row.LastPosting);
        award.Ignore(row => row.Balances);
        award.Property(row => row.Instalments).AsJson();
        award.HasOne<Application>().WithOne().HasForeignKey<Award>(row => row.Application).OnDelete(DeleteBehavior.Restrict);
        award.HasOne<FundingProgram>().WithMany().HasForeignKey(row => row.Program).OnDelete(DeleteBehavior.Restrict);
        award.HasIndex(row => new { row.Program, row.Id });
        award.HasIndex(row => new { row.Unit, row.Id });
        award.HasIndex(row => new { row.Enterprise, row.Id });
        award.HasIndex(row => new { row.Project, row.Base });
    }
}

internal sealed class SupportedBaseConfiguration : IEntityTypeConfiguration<SupportedBase>
{
    public void Configure(EntityTypeBuilder<SupportedBase> supported)
    {
        supported.ToTable("supported_bases");
        supported.HasKey(row => row.Id);
    }
}

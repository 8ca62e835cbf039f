using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(plan => plan.Year);
        builder.Property(plan => plan.Year).ValueGeneratedNever();
        builder.Ignore(plan => plan.FrozenEntries);
        builder.Ignore(plan => plan.News);
    }
}

internal sealed class PlanEntryConfiguration : IEntityTypeConfiguration<PlanEntry>
{
    public void Configure(EntityTypeBuilder<PlanEntry> builder)
    {
        builder.ToTable("plan_entries");
        builder.HasKey(entry => new { entry.Year, entry.Project });
        builder.HasOne<Plan>().WithMany().HasForeignKey(entry => entry.Year).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(entry => entry.Project).OnDelete(DeleteBehavior.Restrict);

        // The order of the list. Not unique: an import moves several entries at once.
        builder.HasIndex(entry => new { entry.Year, entry.Position });
        builder.ComplexProperty(entry => entry.Attributes, attributes =>
        {
            attributes.Property(year => year.Nature).HasColumnName("nature");
            attributes.Property(year => year.Preliminary).HasColumnName("preliminary");
            attributes.Property(year => year.CompletesInYear).HasColumnName("completes_in_year");
            attributes.Property(year => year.PlannedInvestmentYuan).HasColumnName("planned_investment_yuan");
            attributes.Property(year => year.OpeningInvestmentYuan).HasColumnName("opening_investment_yuan");
            attributes.Property(year => year.Target).HasColumnName("target");
            attributes.Property(year => year.Remark).HasColumnName("remark");
        });
        builder.ComplexProperty(entry => entry.Facts, facts =>
        {
            facts.Property(fact => fact.ProjectTitle).HasColumnName("project_title");
            facts.Property(fact => fact.Enterprise).HasColumnName("enterprise");
            facts.Property(fact => fact.EnterpriseTitle).HasColumnName("enterprise_title");
            facts.Property(fact => fact.EnterpriseListed).HasColumnName("enterprise_listed");
            facts.Property(fact => fact.Unit).HasColumnName("unit");
            facts.Property(fact => fact.IndustryCode).HasColumnName("industry_code");
            facts.Property(fact => fact.TotalInvestmentYuan).HasColumnName("total_investment_yuan");
            facts.Property(fact => fact.StartMonth).HasColumnName("start_month");
            facts.Property(fact => fact.EndMonth).HasColumnName("end_month");
        });
    }
}

internal sealed class AcknowledgementConfiguration : IEntityTypeConfiguration<Acknowledgement>
{
    public void Configure(EntityTypeBuilder<Acknowledgement> builder)
    {
        builder.ToTable("acknowledgements");
        builder.HasKey(one => new { one.Year, one.Unit });
        builder.HasOne<Plan>().WithMany().HasForeignKey(one => one.Year).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(one => one.IsPending);
    }
}

internal sealed class PlanRevisionConfiguration : IEntityTypeConfiguration<PlanRevision>
{
    public void Configure(EntityTypeBuilder<PlanRevision> builder)
    {
        builder.ToTable("plan_revisions");
        builder.HasKey(revision => new { revision.Year, revision.Number });
        builder.HasOne<Plan>().WithMany().HasForeignKey(revision => revision.Year).OnDelete(DeleteBehavior.Restrict);
    }
}

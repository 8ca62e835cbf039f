using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;

namespace Renovation.ProjectCatalog.Storage;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("projects");
        builder.HasKey(project => project.Id);
        builder.HasOne<Enterprise>().WithMany().HasForeignKey(project => project.Enterprise).OnDelete(DeleteBehavior.Restrict);
        builder.ComplexProperty(project => project.Facts, facts =>
        {
            facts.Property(fact => fact.Title).HasColumnName("title");
            facts.Property(fact => fact.AdministrativeArea).HasColumnName("administrative_area");
            facts.Property(fact => fact.IndustryCode).HasColumnName("industry_code");
            facts.Property(fact => fact.IndustryEdition).HasColumnName("industry_edition");
            facts.Property(fact => fact.Content).HasColumnName("content");
            facts.Property(fact => fact.StartMonth).HasColumnName("start_month");
            facts.Property(fact => fact.EndMonth).HasColumnName("end_month");
            facts.Property(fact => fact.TotalInvestmentYuan).HasColumnName("total_investment_yuan");
            facts.Property(fact => fact.EquipmentInvestmentYuan).HasColumnName("equipment_investment_yuan");
            facts.Property(fact => fact.OpeningInvestmentYuan).HasColumnName("opening_investment_yuan");
            facts.Property(fact => fact.Remark).HasColumnName("remark");
        });
        builder.Ignore(project => project.Memberships);
        builder.Ignore(project => project.Procedures);
        builder.Property<List<MembershipInterval>>("_memberships").HasColumnName("memberships").HasConversion(ProjectParts.Memberships, ProjectParts.MembershipsComparer);
        builder.Property<List<Procedure>>("_procedures").HasColumnName("procedures").HasConversion(ProjectParts.Procedures, ProjectParts.ProceduresComparer);

        // The duplicate guard, and the list of one enterprise.
        builder.HasIndex(project => new { project.Enterprise, project.TitleKey }).IsUnique();

        // What a search looks at has an index of its own, see ProjectSearch; so has the order by investment, whose column the model cannot index as a part.
        // The filters of the list, each with the key of its order.
        builder.HasIndex(project => new { project.Unit, project.Id });
        builder.HasIndex(project => new { project.Stage, project.Id });
        builder.HasIndex(project => new { project.Membership, project.Id });
        builder.HasIndex(project => new { project.UpdateTime, project.Id });
        builder.HasIndex(project => project.Id, "ix_projects_withdrawal_proposed").HasFilter("withdrawal_proposal_date IS NOT NULL");
    }
}

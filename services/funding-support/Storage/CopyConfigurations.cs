using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Copies;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Storage;

internal sealed class UnitCopyConfiguration : IEntityTypeConfiguration<UnitCopy>
{
    public void Configure(EntityTypeBuilder<UnitCopy> unit)
    {
        unit.ToTable("units");
        unit.HasKey(row => row.Code);
    }
}

internal sealed class EnterpriseCopyConfiguration : IEntityTypeConfiguration<EnterpriseCopy>
{
    public void Configure(EntityTypeBuilder<EnterpriseCopy> enterprise)
    {
        enterprise.ToTable("enterprises");
        enterprise.HasKey(row => row.Uscc);
    }
}

internal sealed class ProjectCopyConfiguration : IEntityTypeConfiguration<ProjectCopy>
{
    public void Configure(EntityTypeBuilder<ProjectCopy> project)
    {
        project.ToTable("projects");
        project.HasKey(row => row.Id);
        project.Property(row => row.Procedures).AsJson();
    }
}

internal sealed class PlanCopyConfiguration : IEntityTypeConfiguration<PlanCopy>, IEntityTypeConfiguration<PlanEntryCopy>
{
    public void Configure(EntityTypeBuilder<PlanCopy> plan)
    {
        plan.ToTable("plans");
        plan.HasKey(row => row.Year);
        plan.Property(row => row.Year).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<PlanEntryCopy> entry)
    {
        entry.ToTable("plan_entries");
        entry.HasKey(row => new { row.Year, row.Project });
        entry.Property(row => row.Year).ValueGeneratedNever();
        entry.HasIndex(row => row.Project);
    }
}

internal sealed class AcceptedReturnConfiguration : IEntityTypeConfiguration<AcceptedReturnCopy>, IEntityTypeConfiguration<AcceptedInvestment>
{
    public void Configure(EntityTypeBuilder<AcceptedReturnCopy> accepted)
    {
        accepted.ToTable("accepted_returns");
        accepted.HasKey(row => row.Name);
    }

    public void Configure(EntityTypeBuilder<AcceptedInvestment> investment)
    {
        investment.ToTable("accepted_investments");
        investment.HasKey(row => new { row.Return, row.Project });
        investment.HasIndex(row => new { row.Project, row.Period, row.AcceptTime });
    }
}

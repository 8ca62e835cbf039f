using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class ReturnConfigurations :
    IEntityTypeConfiguration<Period>, IEntityTypeConfiguration<Return>, IEntityTypeConfiguration<ReturnLine>, IEntityTypeConfiguration<Investment>
{
    public void Configure(EntityTypeBuilder<Period> builder)
    {
        builder.ToTable("periods");
        builder.HasKey(period => period.Id);
        builder.Ignore(period => period.Quarter);
        builder.Property(period => period.Year);

        // Those that the calendar may close: few, however many years there are.
        builder.HasIndex(period => period.State);
    }

    public void Configure(EntityTypeBuilder<Return> builder)
    {
        builder.ToTable("returns");
        builder.HasKey(filed => filed.Id);
        builder.Ignore(filed => filed.Quarter);
        builder.Ignore(filed => filed.Step);
        builder.Ignore(filed => filed.ChangedLine);
        builder.Ignore(filed => filed.IsWithUnit);
        builder.Property(filed => filed.Unit);
        builder.HasOne<Period>().WithMany().HasForeignKey(filed => filed.Period).OnDelete(DeleteBehavior.Restrict);
        builder.ComplexProperty(filed => filed.Head, head =>
        {
            head.Property(field => field.InvestmentYtdYuan).HasColumnName("unit_investment_ytd_yuan");
            head.Property(field => field.InvestmentLastYearYuan).HasColumnName("unit_investment_last_year_yuan");
            head.Property(field => field.Preparer).HasColumnName("preparer");
            head.Property(field => field.Checker).HasColumnName("checker");
        });
        builder.ComplexProperty(filed => filed.Extension, extension =>
        {
            extension.Property(field => field!.DueDate).HasColumnName("extended_due_date");
            extension.Property(field => field!.LateFrom).HasColumnName("extended_late_from");
            extension.Property(field => field!.Reason).HasColumnName("extension_reason");
        });
        builder.Property(filed => filed.Candidates).AsJson();
        builder.Property(filed => filed.Reasons).HasColumnName("return_reasons").AsJson();
        builder.HasMany(filed => filed.Lines).WithOne().HasForeignKey(line => line.Return).OnDelete(DeleteBehavior.Cascade);

        // The list of a period in its order, with and without a state; and what follows on an acceptance.
        builder.HasIndex(filed => new { filed.Period, filed.Unit }).IsUnique();
        builder.HasIndex(filed => new { filed.Period, filed.State, filed.Unit });
        builder.HasIndex(filed => new { filed.Unit, filed.Period });
    }

    public void Configure(EntityTypeBuilder<ReturnLine> builder)
    {
        builder.ToTable("return_lines");
        builder.HasKey(line => new { line.Return, line.Project });
        builder.Ignore(line => line.Etag);

        builder.Property(line => line.Findings!).AsJson().IsRequired(false);

        // The returns of a project.
        builder.HasIndex(line => line.Project);
        builder.ComplexProperty(line => line.Facts, facts =>
        {
            facts.Property(fact => fact.Position).HasColumnName("position");
            facts.Property(fact => fact.ProjectTitle).HasColumnName("project_title");
            facts.Property(fact => fact.EnterpriseTitle).HasColumnName("enterprise_title");
            facts.Property(fact => fact.TotalYuan).HasColumnName("total_investment_yuan");
            facts.Property(fact => fact.PlannedYuan).HasColumnName("planned_investment_yuan");
            facts.Property(fact => fact.NewStart).HasColumnName("new_start");
            facts.Property(fact => fact.Preliminary).HasColumnName("preliminary");
            facts.Property(fact => fact.CompletesInYear).HasColumnName("completes_in_year");
            facts.Property(fact => fact.OpeningYuan).HasColumnName("opening_investment_yuan");
        });
        builder.ComplexProperty(line => line.Known, known =>
        {
            known.Property(fact => fact.YearToDateYuan).HasColumnName("last_year_to_date_yuan");
            known.Property(fact => fact.QuarterYuan).HasColumnName("last_quarter_yuan");
        });
        builder.ComplexProperty(line => line.Entry, entry =>
        {
            entry.Property(cell => cell.Quarter).HasColumnName("quarter_yuan");
            entry.Property(cell => cell.YearToDate).HasColumnName("year_to_date_yuan");
            entry.Property(cell => cell.Cumulative).HasColumnName("cumulative_yuan");
            entry.Property(cell => cell.PhysicalProgress).HasColumnName("physical_progress");
            entry.Property(cell => cell.PhysicalProgressBp).HasColumnName("physical_progress_bp");
            entry.Property(cell => cell.Start).HasColumnName("actual_start_date");
            entry.Property(cell => cell.Completion).HasColumnName("actual_completion_date");
            entry.Property(cell => cell.ExpectedCompletion).HasColumnName("expected_completion_date");
            entry.Property(cell => cell.Production).HasColumnName("actual_production_date");
            entry.Property(cell => cell.AtCapacity).HasColumnName("at_capacity");
            entry.Property(cell => cell.ProblemCategory).HasColumnName("problem_category");
            entry.Property(cell => cell.Problem).HasColumnName("problem");
            entry.Property(cell => cell.ProblemLevel).HasColumnName("problem_level");
            entry.Property(cell => cell.Explanation).HasColumnName("explanation");
            entry.Property(cell => cell.CorrectionReason).HasColumnName("correction_reason");
        });
    }

    public void Configure(EntityTypeBuilder<Investment> builder)
    {
        builder.ToTable("investments");
        builder.HasKey(investment => new { investment.Project, investment.Period });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Storage;

internal sealed class ProgramConfiguration : IEntityTypeConfiguration<FundingProgram>
{
    public void Configure(EntityTypeBuilder<FundingProgram> program)
    {
        // The invariants are the aggregate's to keep; the database only makes sure that nobody goes around it.
        program.ToTable("programs", table => table.HasCheckConstraint(
            "ck_programs_sums", "committed_yuan BETWEEN 0 AND appropriated_yuan AND disbursed_yuan BETWEEN 0 AND committed_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan"));
        program.HasKey(row => row.Id);
        program.Property(row => row.Year);
        program.Property(row => row.Level);
        program.Property(row => row.Form);
        program.Property(row => row.Rules).AsJson();
        program.Ignore(row => row.Balances);
        program.HasMany(row => row.Versions).WithOne().HasForeignKey(version => version.Program).OnDelete(DeleteBehavior.Restrict);
        program.HasMany(row => row.Postings).WithOne().HasForeignKey(posting => posting.Program).OnDelete(DeleteBehavior.Restrict);
        program.Navigation(row => row.Versions).UsePropertyAccessMode(PropertyAccessMode.Field);
        program.Navigation(row => row.Postings).UsePropertyAccessMode(PropertyAccessMode.Field);
        program.HasIndex(row => row.Year);
    }
}

internal sealed class RulesVersionConfiguration : IEntityTypeConfiguration<RulesVersion>
{
    public void Configure(EntityTypeBuilder<RulesVersion> version)
    {
        version.ToTable("program_rules");
        version.HasKey(row => new { row.Program, row.Number });
        version.Property(row => row.Number).ValueGeneratedNever();
        version.Property(row => row.Rules).AsJson();
    }
}

internal sealed class LedgerPostingConfiguration : IEntityTypeConfiguration<LedgerPosting>
{
    public void Configure(EntityTypeBuilder<LedgerPosting> posting)
    {
        posting.ToTable("ledger_postings", table => table.HasCheckConstraint("ck_ledger_postings_amount", "amount_yuan > 0"));
        posting.HasKey(row => new { row.Program, row.Number });
        posting.Property(row => row.Number).ValueGeneratedNever();
        posting.Property(row => row.Kind);
        posting.Property(row => row.Award);
        posting.Property(row => row.AmountYuan);
        posting.Property(row => row.Voucher);
        posting.Property(row => row.BankReference);
        posting.Property(row => row.DecisionDocument);
        posting.Property(row => row.Actor);
        posting.Property(row => row.PostTime);
        posting.Ignore(row => row.Posting);
        posting.HasIndex(row => new { row.Program, row.Key }).IsUnique();
        posting.HasIndex(row => new { row.PostTime, row.Program, row.Number });
        posting.HasIndex(row => row.Award);
    }
}

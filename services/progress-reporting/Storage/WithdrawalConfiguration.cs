using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Withdrawals;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class WithdrawalConfiguration : IEntityTypeConfiguration<WithdrawalProposal>
{
    public void Configure(EntityTypeBuilder<WithdrawalProposal> builder)
    {
        builder.ToTable("withdrawal_proposals");
        builder.HasKey(proposal => proposal.Project);
        builder.Property(proposal => proposal.Periods).AsJson();

        // Those that hold: few, however many there were.
        builder.HasIndex(proposal => proposal.State);
    }
}

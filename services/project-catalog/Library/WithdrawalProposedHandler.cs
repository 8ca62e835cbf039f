using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Messaging;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Notes at a project that its withdrawal is proposed because nobody reports it; whether it leaves is for a person to decide.</summary>
internal sealed class WithdrawalProposedHandler(CatalogDbContext db) : IEventHandler<WithdrawalProposed>
{
    public async Task HandleAsync(WithdrawalProposed message, CancellationToken cancellationToken)
    {
        var proposal = message.WithdrawalProposal;
        if (await db.Projects.SingleOrDefaultAsync(project => project.Id == proposal.Project, cancellationToken) is not { } project)
            return;
        if (proposal.State == WithdrawalProposal.Types.State.Open)
            project.ProposeWithdrawal(CalendarText.ReadDay(proposal.ProposeDate, "propose_date")!.Value, proposal.Periods.Select(period => ResourceNames.Id(period, "periods", "periods")));
        else
            project.RevokeWithdrawalProposal();
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Messaging;

namespace Renovation.ProgressReporting.Copies;

/// <summary>Notes in a return what the catalog did with its candidates.</summary>
internal sealed class CandidateConsideredHandler(ProgressDbContext db, ReturnStore store) : IEventHandler<CandidateConsidered>
{
    public async Task HandleAsync(CandidateConsidered message, CancellationToken cancellationToken)
    {
        var report = message.CandidateReport;
        if (await store.FindLockedAsync(ReturnKey.Read(report.Return, "candidate_report.return"), cancellationToken) is not { } filed)
            return;
        filed.NoteOutcome(CandidateKey.Of(report.Enterprise, report.Title), (CandidateOutcome)report.Outcome, report.Project, report.Reason);
        await db.SaveChangesAsync(cancellationToken);
    }
}

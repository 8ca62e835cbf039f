using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Copies;

/// <summary>Notes in a return what the catalog did with its candidates.</summary>
internal sealed class CandidateConsideredHandler(ProgressDbContext db) : IEventHandler<CandidateConsidered>
{
    public async Task HandleAsync(CandidateConsidered message, CancellationToken cancellationToken)
    {
        var report = message.CandidateReport;
        var id = ReturnKey.Read(report.Return, "candidate_report.return").Id;
        await db.LockRowAsync<Return>(id, cancellationToken);
        if (await db.Returns.Include(filed => filed.Lines).SingleOrDefaultAsync(filed => filed.Id == id, cancellationToken) is not { } filed)
            return;
        filed.NoteOutcome(CandidateKey.Of(report.Enterprise, report.Title), (CandidateOutcome)report.Outcome, report.Project, report.Reason);
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Grpc.Core;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Audit;

/// <summary>Tells about the journal of progress reporting.</summary>
internal sealed class JournalApi(JournalReader<ProgressDbContext> journal, ParkedMessages<ProgressDbContext> parked, CatalogReconciliation catalog) : V1.JournalService.JournalServiceBase
{
    public override Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context) =>
        journal.ListAuditEventsAsync(request, context.CancellationToken);

    public override Task<VerifyJournalResponse> VerifyJournal(VerifyJournalRequest request, ServerCallContext context) =>
        journal.VerifyAsync(context.CancellationToken);

    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        journal.ListChangesAsync(request, context.CancellationToken);

    public override Task<ReconcileCopiesResponse> ReconcileCopies(ReconcileCopiesRequest request, ServerCallContext context) =>
        catalog.RunAsync(request.Repair, context.CancellationToken);

    public override Task<ListParkedMessagesResponse> ListParkedMessages(ListParkedMessagesRequest request, ServerCallContext context) =>
        parked.ListAsync(request, context.CancellationToken);

    public override Task<RedriveParkedMessageResponse> RedriveParkedMessage(RedriveParkedMessageRequest request, ServerCallContext context) =>
        parked.RedriveAsync(request, context.CancellationToken);
}

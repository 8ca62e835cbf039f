using Grpc.Core;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Audit;

/// <summary>Tells about the journal of funding support.</summary>
internal sealed class JournalApi(JournalReader<FundingDbContext> journal, ParkedMessages<FundingDbContext> parked, CatalogReconciliation catalog, ProgressReconciliation progress) : V1.JournalService.JournalServiceBase
{
    public override Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context) =>
        journal.ListAuditEventsAsync(request, context.CancellationToken);

    public override Task<VerifyJournalResponse> VerifyJournal(VerifyJournalRequest request, ServerCallContext context) =>
        journal.VerifyAsync(context.CancellationToken);

    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        journal.ListChangesAsync(request, context.CancellationToken);

    public override async Task<ReconcileCopiesResponse> ReconcileCopies(ReconcileCopiesRequest request, ServerCallContext context) => new()
    {
        Drifts = { await catalog.RunAsync(request.Repair, context.CancellationToken), await progress.RunAsync(request.Repair, context.CancellationToken) },
    };

    public override Task<ListParkedMessagesResponse> ListParkedMessages(ListParkedMessagesRequest request, ServerCallContext context) =>
        parked.ListAsync(request, context.CancellationToken);

    public override Task<RedriveParkedMessageResponse> RedriveParkedMessage(RedriveParkedMessageRequest request, ServerCallContext context) =>
        parked.RedriveAsync(request, context.CancellationToken);
}

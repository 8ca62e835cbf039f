using Grpc.Core;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>The journal of a service: every one has the same methods under a name of its own.</summary>
/// <param name="Key">Name of the service.</param>
/// <param name="Title">What people call it.</param>
internal sealed record Journals(string Key, LocalText Title)
{
    public static IReadOnlyList<Journals> All { get; } =
    [
        new("catalog", new("项目库与计划", "Library and plan")), new("progress", new("进度季报", "Returns")), new("funding", new("资金支持", "Funding")),
    ];

    public AsyncUnaryCall<ListAuditEventsResponse> ListAsync(CallInvoker calls, ListAuditEventsRequest request, CancellationToken cancellationToken) => Key switch
    {
        "progress" => new Protos.Progress.V1.JournalService.JournalServiceClient(calls).ListAuditEventsAsync(request, cancellationToken: cancellationToken),
        "funding" => new Protos.Funding.V1.JournalService.JournalServiceClient(calls).ListAuditEventsAsync(request, cancellationToken: cancellationToken),
        _ => new Protos.Catalog.V1.JournalService.JournalServiceClient(calls).ListAuditEventsAsync(request, cancellationToken: cancellationToken),
    };

    public AsyncUnaryCall<ListParkedMessagesResponse> ParkedAsync(CallInvoker calls, ListParkedMessagesRequest request, CancellationToken cancellationToken) => Key switch
    {
        "progress" => new Protos.Progress.V1.JournalService.JournalServiceClient(calls).ListParkedMessagesAsync(request, cancellationToken: cancellationToken),
        "funding" => new Protos.Funding.V1.JournalService.JournalServiceClient(calls).ListParkedMessagesAsync(request, cancellationToken: cancellationToken),
        _ => new Protos.Catalog.V1.JournalService.JournalServiceClient(calls).ListParkedMessagesAsync(request, cancellationToken: cancellationToken),
    };

    public AsyncUnaryCall<VerifyJournalResponse> VerifyAsync(CallInvoker calls, CancellationToken cancellationToken) => Key switch
    {
        "progress" => new Protos.Progress.V1.JournalService.JournalServiceClient(calls).VerifyJournalAsync(new VerifyJournalRequest(), cancellationToken: cancellationToken),
        "funding" => new Protos.Funding.V1.JournalService.JournalServiceClient(calls).VerifyJournalAsync(new VerifyJournalRequest(), cancellationToken: cancellationToken),
        _ => new Protos.Catalog.V1.JournalService.JournalServiceClient(calls).VerifyJournalAsync(new VerifyJournalRequest(), cancellationToken: cancellationToken),
    };

    public AsyncUnaryCall<RedriveParkedMessageResponse> RedriveAsync(CallInvoker calls, RedriveParkedMessageRequest request, CancellationToken cancellationToken) => Key switch
    {
        "progress" => new Protos.Progress.V1.JournalService.JournalServiceClient(calls).RedriveParkedMessageAsync(request, cancellationToken: cancellationToken),
        "funding" => new Protos.Funding.V1.JournalService.JournalServiceClient(calls).RedriveParkedMessageAsync(request, cancellationToken: cancellationToken),
        _ => new Protos.Catalog.V1.JournalService.JournalServiceClient(calls).RedriveParkedMessageAsync(request, cancellationToken: cancellationToken),
    };
}

using Renovation.FundingSupport.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Messaging;

namespace Renovation.FundingSupport.Copies;

/// <summary>Keeps the investment of projects as the city accepted it.</summary>
internal sealed class ReturnAcceptedHandler(FundingDbContext db) : IEventHandler<ReturnAccepted>
{
    public Task HandleAsync(ReturnAccepted message, CancellationToken cancellationToken) =>
        AcceptedReturns.TakeAsync(db, message.Return, message.Version, (message.Return.AcceptTime ?? message.EventTime).ToDateTime(), cancellationToken);
}

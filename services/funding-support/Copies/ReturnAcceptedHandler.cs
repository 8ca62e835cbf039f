using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Keeps the investment of projects as the city accepted it.</summary>
internal sealed class ReturnAcceptedHandler(FundingDbContext db) : IEventHandler<ReturnAccepted>
{
    private const string PeriodPrefix = "periods/";

    public async Task HandleAsync(ReturnAccepted message, CancellationToken cancellationToken)
    {
        var accepted = message.Return;
        if (!await db.TakeAsync(new AcceptedReturnCopy { Name = accepted.Name, Version = message.Version }, cancellationToken))
            return;
        await db.AcceptedInvestments.Where(investment => investment.Return == accepted.Name).ExecuteDeleteAsync(cancellationToken);
        db.AcceptedInvestments.AddRange(accepted.Lines.Where(line => line.HasCumulativeYuan).Select(line => new AcceptedInvestment
        {
            Return = accepted.Name,
            Project = line.Project,
            Period = accepted.Period.StartsWith(PeriodPrefix, StringComparison.Ordinal) ? accepted.Period[PeriodPrefix.Length..] : accepted.Period,
            CumulativeYuan = line.CumulativeYuan,
            AcceptTime = (accepted.AcceptTime ?? message.EventTime).ToDateTime(),
        }));
        await db.SaveChangesAsync(cancellationToken);
    }
}

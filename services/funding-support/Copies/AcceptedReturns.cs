using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Stores what the city accepted.</summary>
internal static class AcceptedReturns
{
    private const string PeriodPrefix = "periods/";

    /// <summary>Takes the figures of a return unless newer ones are stored.</summary>
    public static async Task TakeAsync(FundingDbContext db, Return accepted, long version, DateTime acceptTime, CancellationToken cancellationToken)
    {
        if (!await db.TakeAsync(new AcceptedReturnCopy { Name = accepted.Name, Version = version }, cancellationToken))
            return;
        await db.AcceptedInvestments.Where(investment => investment.Return == accepted.Name).ExecuteDeleteAsync(cancellationToken);
        db.AcceptedInvestments.AddRange(InvestmentsOf(accepted, acceptTime));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Gives the figures of a return as they are kept.</summary>
    public static IEnumerable<AcceptedInvestment> InvestmentsOf(Return accepted, DateTime acceptTime) => accepted.Lines.Where(line => line.HasCumulativeYuan).Select(line => new AcceptedInvestment
    {
        Return = accepted.Name,
        Project = line.Project,
        Period = accepted.Period.StartsWith(PeriodPrefix, StringComparison.Ordinal) ? accepted.Period[PeriodPrefix.Length..] : accepted.Period,
        CumulativeYuan = line.CumulativeYuan,
        AcceptTime = acceptTime,
    });
}

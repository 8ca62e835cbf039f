using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>Compares the accepted figures of progress with progress, and repairs them.</summary>
internal sealed class ProgressReconciliation(FundingDbContext db, ReturnService.ReturnServiceClient returns)
{
    private const int ChunkSize = 100;

    /// <summary>Compares all accepted returns.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">Busy, <c>PROGRESS_UNAVAILABLE</c>: progress is down.</exception>
    public Task<CopyDrift> RunAsync(bool repair, CancellationToken cancellationToken) => CopyReconciliation.ReconcileEachAsync(
        "returns", ComparedAsync(cancellationToken), accepted => accepted.Name, repair ? accepted => RepairAsync(accepted, cancellationToken) : null,
        () => db.Set<AcceptedReturnCopy>().LongCountAsync(cancellationToken), cancellationToken);

    private async IAsyncEnumerable<(Return Resource, CopyState State)> ComparedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = returns.StreamReturns(new StreamReturnsRequest { Parent = "periods/-", LastAccepted = true }, cancellationToken: cancellationToken);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken).Chunk(ChunkSize))
        {
            var names = chunk.Select(accepted => accepted.Name).ToArray();
            var versions = await db.Set<AcceptedReturnCopy>().AsNoTracking().Where(copy => names.Contains(copy.Name)).ToDictionaryAsync(copy => copy.Name, copy => copy.Version, StringComparer.Ordinal, cancellationToken);
            var investments = (await db.AcceptedInvestments.AsNoTracking().Where(investment => names.Contains(investment.Return)).ToListAsync(cancellationToken)).ToLookup(investment => investment.Return, StringComparer.Ordinal);
            foreach (var accepted in chunk)
                yield return (accepted, StateOf(accepted, versions, investments[accepted.Name]));
        }
    }

    // A copy that is newer than what progress said a moment ago was told of an acceptance since.
    private static CopyState StateOf(Return accepted, Dictionary<string, long> versions, IEnumerable<AcceptedInvestment> kept)
    {
        if (!versions.TryGetValue(accepted.Name, out var version))
            return CopyState.Missing;
        var owned = Etags.VersionOf(accepted.Etag);
        if (version != owned)
            return version < owned ? CopyState.Outdated : CopyState.Same;
        return kept.Select(FactsOf).ToHashSet().SetEquals(AcceptedReturns.InvestmentsOf(accepted, accepted.AcceptTime.ToDateTime()).Select(FactsOf)) ? CopyState.Same : CopyState.Different;
    }

    private static (string Project, string Period, long CumulativeYuan, DateTime AcceptTime) FactsOf(AcceptedInvestment investment) =>
        (investment.Project, investment.Period, investment.CumulativeYuan, investment.AcceptTime);

    // The guard against older events lets the return pass once the one stored counts for nothing.
    private Task RepairAsync(Return accepted, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var version = Etags.VersionOf(accepted.Etag);
            await db.Set<AcceptedReturnCopy>().Where(copy => copy.Name == accepted.Name && copy.Version <= version).ExecuteUpdateAsync(set => set.SetProperty(copy => copy.Version, -1L), cancellationToken);
            await AcceptedReturns.TakeAsync(db, accepted, version, accepted.AcceptTime.ToDateTime(), cancellationToken);
            return true;
        },
        cancellationToken);
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Renovation.Protos.Journal.V1;

namespace Renovation.Shared.Storage;

/// <summary>Compares copies with what their owner says, and repairs them.</summary>
public static class CopyReconciliation
{
    private const int ChunkSize = 500;
    private const int MostExamples = 20;

    /// <summary>Compares all copies of a kind with the resources of the owner, chunk by chunk.</summary>
    /// <param name="kind">Kind of resource, e.g. <c>projects</c>.</param>
    /// <param name="owned">What the owner says, as copies of it would be.</param>
    /// <param name="key">Gives the key of a copy.</param>
    /// <param name="repair">Whether copies that differ are brought to what the owner says.</param>
    public static async Task<CopyDrift> ReconcileAsync<TCopy>(
        this JournaledDbContext db, string kind, IAsyncEnumerable<TCopy> owned, Expression<Func<TCopy, string>> key, bool repair, CancellationToken cancellationToken)
        where TCopy : class, ICopy
    {
        var drift = new CopyDrift { Kind = kind };
        var keyOf = key.Compile();
        var properties = db.Model.FindEntityType(typeof(TCopy))!.GetProperties().Where(property => property.Name != nameof(ICopy.Version)).ToList();
        await foreach (var chunk in owned.Chunk(ChunkSize).WithCancellation(cancellationToken))
        {
            var copies = await db.Set<TCopy>().AsNoTracking().Where(IsOneOf(key, chunk.Select(keyOf).ToArray())).ToDictionaryAsync(keyOf, StringComparer.Ordinal, cancellationToken);
            foreach (var one in chunk)
            {
                drift.OwnedCount++;
                if (!Note(drift, $"{kind}/{keyOf(one)}", copies.GetValueOrDefault(keyOf(one)), one, properties) || !repair)
                    continue;

                // The guard against older events lets an equal version pass once the one stored counts for nothing.
                await db.Set<TCopy>().Where(IsOneOf(key, [keyOf(one)])).Where(copy => copy.Version <= one.Version).ExecuteUpdateAsync(set => set.SetProperty(copy => copy.Version, -1L), cancellationToken);
                if (await db.TakeAsync(one, cancellationToken))
                    drift.RepairedCount++;
            }
        }

        drift.ExtraCount = await db.Set<TCopy>().LongCountAsync(cancellationToken) - drift.OwnedCount + (repair ? 0 : drift.MissingCount);
        return drift;
    }

    /// <summary>Counts how the copies of resources that have parts stand, and has those that differ repaired one by one.</summary>
    /// <param name="kind">Kind of resource, e.g. <c>plans</c>.</param>
    /// <param name="compared">What the owner says, and how the copy of each stands to it.</param>
    /// <param name="nameOf">Gives the name of a resource.</param>
    /// <param name="repair">Brings the copy to what the owner says; null only reports.</param>
    /// <param name="count">How many copies there are.</param>
    public static async Task<CopyDrift> ReconcileEachAsync<TResource>(
        string kind, IAsyncEnumerable<(TResource Resource, CopyState State)> compared, Func<TResource, string> nameOf, Func<TResource, Task>? repair, Func<Task<long>> count, CancellationToken cancellationToken)
    {
        var drift = new CopyDrift { Kind = kind };
        await foreach (var (resource, state) in compared.WithCancellation(cancellationToken))
        {
            drift.OwnedCount++;
            if (state == CopyState.Same)
                continue;
            drift.MissingCount += state == CopyState.Missing ? 1 : 0;
            drift.OutdatedCount += state == CopyState.Outdated ? 1 : 0;
            drift.DifferentCount += state == CopyState.Different ? 1 : 0;
            if (drift.Examples.Count < MostExamples)
                drift.Examples.Add(nameOf(resource));
            if (repair is null)
                continue;
            await repair(resource);
            drift.RepairedCount++;
        }

        drift.ExtraCount = await count() - drift.OwnedCount + (repair is null ? drift.MissingCount : 0);
        return drift;
    }

    // A copy that is newer than what the owner said a moment ago was told of a change since.
    private static bool Note<TCopy>(CopyDrift drift, string name, TCopy? copy, TCopy owned, List<IProperty> properties)
        where TCopy : class, ICopy
    {
        if (copy is null)
            drift.MissingCount++;
        else if (copy.Version < owned.Version)
            drift.OutdatedCount++;
        else if (copy.Version == owned.Version && !properties.TrueForAll(property => property.GetValueComparer().Equals(property.GetGetter().GetClrValue(copy), property.GetGetter().GetClrValue(owned))))
            drift.DifferentCount++;
        else
            return false;
        if (drift.Examples.Count < MostExamples)
            drift.Examples.Add(name);
        return true;
    }

    private static Expression<Func<TCopy, bool>> IsOneOf<TCopy>(Expression<Func<TCopy, string>> key, string[] keys)
    {
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(string)], Expression.Constant(keys), key.Body);
        return Expression.Lambda<Func<TCopy, bool>>(contains, key.Parameters);
    }
}

/// <summary>How a copy stands to what its owner says.</summary>
public enum CopyState
{
    /// <summary>It says the same.</summary>
    Same,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It is older.</summary>
    Outdated,

    /// <summary>It is as new and says something else.</summary>
    Different,
}

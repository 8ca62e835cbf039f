using Microsoft.Extensions.Caching.Memory;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>
/// Keeps summaries for as long as nothing in the library changes: each carries the count of all changes up to which it was made, and one with an earlier count is
/// made anew. So none is ever older than what was acknowledged before it was asked for.
/// </summary>
internal sealed class SummaryCache : IDisposable
{
    private const int Most = 1_000;
    private readonly MemoryCache _summaries = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Gives the summary of a plan as <paramref name="changes"/> left it, or null. It is not to be changed.</summary>
    /// <param name="changes">Count of all changes, read before anything else of the call.</param>
    public V1.PlanSummary? Find(int year, UnitFilter filter, long changes) =>
        _summaries.TryGetValue(KeyOf(year, filter), out Made? made) && made!.Changes == changes ? made.Summary : null;

    /// <summary>Keeps a summary that was made after <paramref name="changes"/> had been counted.</summary>
    public void Keep(int year, UnitFilter filter, long changes, V1.PlanSummary summary) =>
        _summaries.Set(KeyOf(year, filter), new Made(changes, summary), new MemoryCacheEntryOptions { Size = 1 });

    /// <inheritdoc />
    public void Dispose() => _summaries.Dispose();

    // Null is everything; an empty list of units is nothing.
    private static (int Year, string? Units, string? Enterprise) KeyOf(int year, UnitFilter filter) =>
        (year, filter.Units is { } units ? string.Join(',', units) : null, filter.Enterprise);

    private sealed record Made(long Changes, V1.PlanSummary Summary);
}

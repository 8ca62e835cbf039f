using Microsoft.Extensions.Caching.Memory;

namespace Renovation.Shared.Journal;

/// <summary>
/// Keeps answers for as long as nothing in a module changes: each carries the count of all changes up to which it was made, and one with an earlier count is
/// made anew. So none is ever older than what was acknowledged before it was asked for.
/// </summary>
/// <typeparam name="TKey">What an answer depends on besides the changes; compared by value.</typeparam>
/// <typeparam name="TAnswer">The answer; it is shared and not to be changed.</typeparam>
public sealed class AnswerCache<TKey, TAnswer> : IDisposable
    where TKey : notnull
    where TAnswer : class
{
    private const int Most = 1_000;
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Gives the answer as <paramref name="changes"/> left it, or null.</summary>
    /// <param name="key">What it depends on.</param>
    /// <param name="changes">Count of all changes, read before anything else of the call.</param>
    public TAnswer? Find(TKey key, long changes) => _answers.TryGetValue(key, out Made? made) && made!.Changes == changes ? made.Answer : null;

    /// <summary>Keeps an answer that was made after <paramref name="changes"/> had been counted.</summary>
    public void Keep(TKey key, long changes, TAnswer answer) => _answers.Set(key, new Made(changes, answer), new MemoryCacheEntryOptions { Size = 1 });

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();

    private sealed record Made(long Changes, TAnswer Answer);
}

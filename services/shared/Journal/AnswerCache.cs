using Microsoft.Extensions.Caching.Memory;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>
/// Keeps answers for as long as nothing in a module changes: each carries how far the journal had come before it was made, and is made anew once it has gone on. So none is ever older
/// than what was acknowledged before it was asked for. Those who ask for the same answer at once share one look at the journal, and one answer, that began after they asked.
/// </summary>
/// <typeparam name="TKey">What is asked for; compared by value.</typeparam>
/// <typeparam name="TAnswer">The answer; it is shared and not to be changed.</typeparam>
public sealed class AnswerCache<TKey, TAnswer> : IDisposable
    where TKey : notnull
    where TAnswer : class
{
    private const int Most = 1_000;
    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Gives the answer.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="journal">The journal of the module.</param>
    /// <param name="harmless">Kind of changes on which the answer does not depend; empty when it may depend on all.</param>
    /// <param name="begin">Reads what the answer depends on besides the changes, and says how to make it.</param>
    /// <param name="cancellationToken">Ends the wait; those who wait for the same answer make it then.</param>
    public async Task<TAnswer> GetAsync<TContext>(TKey key, JournalReader<TContext> journal, string harmless, Func<Task<AnswerDraft<TAnswer>>> begin, CancellationToken cancellationToken)
        where TContext : JournaledDbContext
    {
        var place = _places.GetOrCreate(key, entry =>
        {
            entry.Size = 1;
            return new Place();
        })!;
        var begun = place.Begun;
        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            // What began after this call asked, to look or to make, is as good as its own.
            if (place.Last is { } others && others.Number > begun)
                return others.Answer;
            var number = place.Begin();
            var mark = await journal.MarkAsync(cancellationToken);
            var draft = await begin();
            var answer = place.Last is { } last && last.Version == draft.Version && await StandsAsync(last.Mark, mark, journal, harmless, cancellationToken) ? last.Answer : await draft.Make();
            place.Last = new Made(number, mark, draft.Version, answer);
            return answer;
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private static async Task<bool> StandsAsync<TContext>(JournalMark last, JournalMark now, JournalReader<TContext> journal, string harmless, CancellationToken cancellationToken)
        where TContext : JournaledDbContext =>
        now.Count == last.Count || (harmless.Length > 0 && !await journal.HasOtherSinceAsync(last, harmless, cancellationToken));

    private sealed record Made(long Number, JournalMark Mark, string Version, TAnswer Answer);

    private sealed class Place
    {
        private long _begun;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public long Begun => Interlocked.Read(ref _begun);

        /// <summary>Guarded by the gate.</summary>
        public Made? Last { get; set; }

        public long Begin() => Interlocked.Increment(ref _begun);
    }
}

/// <summary>An answer that can be made.</summary>
/// <param name="Version">Version of what it depends on besides the changes of the module, e.g. of copies.</param>
/// <param name="Make">Makes it.</param>
public sealed record AnswerDraft<TAnswer>(string Version, Func<Task<TAnswer>> Make);

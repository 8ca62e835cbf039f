using Microsoft.Extensions.Caching.Memory;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>
/// Keeps answers for as long as nothing in a module changes: each carries how far the journal had come before it was made, and is made anew once it has gone on. So none is ever older
/// than what was acknowledged before it was asked for. Those who ask for the same answer at once share one that began after they asked.
/// </summary>
/// <typeparam name="TKey">What an answer depends on besides the changes; compared by value.</typeparam>
/// <typeparam name="TAnswer">The answer; it is shared and not to be changed.</typeparam>
public sealed class AnswerCache<TKey, TAnswer> : IDisposable
    where TKey : notnull
    where TAnswer : class
{
    private const int Most = 1_000;
    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Gives the answer.</summary>
    /// <param name="key">What it depends on besides the changes of the module.</param>
    /// <param name="journal">The journal of the module.</param>
    /// <param name="harmless">Kind of changes on which the answer does not depend; empty when it may depend on all.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Ends the wait; those who wait for the same answer make it then.</param>
    public async Task<TAnswer> GetAsync<TContext>(TKey key, JournalReader<TContext> journal, string harmless, Func<Task<TAnswer>> make, CancellationToken cancellationToken)
        where TContext : JournaledDbContext
    {
        var place = _places.GetOrCreate(key, entry =>
        {
            entry.Size = 1;
            return new Place();
        })!;
        if (await StandingAsync(place, journal, harmless, cancellationToken) is { } known)
            return known;
        var begun = place.Begun;
        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            // What began after this call asked is as good as its own.
            if (place.Last is { } others && others.Number > begun)
                return others.Answer;
            var number = place.Begin();
            var mark = await journal.MarkAsync(cancellationToken);
            var answer = await make();
            place.Last = new Made(number, mark, answer);
            return answer;
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private static async Task<TAnswer?> StandingAsync<TContext>(Place place, JournalReader<TContext> journal, string harmless, CancellationToken cancellationToken)
        where TContext : JournaledDbContext
    {
        if (place.Last is not { } last)
            return null;
        var mark = await journal.MarkAsync(cancellationToken);
        if (mark.Count == last.Mark.Count)
            return last.Answer;
        if (harmless.Length == 0 || await journal.HasOtherSinceAsync(last.Mark, harmless, cancellationToken))
            return null;

        // The same answer, made a little later.
        place.Last = last with { Mark = mark };
        return last.Answer;
    }

    private sealed record Made(long Number, JournalMark Mark, TAnswer Answer);

    private sealed class Place
    {
        private long _begun;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public long Begun => Interlocked.Read(ref _begun);

        public Made? Last { get; set => Volatile.Write(ref field, value); }

        public long Begin() => Interlocked.Increment(ref _begun);
    }
}

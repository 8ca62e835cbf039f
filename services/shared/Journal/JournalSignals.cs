using System.Collections.Concurrent;

namespace Renovation.Shared.Journal;

/// <summary>Lets writers of this process wake the sealer of their module. A hint only: the sealer looks by itself as well.</summary>
internal sealed class JournalSignals
{
    private readonly ConcurrentDictionary<Type, SemaphoreSlim> _signals = new();

    /// <summary>Says that something was written.</summary>
    public void Wake(Type context)
    {
        var signal = Of(context);
        if (signal.CurrentCount == 0)
            signal.Release();
    }

    /// <summary>Waits until something was written, at most for <paramref name="atMost"/>.</summary>
    public Task<bool> WaitAsync(Type context, TimeSpan atMost, CancellationToken cancellationToken) => Of(context).WaitAsync(atMost, cancellationToken);

    private SemaphoreSlim Of(Type context) => _signals.GetOrAdd(context, _ => new SemaphoreSlim(0));
}

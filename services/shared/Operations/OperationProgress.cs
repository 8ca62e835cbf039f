using System.Collections.Concurrent;

namespace Renovation.Shared.Operations;

/// <summary>Where the work of a scope tells how far it is. Nobody listens unless an operation runs in the scope.</summary>
public sealed class OperationProgress
{
    private Action<int>? _listener;

    /// <summary>Tells that so much of the work is done.</summary>
    public void Report(long done, long total) => _listener?.Invoke(total <= 0 ? 0 : (int)Math.Clamp(done * 100 / total, 0, 99));

    internal void Listen(Action<int> listener) => _listener = listener;
}

/// <summary>How far the operations of this process are. What the database says is a little older, and on SQLite stands still while the operation holds the file.</summary>
internal sealed class OperationBoard
{
    private readonly ConcurrentDictionary<string, int> _percents = new(StringComparer.Ordinal);

    /// <summary>Gives how far an operation is, if this process runs it.</summary>
    public int? Of(string id) => _percents.TryGetValue(id, out var percent) ? percent : null;

    public void Set(string id, int percent) => _percents[id] = percent;

    public void Remove(string id) => _percents.TryRemove(id, out _);
}

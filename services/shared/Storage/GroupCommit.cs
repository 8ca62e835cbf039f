namespace Renovation.Shared.Storage;

/// <summary>
/// Lets changes that arrive at the same time share a transaction (group commit): while one group is being written the next gathers, so that nobody waits for company, and the busier it is the
/// less a change costs. Changes with a key in common never share a group and never run beside each other; they keep their order.
/// </summary>
/// <param name="write">
/// Writes a group in one transaction and gives an outcome for each change in order: one that is refused leaves nothing behind and hinders none. When it throws, each change is written alone. The commit
/// itself may have been what failed, with the group written after all: it must recognise a change that it wrote before.
/// </param>
/// <param name="most">Changes of a group at most.</param>
/// <param name="writers">Groups that are written at the same time at most.</param>
public sealed class GroupCommit<TChange, TResult>(Func<IReadOnlyList<TChange>, Task<IReadOnlyList<GroupOutcome<TResult>>>> write, int most, int writers)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _queue = [];
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private int _writing;

    /// <summary>Writes the change with others, and gives its result once the transaction is committed.</summary>
    /// <param name="change">The change.</param>
    /// <param name="keys">What it is about, by rows that only one may write at a time.</param>
    /// <param name="cancellationToken">Ends the wait; a change that is being written already is written all the same.</param>
    /// <exception cref="Exception">What the change was refused for.</exception>
    public async Task<TResult> AddAsync(TChange change, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(change, keys, cancellationToken);
        if (Enqueue(waiting))
        {
            // The writer serves whoever is there, not the call that woke it.
            using (ExecutionContext.SuppressFlow())
                _ = Task.Run(WriteAllAsync, CancellationToken.None);
        }

        return await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    private bool Enqueue(Waiting waiting)
    {
        lock (_gate)
        {
            _queue.AddLast(waiting);
            if (_writing == writers)
                return false;
            _writing++;
            return true;
        }
    }

    private async Task WriteAllAsync()
    {
        while (Take() is { } group)
        {
            await WriteAsync(group);
            lock (_gate)
                _busy.ExceptWith(group.SelectMany(waiting => waiting.Keys));
        }
    }

    // What is left because of its keys is taken by the writer that holds them, when it comes back.
    private List<Waiting>? Take()
    {
        lock (_gate)
        {
            var group = new List<Waiting>();
            var passedOver = new HashSet<string>(StringComparer.Ordinal);
            for (var node = _queue.First; node is not null && group.Count < most;)
            {
                var (waiting, current) = (node.Value, node);
                node = node.Next;
                if (waiting.Keys.Any(key => _busy.Contains(key) || passedOver.Contains(key)))
                {
                    passedOver.UnionWith(waiting.Keys);
                    continue;
                }

                _queue.Remove(current);
                if (waiting.CancellationToken.IsCancellationRequested)
                    continue;
                _busy.UnionWith(waiting.Keys);
                group.Add(waiting);
            }

            if (group.Count > 0)
                return group;
            _writing--;
            return null;
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            var outcomes = await write(group.ConvertAll(waiting => waiting.Change));
            foreach (var (waiting, outcome) in group.Zip(outcomes))
                outcome.Tell(waiting.Done);
        }
        catch (Exception failure) when (group.Count == 1)
        {
            group[0].Done.TrySetException(failure);
        }
        catch (Exception)
        {
            foreach (var waiting in group)
                await WriteAsync([waiting]);
        }
    }

    private sealed record Waiting(TChange Change, IReadOnlyList<string> Keys, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What became of one change of a group.</summary>
public sealed class GroupOutcome<TResult>
{
    private readonly TResult? _result;
    private readonly Exception? _refusal;

    private GroupOutcome(TResult? result, Exception? refusal) => (_result, _refusal) = (result, refusal);

    /// <summary>It was written.</summary>
    public static GroupOutcome<TResult> Written(TResult result) => new(result, null);

    /// <summary>It was refused, and left nothing behind.</summary>
    public static GroupOutcome<TResult> Refused(Exception refusal) => new(default, refusal);

    internal void Tell(TaskCompletionSource<TResult> done)
    {
        if (_refusal is null)
            done.TrySetResult(_result!);
        else
            done.TrySetException(_refusal);
    }
}

using System.Collections.Concurrent;
using MassTransit;

namespace Renovation.Shared.Messaging;

/// <summary>
/// Knows what the in-memory transport still holds. A crash loses that, so the relay's position only moves once every consumer is done with a batch: what was lost is then
/// published again, and the inbox drops what was done.
/// </summary>
internal sealed class DrainTracker : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, Pending> _pending = new();

    /// <summary>Expects that <paramref name="consumers"/> queues will be done with a message; completes then.</summary>
    public Task ExpectAsync(Guid messageId, int consumers)
    {
        if (consumers == 0)
            return Task.CompletedTask;
        var pending = new Pending(consumers);
        _pending[messageId] = pending;
        return pending.Task;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => DoneAsync(context.MessageId);

    // Told once, after the last attempt.
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => DoneAsync(context.MessageId);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private Task DoneAsync(Guid? messageId)
    {
        if (messageId is { } id && _pending.TryGetValue(id, out var pending) && pending.CountDown())
            _pending.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    private sealed class Pending(int consumers)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = consumers;

        public Task Task => _done.Task;

        public bool CountDown()
        {
            if (Interlocked.Decrement(ref _left) > 0)
                return false;
            _done.TrySetResult();
            return true;
        }
    }
}

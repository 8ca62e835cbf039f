using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Renovation.Shared.Identity;

/// <summary>A unit and the unit above it, null at the top.</summary>
public sealed record UnitNode(string Code, string? Parent);

/// <summary>
/// The tree of units as a module knows it, kept in memory. Read again when it is older than two seconds or a unit is not in it, so that a new unit counts at
/// once and a moved one within two seconds.
/// </summary>
public sealed class UnitTree<TContext>(IServiceScopeFactory scopes, TimeProvider time, Func<TContext, IQueryable<UnitNode>> query) : IDisposable
    where TContext : DbContext
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Snapshot? _snapshot;

    /// <summary>Tells whether <paramref name="unit"/> is <paramref name="ancestor"/> or lies below it; false when it is unknown.</summary>
    public async ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) =>
        (await ReadAsync(unit, cancellationToken)).IsWithin(unit, ancestor);

    /// <summary>Gives the codes of <paramref name="unit"/> and everything below it, itself first; empty when it is unknown.</summary>
    public async ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) =>
        (await ReadAsync(unit, cancellationToken)).Subtree(unit);

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private async ValueTask<Snapshot> ReadAsync(string unit, CancellationToken cancellationToken)
    {
        if (Fresh(unit) is { } fresh)
            return fresh;
        var asked = time.GetTimestamp();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited takes what the one before it read, when that was begun after the question.
            if (_snapshot is { } other && (other.ReadAt >= asked || Fresh(unit) is not null))
                return other;
            await using var scope = scopes.CreateAsyncScope();
            var readAt = time.GetTimestamp();
            var nodes = await query(scope.ServiceProvider.GetRequiredService<TContext>()).AsNoTracking().ToListAsync(cancellationToken);
            return _snapshot = new Snapshot(nodes, readAt);
        }
        finally
        {
            _reading.Release();
        }
    }

    private Snapshot? Fresh(string unit) =>
        _snapshot is { } snapshot && snapshot.Knows(unit) && time.GetElapsedTime(snapshot.ReadAt) < MaxAge ? snapshot : null;

    private sealed class Snapshot(List<UnitNode> nodes, long readAt)
    {
        private readonly Dictionary<string, string?> _parents = nodes.ToDictionary(node => node.Code, node => node.Parent, StringComparer.Ordinal);
        private readonly ILookup<string?, string> _children = nodes.ToLookup(node => node.Parent, node => node.Code, StringComparer.Ordinal);

        public long ReadAt { get; } = readAt;

        public bool Knows(string unit) => _parents.ContainsKey(unit);

        public bool IsWithin(string unit, string ancestor)
        {
            // Bounded by the number of units, so that a circle in the data cannot hang a call.
            string? at = unit;
            for (var steps = 0; at is not null && steps <= _parents.Count; steps++)
            {
                if (!_parents.TryGetValue(at, out var parent))
                    return false;
                if (at == ancestor)
                    return true;
                at = parent;
            }

            return false;
        }

        public IReadOnlyList<string> Subtree(string unit)
        {
            if (!Knows(unit))
                return [];
            var found = new List<string> { unit };
            var seen = new HashSet<string>(found, StringComparer.Ordinal);
            for (var i = 0; i < found.Count; i++)
                found.AddRange(_children[found[i]].Where(seen.Add));
            return found;
        }
    }
}

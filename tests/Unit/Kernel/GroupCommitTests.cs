using Renovation.Shared.Storage;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Kernel;

public sealed class GroupCommitTests
{
    private readonly Lock _gate = new();
    private readonly List<string> _groups = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Changes_ThatComeWhileOthersAreWritten_ShareAGroup()
    {
        var commit = Commit(most: 3);
        var first = AddAsync(commit, "a");
        await UntilAsync(() => _groups.Count == 1);
        var all = new[] { "b", "c", "d", "e" }.Select(change => AddAsync(commit, change)).ToList();
        _first.SetResult();

        (await first).ShouldBe("A");
        (await Task.WhenAll(all)).ShouldBe(["B", "C", "D", "E"]);
        _groups.ShouldBe(["a", "bcd", "e"]);
    }

    [Fact]
    public async Task Changes_WithAKeyInCommon_AreWrittenOneAfterTheOther()
    {
        var commit = Commit(most: 9, writers: 2);
        var first = AddAsync(commit, "a", "x");
        await UntilAsync(() => _groups.Count == 1);

        // The second writer goes on with what the first does not hold, and nothing overtakes what waits for a key.
        var held = AddAsync(commit, "b", "x", "y");
        var behind = AddAsync(commit, "c", "y");
        (await AddAsync(commit, "d", "z")).ShouldBe("D");
        (held.IsCompleted, behind.IsCompleted).ShouldBe((false, false));
        _first.SetResult();

        (await Task.WhenAll(first, held, behind)).ShouldBe(["A", "B", "C"]);
        _groups.ShouldBe(["a", "d", "b", "c"]);
    }

    [Fact]
    public async Task Change_ThatIsRefused_HindersNone()
    {
        var commit = Commit(most: 9);
        var first = AddAsync(commit, "a");
        await UntilAsync(() => _groups.Count == 1);
        var (refused, written) = (AddAsync(commit, "!"), AddAsync(commit, "b"));
        _first.SetResult();

        (await first).ShouldBe("A");
        (await written).ShouldBe("B");
        (await Should.ThrowAsync<InvalidOperationException>(() => refused)).Message.ShouldBe("refused");
        _groups.ShouldBe(["a", "!b"]);
    }

    [Fact]
    public async Task Group_ThatFails_IsWrittenOneByOne()
    {
        var commit = Commit(most: 9);
        var first = AddAsync(commit, "a");
        await UntilAsync(() => _groups.Count == 1);
        var all = new[] { "b", "?", "c" }.Select(change => AddAsync(commit, change)).ToList();
        _first.SetResult();

        (await all[0]).ShouldBe("B");
        (await all[2]).ShouldBe("C");
        (await Should.ThrowAsync<IOException>(() => all[1])).Message.ShouldBe("failed");
        (await first).ShouldBe("A");
        _groups.ShouldBe(["a", "b?c", "b", "?", "c"]);

        // And the next is served again.
        (await AddAsync(commit, "d")).ShouldBe("D");
    }

    [Fact]
    public async Task Change_WhoseCallerLeftBeforeItsTurn_IsNotWritten()
    {
        var commit = Commit(most: 9);
        var first = AddAsync(commit, "a");
        await UntilAsync(() => _groups.Count == 1);
        using var leaving = new CancellationTokenSource();
        var left = commit.AddAsync("b", ["b"], leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        _first.SetResult();

        (await first).ShouldBe("A");
        (await AddAsync(commit, "b")).ShouldBe("B");
        _groups.ShouldBe(["a", "b"]);
    }

    private static Task<string> AddAsync(GroupCommit<string, string> commit, string change, params string[] keys) =>
        commit.AddAsync(change, keys.Length > 0 ? keys : [change], TestContext.Current.CancellationToken);

    private async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            lock (_gate)
            {
                if (condition())
                    return;
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    // The first group waits until it is let go.
    private GroupCommit<string, string> Commit(int most, int writers = 1) => new(
        async changes =>
        {
            bool first;
            lock (_gate)
            {
                first = _groups.Count == 0;
                _groups.Add(string.Concat(changes));
            }

            if (first)
                await _first.Task;
            if (changes.Contains("?", StringComparer.Ordinal))
                throw new IOException("failed");
            return [.. changes.Select(change => change == "!" ? GroupOutcome<string>.Refused(new InvalidOperationException("refused")) : GroupOutcome<string>.Written(change.ToUpperInvariant()))];
        },
        most,
        writers);
}

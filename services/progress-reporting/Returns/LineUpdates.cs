using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Idempotency;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>A change of one line by the unit, or by the city on behalf of it.</summary>
/// <param name="Return">The return.</param>
/// <param name="Project">Project of the line.</param>
/// <param name="Request">What to change.</param>
/// <param name="OnBehalf">Whether the city does it for the unit.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="Call">What is kept of the call for its repetition; null when it has no request id.</param>
internal sealed record LineUpdate(ReturnKey Return, string Project, V1.UpdateReturnLineRequest Request, bool OnBehalf, string Actor, RequestRecord? Call)
{
    /// <summary>Rows that only one may write at a time.</summary>
    public IReadOnlyList<string> Keys => Call is null ? [Return.Id] : [Return.Id, Call.Id];
}

/// <summary>Writes changes of single lines: those of different returns that arrive at once share a transaction, as they do in the last hours before returns are due.</summary>
internal sealed class LineUpdates(IServiceScopeFactory scopes)
{
    private const int Most = 64;
    private const int Writers = 2;
    private readonly GroupCommit<LineUpdate, V1.ReturnLine> _groups = new(
        async updates =>
        {
            // Repetitions are rare: only where a request id turns out to be taken are the first answers looked for.
            for (var looks = false; ; looks = true)
            {
                await using var scope = scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<LineGroup>().TryWriteAsync(updates, looks) is { } outcomes)
                    return outcomes;
            }
        },
        Most,
        Writers);

    /// <summary>Changes a line and gives it once that is committed.</summary>
    /// <exception cref="DomainException">NotFound, PERIOD_CLOSED, NOT_WITH_UNIT, CELL_LOCKED; StaleEtag; Invalid, with everything that is wrong; REQUEST_ID_REUSED.</exception>
    public Task<V1.ReturnLine> WriteAsync(LineUpdate update, CancellationToken cancellationToken) => _groups.AddAsync(update, update.Keys, cancellationToken);
}

/// <summary>Writes changes of lines of different returns in one transaction.</summary>
internal sealed class LineGroup(ProgressDbContext db, BusinessClock clock, TimeProvider time)
{
    /// <summary>Writes them and gives what became of each, in order; null when another call took one of the request ids, and none is written.</summary>
    /// <param name="updates">The changes.</param>
    /// <param name="looks">Whether to look for first answers before anything is changed.</param>
    public async Task<IReadOnlyList<GroupOutcome<V1.ReturnLine>>?> TryWriteAsync(IReadOnlyList<LineUpdate> updates, bool looks)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();

        // Locked first: whoever writes the same line elsewhere has answered before its answer is looked for.
        var returns = await LockAsync(updates);
        var answered = await AnsweredAsync(looks ? updates : []);
        var fresh = updates.Where(update => update.Call is null || !answered.ContainsKey(update.Call.Id)).ToList();
        await ReadLinesAsync(fresh, returns);
        var closed = await ClosedAsync(fresh);
        var refusals = new Dictionary<LineUpdate, DomainException>(ReferenceEqualityComparer.Instance);
        foreach (var update in fresh)
        {
            // Whoever is refused is refused before anything is changed.
            if (Refusal(() => Apply(update, returns.GetValueOrDefault(update.Return.Id), closed)) is { } refusal)
                refusals[update] = refusal;
        }

        // What is refused now may be the repetition of what was written before.
        if (!looks)
            answered = await AnsweredAsync(refusals.Keys);
        await db.SaveChangesAsync();
        var written = fresh.Where(update => !refusals.ContainsKey(update)).ToDictionary<LineUpdate, LineUpdate, V1.ReturnLine>(
            update => update, update => ToProto(returns[update.Return.Id], update.Project), ReferenceEqualityComparer.Instance);
        if (!await RequestStore.TryKeepAsync(db, [.. from line in written where line.Key.Call is not null select (line.Key.Call, (IMessage)line.Value)], CancellationToken.None))
            return null;
        await transaction.CommitAsync();
        return [.. updates.Select(update => Outcome(update))];

        GroupOutcome<V1.ReturnLine> Outcome(LineUpdate update) =>
            written.TryGetValue(update, out var line) ? GroupOutcome<V1.ReturnLine>.Written(line)
            : update.Call is not null && answered.TryGetValue(update.Call.Id, out var first) ? Replay(first, update.Call)
            : GroupOutcome<V1.ReturnLine>.Refused(refusals[update]);
    }

    private Task<IReadOnlyDictionary<string, RequestRecord>> AnsweredAsync(IEnumerable<LineUpdate> updates) =>
        RequestStore.AnsweredAsync(db, [.. updates.Select(update => update.Call).OfType<RequestRecord>()], CancellationToken.None);

    private static V1.ReturnLine ToProto(Return filed, string project) => LineMapping.ToProto(filed, filed.LineOf(project));

    private static GroupOutcome<V1.ReturnLine> Replay(RequestRecord first, RequestRecord again)
    {
        V1.ReturnLine? line = null;
        return Refusal(() => line = RequestStore.Replay<V1.ReturnLine>(first, again)) is { } reused
            ? GroupOutcome<V1.ReturnLine>.Refused(reused)
            : GroupOutcome<V1.ReturnLine>.Written(line!);
    }

    private static DomainException? Refusal(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (DomainException refusal)
        {
            return refusal;
        }
    }

    private Task<Dictionary<string, Return>> LockAsync(IReadOnlyList<LineUpdate> updates)
    {
        var ids = updates.Select(update => update.Return.Id).ToList();
        return db.Returns.Where(filed => ids.Contains(filed.Id)).OrderBy(filed => filed.Id).Locked(db).ToDictionaryAsync(filed => filed.Id, StringComparer.Ordinal);
    }

    // The other lines are read only when the return itself changes with one.
    private async Task ReadLinesAsync(List<LineUpdate> updates, Dictionary<string, Return> returns)
    {
        var takesAlone = updates.Where(update => returns.ContainsKey(update.Return.Id)).ToLookup(update => returns[update.Return.Id].TakesLinesAlone(update.OnBehalf));
        var alone = takesAlone[true].ToList();
        if (alone.Count > 0)
        {
            var (owners, projects) = (alone.ConvertAll(update => update.Return.Id), alone.ConvertAll(update => update.Project));
            await db.Lines.Where(line => owners.Contains(line.Return) && projects.Contains(line.Project)).LoadAsync();
        }

        var whole = takesAlone[false].Select(update => update.Return.Id).ToList();
        if (whole.Count > 0)
            await db.Lines.Where(line => whole.Contains(line.Return)).LoadAsync();
    }

    private async Task<HashSet<string>> ClosedAsync(List<LineUpdate> updates)
    {
        var periods = updates.Where(update => !update.OnBehalf).Select(update => update.Return.Period).Distinct(StringComparer.Ordinal).ToList();
        var closed = periods.Count == 0 ? [] : await db.Periods.Where(period => periods.Contains(period.Id) && period.State == PeriodState.Closed).Select(period => period.Id).ToListAsync();
        return new HashSet<string>(closed, StringComparer.Ordinal);
    }

    private void Apply(LineUpdate update, Return? filed, HashSet<string> closed)
    {
        if (filed is null)
            throw update.Return.NotFound();
        if (!update.OnBehalf)
            filed.RequireWindow(closed.Contains(filed.Period) ? PeriodState.Closed : PeriodState.Open, clock.Now);
        if (LineMapping.Fill(filed, filed.LineOf(update.Project), update.Request, update.OnBehalf, Instants.Now(time)))
            filed.ChangedBy(update.Actor);
    }
}

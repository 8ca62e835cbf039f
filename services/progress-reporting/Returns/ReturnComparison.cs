using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Journal;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Compares a return with a revision of it that was submitted or accepted before, cell by cell. The revisions are read from the journal.</summary>
internal sealed class ReturnComparison(ProgressDbContext db, ReturnStore store)
{
    /// <summary>Compares.</summary>
    /// <exception cref="DomainException">NotFound, also when there is no such revision; Invalid: no base is named.</exception>
    public async Task<V1.DiffReturnResponse> CompareAsync(ReturnKey key, V1.DiffReturnRequest.Types.Base to, CancellationToken cancellationToken)
    {
        var filed = await store.ReadAsync(key, cancellationToken);
        var descriptor = to switch
        {
            V1.DiffReturnRequest.Types.Base.LastSubmitted => V1.ReturnSubmitted.Descriptor,
            V1.DiffReturnRequest.Types.Base.LastAccepted => V1.ReturnAccepted.Descriptor,
            _ => throw DomainException.Invalid("base", "REQUIRED", new LocalText("须指明与哪一版比较。", "Name the revision to compare with.")),
        };

        // While it is submitted or accepted, that revision is the return itself: the one before tells what changed.
        var body = await db.Journal.AsNoTracking().Where(row => row.Resource == filed.ResourceName && row.EventType == descriptor.FullName && row.Version < filed.Version)
            .OrderByDescending(row => row.Version).Select(row => row.Body).FirstOrDefaultAsync(cancellationToken)
            ?? throw DomainException.NotFound($"{filed.ResourceName} ({to})");
        var before = JournalBody.Read<V1.Return>(body);
        var now = ReturnMapping.ToProto(filed, filed.Lines);
        return new V1.DiffReturnResponse { BaseEtag = before.Etag, BaseSubmitTime = before.SubmitTime, Changes = { Changes(before, now) } };
    }

    private static IEnumerable<V1.CellChange> Changes(V1.Return before, V1.Return now)
    {
        foreach (var change in Changes(before, now, ReturnHead.Fields))
            yield return change;
        var earlier = before.Lines.ToDictionary(line => line.Project, StringComparer.Ordinal);
        foreach (var line in now.Lines)
        {
            foreach (var change in Changes(earlier.GetValueOrDefault(line.Project) ?? new V1.ReturnLine(), line, LineEntry.Fields))
            {
                (change.Project, change.ProjectTitle) = (line.Project, line.ProjectTitle);
                yield return change;
            }
        }
    }

    private static IEnumerable<V1.CellChange> Changes(IMessage before, IMessage now, IReadOnlyCollection<string> fields) =>
        from name in fields
        let field = now.Descriptor.FindFieldByName(name)
        let texts = (Before: Text(before, field), After: Text(now, field))
        where texts.Before != texts.After
        select new V1.CellChange { Field = name, Before = texts.Before, After = texts.After };

    // As the contract writes it in JSON; empty when not filled.
    private static string Text(IMessage message, FieldDescriptor field)
    {
        if (field.HasPresence && !field.Accessor.HasValue(message))
            return "";
        return field.Accessor.GetValue(message) switch
        {
            Enum value => (int)(object)value == 0 ? "" : field.EnumType.FindValueByNumber((int)(object)value)?.Name ?? $"{(int)(object)value}",
            bool value => value ? "true" : "false",
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
    }
}

using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Journal.V1;

namespace Renovation.Shared.Journal;

/// <summary>Tells what was before a change where parts of a resource are journaled one by one: a whole is its last row with the parts that changed after it, a part may still stand in the whole.</summary>
internal static class JournalParts
{
    /// <summary>Completes entries that have no predecessor of their own.</summary>
    /// <param name="rows">The sealed journal.</param>
    /// <param name="parts">Name of the collection of the parts.</param>
    public static async Task FillBeforeAsync(IQueryable<JournalRow> rows, IReadOnlyList<JournalEntry> entries, string parts, CancellationToken cancellationToken)
    {
        var infix = $"/{parts}/";
        var late = entries.Where(entry => entry.Version > 1).ToList();
        if (late.Count == 0)
            return;
        var wholes = await WholesAsync(rows, late, infix, cancellationToken);
        var later = await LaterAsync(rows, wholes, infix, cancellationToken);
        foreach (var entry in late)
        {
            if (wholes.GetValueOrDefault(entry.Sequence) is not { } whole)
                continue;
            entry.Before = whole.IsPart
                ? ItemsOf(whole.Body, parts).Select(item => item.StructValue).FirstOrDefault(item => NameOf(item) == entry.Resource)
                : Merge(whole.Body, parts, later[entry.Sequence]);
        }
    }

    // The last row of the whole before each entry.
    private static async Task<Dictionary<long, Whole>> WholesAsync(IQueryable<JournalRow> rows, List<JournalEntry> entries, string infix, CancellationToken cancellationToken)
    {
        var sequences = entries.ConvertAll(entry => (long?)entry.Sequence);
        var places = await rows.Where(row => sequences.Contains(row.Sequence)).Select(row => new
        {
            row.Sequence,
            IsPart = row.Resource.Contains(infix),
            Whole = rows.Where(whole => whole.Resource == (row.Resource.Contains(infix) ? row.Resource.Substring(0, row.Resource.IndexOf(infix)) : row.Resource) && whole.Sequence < row.Sequence)
                .Max(whole => whole.Sequence),
        }).ToListAsync(cancellationToken);
        var wanted = places.Where(place => place.Whole is not null).Select(place => place.Whole).Distinct().ToList();
        var bodies = await rows.Where(row => wanted.Contains(row.Sequence)).ToDictionaryAsync(row => row.Sequence!.Value, row => Struct.Parser.ParseJson(row.Body), cancellationToken);
        return places.Where(place => place.Whole is not null).ToDictionary(place => place.Sequence!.Value, place => new Whole(place.Whole!.Value, place.IsPart, bodies[place.Whole.Value]));
    }

    // The parts that changed between a whole and the entry that it is before, oldest first.
    private static async Task<ILookup<long, Struct>> LaterAsync(IQueryable<JournalRow> rows, Dictionary<long, Whole> wholes, string infix, CancellationToken cancellationToken)
    {
        var merged = wholes.Where(pair => !pair.Value.IsPart).ToList();
        if (merged.Count == 0)
            return Array.Empty<(long Entry, Struct Part)>().ToLookup(later => later.Entry, later => later.Part);
        var (entries, oldest) = (merged.ConvertAll(pair => (long?)pair.Key), merged.Min(pair => pair.Value.Sequence));
        var end = $"{infix[..^1]}{(char)(infix[^1] + 1)}";
        var found = await rows.Where(entry => entries.Contains(entry.Sequence)).SelectMany(_ => rows, (entry, part) => new { entry, part })
            .Where(pair => string.Compare(pair.part.Resource, pair.entry.Resource + infix) > 0 && string.Compare(pair.part.Resource, pair.entry.Resource + end) < 0 && pair.part.Sequence < pair.entry.Sequence && pair.part.Sequence > oldest)
            .Select(pair => new { Entry = pair.entry.Sequence!.Value, Part = pair.part.Sequence!.Value, pair.part.Body }).ToListAsync(cancellationToken);
        return found.Where(part => part.Part > wholes[part.Entry].Sequence).OrderBy(part => part.Part).ToLookup(part => part.Entry, part => Struct.Parser.ParseJson(part.Body));
    }

    private static Struct Merge(Struct whole, string parts, IEnumerable<Struct> later)
    {
        // The rows of wholes are shared by the entries of a page.
        var merged = whole.Clone();
        var last = new Dictionary<string, Struct>(StringComparer.Ordinal);
        foreach (var part in later)
            last[NameOf(part)] = part;
        foreach (var item in ItemsOf(merged, parts))
            item.StructValue = last.GetValueOrDefault(NameOf(item.StructValue), item.StructValue);
        return merged;
    }

    private static IEnumerable<Value> ItemsOf(Struct whole, string parts) => whole.Fields.TryGetValue(parts, out var list) ? list.ListValue.Values : [];

    private static string NameOf(Struct item) => item.Fields["name"].StringValue;

    private sealed record Whole(long Sequence, bool IsPart, Struct Body);
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Renovation.Shared.Messaging;

/// <summary>What the journal tells about itself: meter <c>Renovation.Journal</c>.</summary>
internal static class JournalMetrics
{
    private static readonly Meter Meter = new("Renovation.Journal");
    private static readonly ConcurrentDictionary<string, (long Rows, double Seconds)> Backlogs = new(StringComparer.Ordinal);

    /// <summary>Events published and confirmed.</summary>
    public static readonly Counter<long> Published = Meter.CreateCounter<long>("renovation.journal.published");

    /// <summary>Events handled.</summary>
    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>("renovation.inbox.consumed");

    /// <summary>Events that came again and were dropped.</summary>
    public static readonly Counter<long> Repeated = Meter.CreateCounter<long>("renovation.inbox.repeated");

    /// <summary>Events set aside.</summary>
    public static readonly Counter<long> Parked = Meter.CreateCounter<long>("renovation.journal.parked");

    static JournalMetrics()
    {
        Meter.CreateObservableGauge("renovation.outbox.rows", () => Backlogs.Select(pair => new Measurement<long>(pair.Value.Rows, new KeyValuePair<string, object?>("module", pair.Key))));
        Meter.CreateObservableGauge("renovation.outbox.age", () => Backlogs.Select(pair => new Measurement<double>(pair.Value.Seconds, new KeyValuePair<string, object?>("module", pair.Key))), "s");
    }

    /// <summary>Notes how many sealed rows the relay has before it, and how old the first one is.</summary>
    public static void Backlog(string module, long rows, TimeSpan age) => Backlogs[module] = (rows, Math.Max(0, age.TotalSeconds));
}

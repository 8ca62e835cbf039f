using Renovation.Shared.Errors;

namespace Renovation.Shared.Domain;

/// <summary>A resource that changes as a whole: one version, one etag, one journal row for every save.</summary>
public abstract class Aggregate
{
    private readonly List<string> _kinds = [];
    private string _reason = "";
    private string _actor = "";

    /// <summary>Version: 1 after the first save, one more with every save; EF's concurrency token, the etag and the version in events.</summary>
    public long Version { get; private set; }

    /// <summary>When it was first saved (UTC).</summary>
    public DateTime CreateTime { get; private set; }

    /// <summary>When it was last saved (UTC).</summary>
    public DateTime UpdateTime { get; private set; }

    /// <summary>Name of the resource, e.g. <c>projects/0197…</c>; the key of its history.</summary>
    public abstract string ResourceName { get; }

    /// <summary>Version tag, e.g. <c>"v7"</c> with its quotes.</summary>
    public string Etag => Etags.Of(Version);

    /// <summary>True once something was noted since the last save.</summary>
    public bool HasChanges => _kinds.Count > 0;

    /// <summary>Notes what happened; every method that changes the aggregate calls it.</summary>
    /// <param name="kind">Kind of change, UPPER_SNAKE. Several of one save are joined in order, each once.</param>
    /// <param name="reason">Reason given, empty when none was asked for. The last one given counts.</param>
    protected virtual void Changed(string kind, string reason = "")
    {
        if (!_kinds.Contains(kind, StringComparer.Ordinal))
            _kinds.Add(kind);
        if (reason.Length > 0)
            _reason = reason;
    }

    /// <summary>Notes who changes it, when one save carries changes of several callers; otherwise it is whoever calls.</summary>
    /// <param name="actor">Subject of the caller.</param>
    public void ChangedBy(string actor) => _actor = actor;

    /// <summary>Stamps the next version and hands out what was noted; the actor is empty when nobody noted one.</summary>
    internal (string Kind, string Reason, string Actor) TakeChanges(DateTime now)
    {
        Version++;
        if (Version == 1)
            CreateTime = now;
        UpdateTime = now;
        var taken = (string.Join(',', _kinds), _reason, _actor);
        _kinds.Clear();
        (_reason, _actor) = ("", "");
        return taken;
    }
}

/// <summary>Makes and compares version tags.</summary>
public static class Etags
{
    /// <summary>Gives the tag of a version, e.g. <c>"v7"</c> with its quotes.</summary>
    public static string Of(long version) => $"\"v{version}\"";

    /// <summary>Gives the version in a tag such as <c>"v7"</c>; 0 when the text is no tag.</summary>
    public static long VersionOf(string etag) =>
        etag is ['"', 'v', .., '"'] && long.TryParse(etag.AsSpan(2, etag.Length - 3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>Refuses a stale tag; an empty one is not compared.</summary>
    /// <exception cref="DomainException">StaleEtag, when the tag is not the aggregate's.</exception>
    public static void Check(Aggregate aggregate, string etag)
    {
        if (etag.Length > 0 && !string.Equals(etag, aggregate.Etag, StringComparison.Ordinal))
            throw DomainException.StaleEtag(aggregate.ResourceName);
    }
}

namespace Renovation.Shared.Messaging;

/// <summary>
/// Which module listens to which event. RabbitMQ drops what is published to an exchange without a queue, so the publisher declares the queues of all subscribers before its first
/// publish: a module that is deployed later misses nothing.
/// </summary>
public static class Subscriptions
{
    private static readonly Dictionary<string, string[]> Subscribers = new(StringComparer.Ordinal)
    {
        ["renovation.catalog.v1.UnitChanged"] = ["progress", "funding"],
        ["renovation.catalog.v1.EnterpriseChanged"] = ["funding"],
        ["renovation.catalog.v1.ProjectChanged"] = ["progress", "funding"],
        ["renovation.catalog.v1.PlanIssued"] = ["progress", "funding"],
        ["renovation.catalog.v1.PlanAdjusted"] = ["progress", "funding"],
        ["renovation.catalog.v1.CandidateConsidered"] = ["progress"],
        ["renovation.progress.v1.ReturnAccepted"] = ["catalog", "funding"],
        ["renovation.progress.v1.WithdrawalProposed"] = ["catalog"],
    };

    /// <summary>Full names of the events that somebody listens to.</summary>
    public static IReadOnlyCollection<string> Events => Subscribers.Keys;

    /// <summary>Gives the modules that listen to an event; none for one that is published for other systems only.</summary>
    public static IReadOnlyList<string> Of(string eventType) => Subscribers.GetValueOrDefault(eventType, []);

    /// <summary>Gives the queue of a subscriber, e.g. <c>progress-project-changed</c>.</summary>
    public static string QueueOf(string module, string eventType)
    {
        var name = eventType[(eventType.LastIndexOf('.') + 1)..];
        return module + string.Concat(name.Select(character => char.IsUpper(character) ? $"-{char.ToLowerInvariant(character)}" : character.ToString()));
    }
}

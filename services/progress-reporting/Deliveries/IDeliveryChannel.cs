using Renovation.ProgressReporting.Reminders;

namespace Renovation.ProgressReporting.Deliveries;

/// <summary>Brings reminders to their units.</summary>
internal interface IDeliveryChannel
{
    /// <summary>Name in settings and answers.</summary>
    string Name { get; }

    /// <summary>Delivers a reminder. It may be called again for one that was delivered, when the process ended before that was noted.</summary>
    /// <exception cref="UndeliverableException">It can never be delivered; any other exception is tried again.</exception>
    Task DeliverAsync(Reminder reminder, CancellationToken cancellationToken);
}

/// <summary>Says that a reminder cannot be delivered, however often it is tried.</summary>
internal sealed class UndeliverableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The inbox of the system: a reminder stands in it from the moment it is made, until somebody of the unit marks it as read.</summary>
internal sealed class InboxChannel : IDeliveryChannel
{
    public const string ChannelName = "inbox";

    public string Name => ChannelName;

    public Task DeliverAsync(Reminder reminder, CancellationToken cancellationToken) => Task.CompletedTask;
}

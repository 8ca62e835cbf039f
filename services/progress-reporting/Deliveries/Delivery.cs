namespace Renovation.ProgressReporting.Deliveries;

/// <summary>How far a delivery is.</summary>
internal enum DeliveryState
{
    Pending = 1,
    Delivered = 2,

    /// <summary>Given up.</summary>
    Failed = 3,
}

/// <summary>A reminder on its way by one channel. Made with the reminder, so that none is forgotten; times are those of the real clock.</summary>
internal sealed class Delivery
{
    public required string Reminder { get; init; }

    public required string Channel { get; init; }

    /// <summary>Unit that it is for.</summary>
    public required string Unit { get; init; }

    public DeliveryState State { get; set; } = DeliveryState.Pending;

    public int Attempts { get; set; }

    /// <summary>From when on it is tried; whoever tries it takes it for a while.</summary>
    public required DateTime NextTime { get; set; }

    public DateTime? DeliverTime { get; set; }

    /// <summary>When somebody of the unit marked it as read, in the inbox; null before.</summary>
    public DateTime? ReadTime { get; set; }

    /// <summary>Why the last try failed; empty without one.</summary>
    public string Error { get; set; } = "";
}

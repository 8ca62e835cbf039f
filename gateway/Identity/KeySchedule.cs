namespace Renovation.Gateway.Identity;

/// <summary>When keys are made, sign and go.</summary>
/// <param name="Lifetime">How long a key signs: <c>Identity:KeyLifetime</c>, default 90 days.</param>
/// <param name="TokenLifetime">How long a token is valid: <c>Identity:TokenLifetime</c>, default 30 minutes.</param>
internal sealed record KeySchedule(TimeSpan Lifetime, TimeSpan TokenLifetime)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(1);

    /// <summary>How long a key is published before it signs, so that every gateway and whoever caches keys knows it by then.</summary>
    public TimeSpan Ahead => Lifetime / 3 < LongestAhead ? Lifetime / 3 : LongestAhead;

    /// <summary>How often a gateway looks for keys, its own duty and the work of others.</summary>
    public TimeSpan Look => Ahead / 4 < TimeSpan.FromMinutes(1) ? Ahead / 4 : TimeSpan.FromMinutes(1);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting makes no sense.</exception>
    public static KeySchedule Read(IConfiguration configuration)
    {
        var schedule = new KeySchedule(
            configuration.GetValue("Identity:KeyLifetime", TimeSpan.FromDays(90)), configuration.GetValue("Identity:TokenLifetime", TimeSpan.FromMinutes(30)));
        return schedule.Lifetime > TimeSpan.Zero && schedule.TokenLifetime > TimeSpan.Zero
            ? schedule
            : throw new InvalidOperationException("The settings Identity:KeyLifetime and Identity:TokenLifetime must be more than nothing, such as 90.00:00:00 and 00:30:00.");
    }

    /// <summary>Gives when the next key shall begin to sign, null when it is not time to make it.</summary>
    /// <param name="newestActive">When the newest key begins or began to sign; null when there is none.</param>
    /// <param name="now">Now.</param>
    public DateTime? NextActive(DateTime? newestActive, DateTime now)
    {
        if (newestActive is not { } active)
            return now;
        var due = active + Lifetime;
        if (now < due - Ahead)
            return null;
        return due > now + Ahead ? due : now + Ahead;
    }

    /// <summary>Tells whether no token that a key signed is valid any more.</summary>
    /// <param name="successorActive">When the key after it began to sign; null when it is the newest.</param>
    /// <param name="now">Now.</param>
    public bool IsRetired(DateTime? successorActive, DateTime now) => successorActive is { } until && until + TokenLifetime + Skew < now;
}

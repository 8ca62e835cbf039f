using Renovation.Shared.Domain;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Time;

/// <summary>
/// The clock of the calendar rules: due times, clocks of problems, publicity days. Follows the real clock unless a clock file sets it to another time, from
/// which it then moves on. Timers run in real time; tokens, timeouts and the journal read the real clock.
/// </summary>
public sealed class BusinessClock : TimeProvider
{
    private static readonly TimeSpan RereadAfter = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider _real;
    private readonly string? _file;
    private readonly Lock _reading = new();
    private long _readAt;
    private bool _read;
    private TimeSpan _offset;

    /// <summary>Makes the clock; without <paramref name="file"/> it is the real one in the time zone of the calendar.</summary>
    public BusinessClock(TimeProvider real, TimeZoneInfo zone, string? file = null) => (_real, Zone, _file) = (real, zone, file);

    /// <summary>Time zone of the calendar rules.</summary>
    public TimeZoneInfo Zone { get; }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => Zone;

    /// <summary>Gives the current day in <see cref="Zone"/>.</summary>
    public DateOnly Today() => Now.ToLocalDate(Zone);

    /// <summary>Gives the current instant, UTC, in microseconds as it is stored.</summary>
    public DateTime Now => Instants.Now(this);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + Offset();

    /// <inheritdoc />
    public override long GetTimestamp() => _real.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    private TimeSpan Offset()
    {
        if (_file is null)
            return TimeSpan.Zero;
        lock (_reading)
        {
            if (!_read || _real.GetElapsedTime(_readAt) >= RereadAfter)
            {
                _offset = ClockFile.TryReadOffset(_file) ?? _offset;
                _readAt = _real.GetTimestamp();
                _read = true;
            }

            return _offset;
        }
    }
}

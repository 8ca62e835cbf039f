using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Renovation.Shared.Storage;

/// <summary>Keeps instants as UTC in microseconds, the precision of PostgreSQL, so that a value reads back as it was written on both databases.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(value => Instants.Truncate(value), value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

/// <summary>Instants as they are stored.</summary>
public static class Instants
{
    /// <summary>Gives the current instant in microseconds.</summary>
    public static DateTime Now(TimeProvider time) => Truncate(time.GetUtcNow().UtcDateTime);

    /// <summary>Cuts an instant to microseconds, UTC.</summary>
    public static DateTime Truncate(DateTime value) => new(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}

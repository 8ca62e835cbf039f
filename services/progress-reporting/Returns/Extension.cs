namespace Renovation.ProgressReporting.Returns;

/// <summary>Time that the city gives a unit beyond that of the period.</summary>
/// <param name="DueDate">Last day on which its return is on time.</param>
/// <param name="LateFrom">First instant that is late (UTC).</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
internal sealed record Extension(DateOnly DueDate, DateTime LateFrom, string Reason)
{
    public const int LongestReason = 500;
}

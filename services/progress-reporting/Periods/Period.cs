using Renovation.Shared.Domain;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Where a period stands.</summary>
internal enum PeriodState
{
    Open = 1,
    Closed = 2,
}

/// <summary>A quarter to report on (报告期).</summary>
internal sealed class Period : Aggregate
{
    // For storage, which fills in the rest.
    private Period(string id, int year) => (Id, Year) = (id, year);

    /// <summary><c>2017Q2</c>; the order of texts is the order of time.</summary>
    public string Id { get; }

    public int Year { get; }

    public PeriodState State { get; private set; } = PeriodState.Open;

    /// <summary>Last day on which a return is on time.</summary>
    public DateOnly DueDate { get; private set; }

    /// <summary>First instant that is late (UTC).</summary>
    public DateTime LateFrom { get; private set; }

    /// <summary>Revision of the plan it was prefilled from.</summary>
    public int PlanRevision { get; private set; }

    public Quarter Quarter => Quarter.Parse(Id) ?? throw new InvalidOperationException($"{Id} is no quarter.");

    public override string ResourceName => $"periods/{Id}";

    public static Period Open(Quarter quarter, int dueDay, TimeZoneInfo zone, int planRevision)
    {
        var period = new Period(quarter.ToString(), quarter.Year) { DueDate = quarter.DueDate(dueDay), LateFrom = quarter.LateFrom(dueDay, zone), PlanRevision = planRevision };
        period.Changed("OPENED");
        return period;
    }
}

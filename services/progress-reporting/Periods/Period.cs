using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

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

    /// <summary>When it was closed (UTC).</summary>
    public DateTime? CloseTime { get; private set; }

    /// <summary>Revision of the plan it was prefilled from.</summary>
    public int PlanRevision { get; private set; }

    public Quarter Quarter => Quarter.Parse(Id) ?? throw new InvalidOperationException($"{Id} is no quarter.");

    public override string ResourceName => $"periods/{Id}";

    public static Period Open(Quarter quarter, DueTime due, int planRevision)
    {
        var period = new Period(quarter.ToString(), quarter.Year) { DueDate = due.DueDate, LateFrom = due.LateFrom, PlanRevision = planRevision };
        period.Changed("OPENED");
        return period;
    }

    /// <summary>Closes it; says whether it was open. Units file nothing any more unless the city extends their time or hands a return back.</summary>
    /// <param name="now">Instant of the business clock (UTC).</param>
    /// <exception cref="DomainException">NOT_DUE: returns could still be on time.</exception>
    public bool Close(DateTime now)
    {
        if (State == PeriodState.Closed)
            return false;
        if (now < LateFrom)
            throw DomainException.WrongState("NOT_DUE", ResourceName, new LocalText($"{DueDate:yyyy-MM-dd} 前上报仍算按时，不能关闭。", $"Returns are on time until {DueDate:yyyy-MM-dd}: it cannot be closed yet."));
        (State, CloseTime) = (PeriodState.Closed, now);
        Changed("CLOSED");
        return true;
    }
}

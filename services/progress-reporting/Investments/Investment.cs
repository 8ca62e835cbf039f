namespace Renovation.ProgressReporting.Investments;

/// <summary>The accepted figures of a project for one period, in yuan, and the dates that were accepted with them. What later periods are prefilled from.</summary>
internal sealed class Investment
{
    public required string Project { get; init; }

    /// <summary>Period, <c>2017Q2</c>; the order of texts is the order of time.</summary>
    public required string Period { get; init; }

    public long QuarterYuan { get; set; }

    public long YearToDateYuan { get; set; }

    public long CumulativeYuan { get; set; }

    public DateOnly? StartDate { get; set; }

    public DateOnly? CompletionDate { get; set; }

    public DateOnly? ExpectedCompletionDate { get; set; }

    public DateOnly? ProductionDate { get; set; }

    public bool AtCapacity { get; set; }

    public string PhysicalProgress { get; set; } = "";

    /// <summary>Physical progress in basis points, 0–10000; null when not filled.</summary>
    public int? PhysicalProgressBp { get; set; }

    public DateTime AcceptTime { get; set; }
}

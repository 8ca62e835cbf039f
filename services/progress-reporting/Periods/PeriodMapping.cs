using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Maps periods to the contract.</summary>
internal static class PeriodMapping
{
    public static V1.Period ToProto(Period period) => new()
    {
        Name = period.ResourceName,
        Year = period.Year,
        Quarter = period.Quarter.Number,
        State = (V1.Period.Types.State)period.State,
        DueDate = CalendarText.Day(period.DueDate),
        LateFromTime = Timestamp.FromDateTime(period.LateFrom),
        PlanRevision = period.PlanRevision,
        CloseTime = CalendarText.Instant(period.CloseTime),
        CreateTime = Timestamp.FromDateTime(period.CreateTime),
        UpdateTime = Timestamp.FromDateTime(period.UpdateTime),
        Etag = period.Etag,
    };
}

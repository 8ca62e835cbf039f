using System.Text.Json.Serialization;
using Renovation.Shared.Contract;

namespace Renovation.FundingSupport.Programs;

/// <summary>Days from a first to a last one; null leaves that side open.</summary>
internal sealed record DayRange(DateOnly? First, DateOnly? Last)
{
    /// <summary>Every day.</summary>
    public static readonly DayRange Any = new(null, null);

    /// <summary>Whether it leaves out any day.</summary>
    [JsonIgnore]
    public bool IsLimited => First is not null || Last is not null;

    [JsonIgnore]
    public bool IsReversed => First is { } first && Last is { } last && last < first;

    public bool Contains(DateOnly day) => (First is not { } first || first <= day) && (Last is not { } last || day <= last);

    /// <summary>Gives the days as <c>2017-01-01…2017-06-30</c>.</summary>
    public override string ToString() => $"{CalendarText.Day(First)}…{CalendarText.Day(Last)}";
}

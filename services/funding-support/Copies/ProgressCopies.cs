using Renovation.Shared.Storage;

namespace Renovation.FundingSupport.Copies;

/// <summary>A return that the city accepted.</summary>
internal sealed class AcceptedReturnCopy : ICopy
{
    /// <summary><c>periods/{p}/returns/{unit}</c>.</summary>
    public required string Name { get; init; }

    public required long Version { get; init; }
}

/// <summary>Investment of a project in an accepted return.</summary>
internal sealed class AcceptedInvestment
{
    /// <summary>Return it comes from, <c>periods/{p}/returns/{unit}</c>.</summary>
    public required string Return { get; init; }

    public required string Project { get; init; }

    /// <summary>Period, <c>2017Q2</c>; the order of texts is the order of time.</summary>
    public required string Period { get; init; }

    /// <summary>Investment since the start, in yuan.</summary>
    public required long CumulativeYuan { get; init; }

    public required DateTime AcceptTime { get; init; }
}

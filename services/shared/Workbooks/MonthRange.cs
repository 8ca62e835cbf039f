namespace Renovation.Shared.Workbooks;

/// <summary>A period in whole months, e.g. 建设起止年月.</summary>
/// <param name="First">First day of the first month.</param>
/// <param name="Last">First day of the last month, not before <paramref name="First"/> unless the column takes any order.</param>
public readonly record struct MonthRange(DateOnly First, DateOnly Last)
{
    /// <summary>True when it ends before it begins.</summary>
    public bool IsReversed => Last < First;
}

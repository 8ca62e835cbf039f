namespace Renovation.FundingSupport.Programs;

/// <summary>What a step of a calculation does; see the contract.</summary>
internal enum CalculationCode
{
    Base = 1,
    BelowFloor = 2,
    Tier = 3,
    Rounded = 4,
    Cap = 5,
}

/// <summary>A step in the calculation of what rules give.</summary>
/// <param name="Code">What it does.</param>
/// <param name="FromYuan">Begin of the tier, the floor, or the sum that is capped.</param>
/// <param name="ToYuan">End of the part of the base that lies in the tier, else 0.</param>
/// <param name="RateBp">Rate of the tier in basis points, else 0.</param>
/// <param name="AmountYuan">What the step gives, rounded down.</param>
internal sealed record CalculationStep(CalculationCode Code, long FromYuan, long ToYuan, int RateBp, long AmountYuan);

namespace Renovation.ProgressReporting.Returns;

/// <summary>The unit figures and names of a return.</summary>
/// <param name="InvestmentYtdYuan">本单位技改投资本年累计 as published by statistics, in yuan; null when not given.</param>
/// <param name="InvestmentLastYearYuan">上年同期 of the same.</param>
/// <param name="Preparer">填报人.</param>
/// <param name="Checker">审核人.</param>
internal sealed record ReturnHead(long? InvestmentYtdYuan, long? InvestmentLastYearYuan, string Preparer, string Checker)
{
    public static readonly ReturnHead Empty = new(null, null, "", "");

    private static readonly (string Field, Func<ReturnHead, object?> Value)[] Cells =
    [
        ("unit_investment_ytd_yuan", head => head.InvestmentYtdYuan),
        ("unit_investment_last_year_yuan", head => head.InvestmentLastYearYuan),
        ("preparer", head => head.Preparer),
        ("checker", head => head.Checker),
    ];

    /// <summary>Names of the cells in the contract.</summary>
    public static readonly IReadOnlyList<string> Fields = [.. Cells.Select(cell => cell.Field)];

    /// <summary>Names the cells that differ.</summary>
    public IReadOnlyList<string> DifferencesTo(ReturnHead other) =>
        [.. Cells.Where(cell => !Equals(cell.Value(this), cell.Value(other))).Select(cell => cell.Field)];
}

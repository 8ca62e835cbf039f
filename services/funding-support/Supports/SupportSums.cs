using Renovation.FundingSupport.Copies;
using Dimension = Renovation.Protos.Funding.V1.SummarizeSupportsRequest.Types.Dimension;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Supports;

/// <summary>Sums support and what it moved.</summary>
internal static class SupportSums
{
    /// <summary>Sums awards by a dimension and over all.</summary>
    public static V1.SummarizeSupportsResponse Of(IReadOnlyCollection<SupportedProject> awards, Dimension dimension) => new()
    {
        Rows = { awards.GroupBy(award => KeyOf(award, dimension), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Sum(group.Key, TitleOf(group.First(), dimension), [.. group])) },
        Total = Sum("", "", awards),
    };

    private static string KeyOf(SupportedProject award, Dimension dimension) => dimension switch
    {
        Dimension.Program => award.Program,
        Dimension.Unit => award.Unit,
        _ => DivisionOf(award.Industry),
    };

    private static string TitleOf(SupportedProject award, Dimension dimension) => dimension switch
    {
        Dimension.Program => award.ProgramTitle,
        Dimension.Unit => award.UnitTitle,
        _ => "",
    };

    // A code may have the letter of its section in front.
    private static string DivisionOf(string industry)
    {
        var digits = industry.Length > 0 && char.IsAsciiLetter(industry[0]) ? industry[1..] : industry;
        return digits.Length > 2 ? digits[..2] : digits;
    }

    private static V1.SummarizeSupportsResponse.Types.Row Sum(string key, string title, IReadOnlyCollection<SupportedProject> awards)
    {
        var projects = awards.DistinctBy(award => award.Project, StringComparer.Ordinal).ToList();
        var (awarded, recovered, investment) = (awards.Sum(award => award.AwardedYuan), awards.Sum(award => award.RecoveredYuan), projects.Sum(project => project.InvestmentYuan));
        return new V1.SummarizeSupportsResponse.Types.Row
        {
            Key = key,
            Title = title,
            AwardCount = awards.Count,
            ProjectCount = projects.Count,
            AwardedYuan = awarded,
            DisbursedYuan = awards.Sum(award => award.DisbursedYuan),
            RecoveredYuan = recovered,
            InvestmentYuan = investment,
            LeverageHundredths = awarded > recovered ? (long)Math.Round(investment * 100m / (awarded - recovered), MidpointRounding.AwayFromZero) : 0,
            InProductionCount = projects.Count(project => ProjectStages.ProducingOrFurther.Contains(project.Stage, StringComparer.Ordinal)),
            AtCapacityCount = projects.Count(project => project.Stage == ProjectStages.AtCapacity),
            RevenueYuan = awards.DistinctBy(award => award.Enterprise, StringComparer.Ordinal).Sum(award => award.RevenueYuan),
        };
    }
}

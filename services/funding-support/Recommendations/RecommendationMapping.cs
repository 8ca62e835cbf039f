using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Recommendations;

/// <summary>Recommendations as the contract has them.</summary>
internal static class RecommendationMapping
{
    /// <summary>Shows a recommendation without its entries.</summary>
    public static V1.Recommendation ToHead(Recommendation recommendation) => new()
    {
        Name = recommendation.ResourceName,
        Program = $"programs/{recommendation.Program}",
        Title = recommendation.Title,
        State = (V1.Recommendation.Types.State)recommendation.State,
        DocumentNumber = recommendation.DocumentNumber,
        SendDate = CalendarText.Day(recommendation.SendDate),
        EntryCount = recommendation.Entries.Count,
        ApprovedCount = recommendation.Entries.Count(entry => entry.Outcome == RecommendationOutcome.Approved),
        OutcomeYuan = recommendation.Entries.Sum(entry => entry.OutcomeYuan),
        CreateTime = CalendarText.Instant(recommendation.CreateTime),
        UpdateTime = CalendarText.Instant(recommendation.UpdateTime),
        Etag = recommendation.Etag,
    };

    public static V1.Recommendation ToProto(Recommendation recommendation)
    {
        var proto = ToHead(recommendation);
        proto.Entries.AddRange(recommendation.Entries.Select(ToProto));
        return proto;
    }

    private static V1.Recommendation.Types.Entry ToProto(RecommendedProject entry) => new()
    {
        Rank = entry.Rank,
        Project = entry.Project,
        ProjectTitle = entry.ProjectTitle,
        Enterprise = entry.Enterprise,
        EnterpriseTitle = entry.EnterpriseTitle,
        Unit = entry.Unit,
        UnitTitle = entry.UnitTitle,
        Preferred = entry.Preferred,
        Score = entry.Score,
        BaseYuan = entry.BaseYuan,
        ProposedYuan = entry.ProposedYuan,
        Outcome = (V1.Recommendation.Types.Outcome)entry.Outcome,
        OutcomeYuan = entry.OutcomeYuan,
        OutcomeNote = entry.OutcomeNote,
        OutcomeDate = CalendarText.Day(entry.OutcomeDate),
    };
}

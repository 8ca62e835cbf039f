using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Awards;

/// <summary>Awards as the contract has them.</summary>
internal static class AwardMapping
{
    public static V1.Award ToProto(Award award) => new()
    {
        Name = award.ResourceName,
        Application = $"applications/{award.Application}",
        Program = $"programs/{award.Program}",
        Project = award.Project,
        Enterprise = award.Enterprise,
        Unit = award.Unit,
        DocumentNumber = award.DocumentNumber,
        AmountYuan = award.AmountYuan,
        DisbursedYuan = award.DisbursedYuan,
        RecoveredYuan = award.RecoveredYuan,
        Approver = award.Approver,
        CreateTime = CalendarText.Instant(award.CreateTime),
        UpdateTime = CalendarText.Instant(award.UpdateTime),
        Etag = award.Etag,
    };
}

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
        Form = (V1.Program.Types.Form)award.Form,
        Level = (V1.Program.Types.Level)award.Level,
        Base = (V1.ProgramRules.Types.Base)award.Base,
        Instalments = { award.Instalments.Select(ToProto) },
        ReleasedYuan = award.ReleasedYuan,
        RevokeTime = CalendarText.Instant(award.RevokeTime),
        RevokeDocument = award.RevokeDocument,
        DueYuan = award.DueYuan,
        CreateTime = CalendarText.Instant(award.CreateTime),
        UpdateTime = CalendarText.Instant(award.UpdateTime),
        Etag = award.Etag,
    };

    public static IReadOnlyList<Instalment> ToInstalments(IEnumerable<V1.Award.Types.Instalment> instalments) =>
        [.. instalments.Select(one => new Instalment { Number = 0, AmountYuan = one.AmountYuan, Condition = (InstalmentCondition)one.Condition, Note = one.Note.Trim() })];

    private static V1.Award.Types.Instalment ToProto(Instalment one) => new()
    {
        Number = one.Number,
        AmountYuan = one.AmountYuan,
        Condition = (V1.Award.Types.Instalment.Types.Condition)one.Condition,
        Note = one.Note,
        PaidYuan = one.PaidYuan,
        ConfirmDocument = one.ConfirmDocument,
        Confirmer = one.Confirmer,
    };
}

using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Programs;

/// <summary>Programs as the contract has them. The enums carry the numbers of the contract.</summary>
internal static class ProgramMapping
{
    public static V1.Program ToProto(FundingProgram program) => new()
    {
        Name = program.ResourceName,
        Title = program.Title,
        Year = program.Year,
        Level = (V1.Program.Types.Level)program.Level,
        Form = (V1.Program.Types.Form)program.Form,
        State = (V1.Program.Types.State)program.State,
        Rules = ToProto(program.Rules),
        RulesVersion = program.RulesNumber,
        AppropriatedYuan = program.AppropriatedYuan,
        CommittedYuan = program.CommittedYuan,
        DisbursedYuan = program.DisbursedYuan,
        RecoveredYuan = program.RecoveredYuan,
        CreateTime = CalendarText.Instant(program.CreateTime),
        UpdateTime = CalendarText.Instant(program.UpdateTime),
        Etag = program.Etag,
    };

    public static ProgramRules ToRules(V1.ProgramRules? rules, string field) => rules is null ? ToRules(new V1.ProgramRules(), field) : new ProgramRules
    {
        SourceDocument = rules.SourceDocument.Trim(),
        Base = (SupportBase)rules.Base,
        Tiers = [.. rules.Tiers.Select(tier => new Tier(tier.FromYuan, tier.RateBp))],
        CapYuan = rules.CapYuan,
        FloorYuan = rules.FloorYuan,
        RequiredStages = [.. rules.RequiredStages],
        RequiredProcedures = [.. rules.RequiredProcedures],
        PlanMembership = (PlanMembership)rules.PlanMembership,
        CompletionYear = rules.CompletionYear,
        AboveScaleRequired = rules.AboveScaleRequired,
        StackingAllowed = rules.StackingAllowed,
        Valid = new DayRange(CalendarText.ReadDay(rules.ValidFromDate, $"{field}.valid_from_date"), CalendarText.ReadDay(rules.ValidToDate, $"{field}.valid_to_date")),
        Invoices = new DayRange(CalendarText.ReadDay(rules.InvoiceFromDate, $"{field}.invoice_from_date"), CalendarText.ReadDay(rules.InvoiceToDate, $"{field}.invoice_to_date")),
    };

    public static V1.ProgramRules ToProto(ProgramRules rules) => new()
    {
        SourceDocument = rules.SourceDocument,
        Base = (V1.ProgramRules.Types.Base)rules.Base,
        Tiers = { rules.Tiers.Select(tier => new V1.ProgramRules.Types.Tier { FromYuan = tier.FromYuan, RateBp = tier.RateBp }) },
        CapYuan = rules.CapYuan,
        FloorYuan = rules.FloorYuan,
        RequiredStages = { rules.RequiredStages },
        RequiredProcedures = { rules.RequiredProcedures },
        PlanMembership = (V1.ProgramRules.Types.PlanMembership)rules.PlanMembership,
        CompletionYear = rules.CompletionYear,
        AboveScaleRequired = rules.AboveScaleRequired,
        StackingAllowed = rules.StackingAllowed,
        ValidFromDate = CalendarText.Day(rules.Valid.First),
        ValidToDate = CalendarText.Day(rules.Valid.Last),
        InvoiceFromDate = CalendarText.Day(rules.Invoices.First),
        InvoiceToDate = CalendarText.Day(rules.Invoices.Last),
    };
}

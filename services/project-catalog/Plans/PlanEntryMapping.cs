using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Maps entries to the contract and back.</summary>
internal static class PlanEntryMapping
{
    /// <summary>Fields that an update may name.</summary>
    public static readonly string[] Updatable =
        ["nature", "preliminary", "completes_in_year", "planned_investment_yuan", "opening_investment_yuan", "target", "remark"];

    /// <summary>Maps an entry.</summary>
    /// <param name="facts">The project as it is to be shown.</param>
    public static V1.PlanEntry ToProto(PlanEntry entry, EntryFacts facts) => new()
    {
        Name = entry.ResourceName,
        Project = entry.Project,
        Position = entry.Position,
        Nature = (V1.PlanEntry.Types.Nature)entry.Attributes.Nature,
        Preliminary = entry.Attributes.Preliminary,
        CompletesInYear = entry.Attributes.CompletesInYear,
        PlannedInvestmentYuan = entry.Attributes.PlannedInvestmentYuan,
        OpeningInvestmentYuan = entry.Attributes.OpeningInvestmentYuan,
        Target = entry.Attributes.Target,
        Remark = entry.Attributes.Remark,
        ProjectTitle = facts.ProjectTitle,
        Enterprise = facts.Enterprise,
        EnterpriseTitle = facts.EnterpriseTitle,
        EnterpriseListed = facts.EnterpriseListed,
        Unit = facts.Unit,
        IndustryCode = facts.IndustryCode,
        TotalInvestmentYuan = facts.TotalInvestmentYuan,
        StartMonth = CalendarText.Month(facts.StartMonth),
        EndMonth = CalendarText.Month(facts.EndMonth),
        CreateTime = Timestamp.FromDateTime(entry.CreateTime),
        UpdateTime = Timestamp.FromDateTime(entry.UpdateTime),
        Etag = entry.Etag,
    };

    public static YearAttributes ToAttributes(V1.PlanEntry entry) => new(
        System.Enum.IsDefined((Nature)entry.Nature) ? (Nature)entry.Nature : Nature.None,
        entry.Preliminary,
        entry.CompletesInYear,
        entry.PlannedInvestmentYuan,
        entry.OpeningInvestmentYuan,
        entry.Target.Trim(),
        entry.Remark.Trim());
}

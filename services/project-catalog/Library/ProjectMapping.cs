using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Maps projects to the contract and back.</summary>
internal static class ProjectMapping
{
    /// <summary>Fields that an update may name.</summary>
    public static readonly string[] Updatable =
    [
        "title", "administrative_area", "industry_code", "industry_edition", "content", "start_month", "end_month", "total_investment_yuan",
        "equipment_investment_yuan", "opening_investment_yuan", "remark",
    ];

    public static V1.Project ToProto(Project project)
    {
        var facts = project.Facts;
        return new V1.Project
        {
            Name = project.ResourceName,
            Title = facts.Title,
            Enterprise = project.Enterprise,
            EnterpriseTitle = project.EnterpriseTitle,
            Unit = project.Unit,
            AdministrativeArea = facts.AdministrativeArea,
            IndustryCode = facts.IndustryCode,
            IndustryEdition = facts.IndustryEdition,
            Content = facts.Content,
            StartMonth = CalendarText.Month(facts.StartMonth),
            EndMonth = CalendarText.Month(facts.EndMonth),
            TotalInvestmentYuan = facts.TotalInvestmentYuan,
            EquipmentInvestmentYuan = facts.EquipmentInvestmentYuan,
            OpeningInvestmentYuan = facts.OpeningInvestmentYuan,
            Remark = facts.Remark,
            Stage = (V1.Project.Types.Stage)project.Stage,
            Membership = (V1.Project.Types.Membership)project.Membership,
            Memberships = { project.Memberships.Select(ToProto) },
            ActualStartDate = CalendarText.Day(project.ActualStartDate),
            ActualCompletionDate = CalendarText.Day(project.ActualCompletionDate),
            ActualProductionDate = CalendarText.Day(project.ActualProductionDate),
            Procedures = { project.Procedures.Select(procedure => ProcedureMapping.ToProto(project, procedure)) },
            MissingProcedures = { ProcedureKinds.Of(project.MissingProcedures).Select(kind => (V1.Procedure.Types.Kind)kind) },
            WithdrawalProposalDate = CalendarText.Day(project.WithdrawalProposalDate),
            UnreportedPeriods = { project.UnreportedPeriods.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(period => $"periods/{period}") },
            CreateTime = Timestamp.FromDateTime(project.CreateTime),
            UpdateTime = Timestamp.FromDateTime(project.UpdateTime),
            Etag = project.Etag,
        };
    }

    /// <summary>Reads the facts that a caller states.</summary>
    /// <param name="edition">Edition of the classification when the caller names none.</param>
    /// <exception cref="DomainException">INVALID_MONTH, with everything else that is wrong.</exception>
    public static ProjectFacts ToFacts(V1.Project project, string edition)
    {
        var validation = new Validation();
        var facts = new ProjectFacts(
            project.Title.Trim(),
            project.AdministrativeArea,
            project.IndustryCode,
            project.IndustryEdition.Length == 0 ? edition : project.IndustryEdition,
            project.Content.Trim(),
            CalendarText.ReadMonth(project.StartMonth, "project.start_month", validation),
            CalendarText.ReadMonth(project.EndMonth, "project.end_month", validation),
            project.TotalInvestmentYuan,
            project.EquipmentInvestmentYuan,
            project.OpeningInvestmentYuan,
            project.Remark.Trim());
        if (!validation.Ok)
            facts.Validate(validation);
        validation.ThrowIfAny();
        return facts;
    }

    /// <summary>Gives the edition in use on a day: the plans of 2017 keep the older one.</summary>
    public static string EditionOn(DateOnly day) => ProjectFacts.Editions[day.Year < 2018 ? 0 : 1];

    private static V1.MembershipInterval ToProto(MembershipInterval stay) => new()
    {
        AdmitDate = CalendarText.Day(stay.AdmitDate),
        AdmitReason = stay.AdmitReason,
        Approver = stay.Approver,
        WithdrawDate = CalendarText.Day(stay.WithdrawDate),
        WithdrawalReason = (V1.Project.Types.WithdrawalReason)stay.Reason,
        Note = stay.Note,
    };
}

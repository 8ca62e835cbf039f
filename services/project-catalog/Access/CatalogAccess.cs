using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Access;

/// <summary>Who may call what in the catalog.</summary>
internal static class CatalogAccess
{
    // Everybody who reads the library and the plan: the city and the books all of it, districts and enterprises what is their own.
    private static readonly Grants[] Readers = [Grants.CityReaders, Grants.MoneyReaders, (Role.Service, Reach.All), Grants.District, (Role.Enterprise, Reach.Own)];
    private static readonly Grants[] Fillers = [(Role.Planner, Reach.All), (Role.Reporter, Reach.Own)];
    private static readonly Grants[] Watchers = [.. Fillers, (Role.Auditor, Reach.All)];
    private static readonly Grants Bureau = (Role.Planner, Reach.All);
    private static readonly Grants Auditors = Grants.Of(Reach.All, Role.Planner, Role.Auditor);

    public static AccessMatrix Matrix { get; } = AccessMatrix.For("catalog")
        .Service(V1.UnitService.Descriptor, units => units
            .Methods(["GetUnit", "ListUnits"], Grants.Everybody)
            .Methods(["CreateUnit", "UpdateUnit"], Bureau))
        .Service(V1.EnterpriseService.Descriptor, enterprises => enterprises
            .Methods(["GetEnterprise", "ListEnterprises", "ListEnterpriseHistory"], Readers)
            .Methods(["CreateEnterprise", "UpdateEnterprise", "UrgeEnterprise", "MarkEnterpriseListed"], Fillers)
            .Methods(["RenameEnterprise", "MergeEnterprise"], Bureau))
        .Service(V1.ProjectService.Descriptor, projects => projects
            .Methods(["GetProject", "ListProjects", "CountProjects", "SummarizeProcedures", "StreamProjects", "ListProjectHistory"], Readers)
            .Methods(["CreateProject", "UpdateProject", "ImportProjects", "PreviewProjects", "AnnotateProjects"], Fillers)
            .Methods(
                ["AdmitProject", "ReadmitProject", "WithdrawProject", "BatchAdmitProjects", "BatchWithdrawProjects", "ChangeProjectStage", "TransferProject"], Bureau))
        .Service(V1.ProcedureService.Descriptor, procedures => procedures
            .Methods(["GetProcedure", "ListProcedures"], Readers)
            .Method("UpdateProcedure", Fillers))
        .Service(V1.OperationService.Descriptor, operations => operations
            .Methods(["GetOperation", "ListOperations"], Watchers))
        .Service(V1.AttachmentService.Descriptor, attachments => attachments
            .Methods(["GetAttachment", "ListAttachments", "DownloadAttachment"], Readers)
            .Method("UploadAttachment", Fillers))
        .Service(V1.PlanService.Descriptor, plans => plans
            .Methods(
                ["GetPlan", "ListPlans", "SummarizePlan", "ExportPlan", "GetPlanEntry", "ListPlanEntries", "GetPlanRevision", "ListPlanRevisions"], Readers)
            .Methods(["GetAcknowledgement", "ListAcknowledgements"], Grants.CityReaders, Grants.MoneyReaders, (Role.Service, Reach.All), Grants.District)
            .Method("ListPlanHistory", Grants.CityReaders)

            // The notice goes to every unit, with the list of all of them.
            .Method("ExportNotice", Grants.CityReaders, Grants.MoneyReaders, Grants.Of(Reach.All, Role.Reporter, Role.Certifier, Role.Department, Role.Service))

            // A unit acknowledges by itself: nobody does it in its name.
            .Method("AcknowledgePlan", Grants.District)
            .Methods(["AdjustPlan", "ClosePlan", "UpdatePlan", "CreatePlan", "ImportPlan", "PreviewPlan", "AnnotatePlan", "IssuePlan", "CreatePlanEntry", "UpdatePlanEntry", "DeletePlanEntry"], Bureau))
        .Service(V1.ScreeningService.Descriptor, screenings => screenings
            .Methods(["GetScreening", "ListScreenings", "ListScreeningDecisions", "CompareScreening"], Grants.CityReaders)
            .Method("ScreenPlan", Bureau))
        .Service(V1.JournalService.Descriptor, journal => journal
            .Methods(["ListAuditEvents", "VerifyJournal", "ListParkedMessages"], Auditors)
            .Method("ListChanges", Auditors, (Role.Service, Reach.All))
            .Method("RedriveParkedMessage", Bureau));
}

using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Access;

/// <summary>Who may call what in funding support.</summary>
internal static class FundingAccess
{
    private static readonly Grants Bureau = (Role.Planner, Reach.All);
    private static readonly Grants Cashier = (Role.Finance, Reach.All);
    private static readonly Grants Auditors = Grants.Of(Reach.All, Role.Planner, Role.Auditor);

    // Those who see all of the support.
    private static readonly Grants[] City = [Grants.CityReaders, Grants.MoneyReaders, (Role.Service, Reach.All)];

    // What a project asks and gets: districts and enterprises see what is their own.
    private static readonly Grants[] Readers = [.. City, Grants.District, (Role.Enterprise, Reach.Own)];

    // Who may apply must be able to read the rules.
    private static readonly Grants[] Public = [.. City, Grants.Of(Reach.All, Role.Reporter, Role.Certifier, Role.Enterprise)];
    private static readonly Grants[] Applicants = [Bureau, (Role.Reporter, Reach.Own), (Role.Enterprise, Reach.Own)];

    public static AccessMatrix Matrix { get; } = AccessMatrix.For("funding")
        .Service(V1.ProgramService.Descriptor, programs => programs
            .Methods(["GetProgram", "ListPrograms", "ListRulesVersions"], Public)
            .Methods(["CreateProgram", "UpdateProgram", "PreviewRules", "OpenProgram", "CloseProgram"], Bureau)
            .Method("AppropriateFunds", Cashier)
            .Method("ListLedger", City)
            .Methods(["GetEligibility", "ListEligibilities"], Readers))
        .Service(V1.ApplicationService.Descriptor, applications => applications
            .Methods(["GetApplication", "ListApplications"], Readers)
            .Methods(["CreateApplication", "UpdateApplication", "SubmitApplication", "WithdrawApplication"], Applicants)
            .Methods(["ReviewApplication", "ObjectToApplication"], Bureau, (Role.Reporter, Reach.Own))
            .Method("ExportPublicity", Public)
            .Methods(["PubliciseApplication", "SettleObjection", "WaiveDoubleFunding", "ApproveApplication", "RejectApplication", "RevokeApplication"], Bureau))
        .Service(V1.AwardService.Descriptor, awards => awards
            .Methods(["GetAward", "ListAwards"], Readers)
            .Method("ConfirmInstalment", Bureau)
            .Methods(["DisburseAward", "RecoverAward"], Cashier))
        .Service(V1.AllocationService.Descriptor, allocations => allocations.Method("PreviewAllocation", Bureau, Cashier))
        .Service(V1.SupportService.Descriptor, supports => supports
            .Methods(["ListSupports", "ExportSupports"], Public)
            .Method("SummarizeSupports", City))
        .Service(V1.RecommendationService.Descriptor, recommendations => recommendations
            .Methods(["GetRecommendation", "ListRecommendations", "ExportRecommendation"], City)
            .Methods(["CreateRecommendation", "RankRecommendation", "SendRecommendation", "RecordOutcome"], Bureau))
        .Service(V1.HoldingService.Descriptor, holdings => holdings
            .Methods(["GetHolding", "ListHoldings"], Readers)
            .Methods(["CreateHolding", "RecordDividend", "RecordValuation", "PlanExit", "ExitHolding"], (Role.AssetManager, Reach.All)))
        .Service(V1.LedgerService.Descriptor, ledger => ledger
            .Methods(["ListPostings", "ListBalances"], Readers)
            .Methods(["ExportLedger", "VerifyLedger"], City))
        .Service(V1.AttachmentService.Descriptor, attachments => attachments
            .Methods(["GetAttachment", "ListAttachments", "DownloadAttachment"], Readers)
            .Method("UploadAttachment", Applicants))
        .Service(V1.JournalService.Descriptor, journal => journal
            .Methods(["ListAuditEvents", "VerifyJournal", "ListParkedMessages"], Auditors)
            .Method("ListChanges", Auditors, (Role.Service, Reach.All))
            .Methods(["RedriveParkedMessage", "ReconcileCopies"], Bureau));
}

using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Access;

/// <summary>Who may call what in progress reporting.</summary>
internal static class ProgressAccess
{
    private static readonly Grants Bureau = (Role.Planner, Reach.All);
    private static readonly Grants Auditors = Grants.Of(Reach.All, Role.Planner, Role.Auditor);

    // Those who read the returns of the whole city.
    private static readonly Grants[] City = [Grants.CityReaders, Grants.MoneyReaders, (Role.Service, Reach.All)];
    private static readonly Grants[] Readers = [.. City, Grants.District];

    // Who fills a return must be able to read when it is due.
    private static readonly Grants[] Public = [.. City, Grants.Of(Reach.All, Role.Reporter, Role.Certifier)];
    private static readonly Grants[] Fillers = [Bureau, (Role.Reporter, Reach.Own)];

    public static AccessMatrix Matrix { get; } = AccessMatrix.For("progress")
        .Service(V1.PeriodService.Descriptor, periods => periods
            .Methods(["GetPeriod", "ListPeriods"], Public)
            .Methods(["GetCompleteness", "RankUnits", "ExplainDueTime"], Readers)
            .Method("ExportPeriod", City)
            .Methods(["OpenPeriod", "ClosePeriod"], Bureau))
        .Service(V1.ReturnService.Descriptor, returns => returns
            .Methods(["GetReturn", "ListReturns", "StreamReturns", "ListReturnLines", "ExportReturn", "CheckReturn", "DiffReturn"], Readers)
            .Methods(["UpdateReturn", "UpdateReturnLine", "BatchUpdateReturnLines", "ReportNoChange", "ImportReturn", "AnnotateReturn", "SubmitReturn", "FileNilReturn"], Fillers)
            .Methods(["ExtendReturn", "ReturnReturn", "AcceptReturn", "ReopenReturn"], Bureau)
            .Methods(["CertifyReturn", "DeclineReturn"], (Role.Certifier, Reach.Own))
            .Method("ListInvestments", [.. Readers, (Role.Enterprise, Reach.Own)]))
        .Service(V1.TargetService.Descriptor, targets => targets
            .Methods(["GetTarget", "EvaluateTarget"], Readers)
            .Method("UpdateTarget", Bureau))
        .Service(V1.ProblemService.Descriptor, problems => problems
            .Method("SummarizeProblems", [.. Readers, (Role.Department, Reach.Own)])
            .Methods(["GetProblem", "ListProblems"], [.. Readers, (Role.Department, Reach.Own), (Role.Enterprise, Reach.Own)])
            .Method("CreateProblem", [.. Fillers, (Role.Enterprise, Reach.Own)])
            .Methods(["UpdateProblem", "CloseProblem", "EscalateProblem"], Fillers)
            .Methods(["ActOnProblem", "HandBackProblem", "ResolveProblem"], [.. Fillers, (Role.Department, Reach.Own), (Role.Government, Reach.All)]))
        .Service(V1.ReminderService.Descriptor, reminders => reminders
            .Methods(["GetReminder", "ListReminders", "ExportReminderLetter"], [.. Readers, (Role.Department, Reach.Own)])
            .Method("ReadReminder", [.. Fillers, (Role.Certifier, Reach.Own), (Role.Department, Reach.Own)]))
        .Service(V1.VisitService.Descriptor, visits => visits
            .Methods(["GetVisit", "ListVisits"], Readers)
            .Methods(["CreateVisit", "UpdateVisit"], Fillers))
        .Service(V1.AttachmentService.Descriptor, attachments => attachments
            .Methods(["GetAttachment", "ListAttachments", "DownloadAttachment"], Readers)
            .Method("UploadAttachment", Fillers))
        .Service(V1.OverviewService.Descriptor, overviews => overviews
            .Methods(["GetOverview", "ListMilestones"], Readers))
        .Service(V1.CheckService.Descriptor, checks => checks
            .Methods(["DescribeCheckRules", "ReplayCheckRules"], City))
        .Service(V1.JournalService.Descriptor, journal => journal
            .Methods(["ListAuditEvents", "VerifyJournal", "ListParkedMessages"], Auditors)
            .Method("ListChanges", Auditors, (Role.Service, Reach.All))
            .Methods(["RedriveParkedMessage", "ReconcileCopies"], Bureau));
}

using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Access;

/// <summary>Says what requests to progress reporting are about: the unit in the name of a return, or the owner of a project.</summary>
internal sealed class ProgressAccessPolicy(UnitTree<ProgressDbContext> tree) : AccessPolicy
{
    public override AccessMatrix Matrix => ProgressAccess.Matrix;

    public override async ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken) => request switch
    {
        V1.ListReturnsRequest or V1.StreamReturnsRequest or V1.GetCompletenessRequest or V1.RankUnitsRequest or V1.GetTargetRequest or V1.EvaluateTargetRequest or V1.ExplainDueTimeRequest or V1.ListProblemsRequest or V1.SummarizeProblemsRequest or V1.ListRemindersRequest
            or V1.GetOverviewRequest or V1.ListMilestonesRequest or V1.ListVisitsRequest => AccessTarget.Narrowed,
        V1.GetReturnRequest get => Return(get.Name),
        V1.UpdateReturnRequest update => Return(update.Return?.Name),
        V1.ListReturnLinesRequest list => Return(list.Parent),
        V1.UpdateReturnLineRequest update => Line(update.Line?.Name),

        // Its lines are those of the return or refused.
        V1.BatchUpdateReturnLinesRequest update => Return(update.Parent),
        V1.ExportReturnRequest export => Return(export.Name),
        V1.ImportReturnRequest import => Return(import.Name),
        V1.AnnotateReturnRequest annotate => Return(annotate.Name),
        V1.CheckReturnRequest check => Return(check.Name),
        V1.SubmitReturnRequest submit => Return(submit.Name),
        V1.ReportNoChangeRequest report => Line(report.Name),
        V1.DiffReturnRequest diff => Return(diff.Name),
        V1.CertifyReturnRequest certify => Return(certify.Name),
        V1.DeclineReturnRequest decline => Return(decline.Name),
        V1.FileNilReturnRequest nil => Return(nil.Name),
        V1.ListInvestmentsRequest list => await ProjectAsync(services.GetRequiredService<ProgressDbContext>(), list.Parent, cancellationToken),
        V1.GetProblemRequest get => await ProblemAsync(services, get.Name, cancellationToken),
        V1.CreateProblemRequest create => await ProjectAsync(services.GetRequiredService<ProgressDbContext>(), $"projects/{create.Problem?.Project}", cancellationToken),
        V1.UpdateProblemRequest update => await ProblemAsync(services, update.Problem?.Name, cancellationToken),
        V1.ActOnProblemRequest act => await ProblemAsync(services, act.Name, cancellationToken),
        V1.EscalateProblemRequest escalate => await ProblemAsync(services, escalate.Name, cancellationToken),
        V1.HandBackProblemRequest back => await ProblemAsync(services, back.Name, cancellationToken),
        V1.ResolveProblemRequest resolve => await ProblemAsync(services, resolve.Name, cancellationToken),
        V1.CloseProblemRequest close => await ProblemAsync(services, close.Name, cancellationToken),
        V1.GetVisitRequest get => await VisitAsync(services, get.Name, cancellationToken),
        V1.CreateVisitRequest create => await ProjectAsync(services.GetRequiredService<ProgressDbContext>(), $"projects/{create.Visit?.Project}", cancellationToken),
        V1.UpdateVisitRequest update => await VisitAsync(services, update.Visit?.Name, cancellationToken),

        // A file that is not attached to anything yet is about nobody.
        UploadAttachmentRequest => AccessTarget.Public,
        ListAttachmentsRequest list => await VisitAsync(services, list.Parent, cancellationToken),
        GetAttachmentRequest get => await AttachmentAsync(services, get.Name, cancellationToken),
        DownloadAttachmentRequest download => await AttachmentAsync(services, download.Name, cancellationToken),
        V1.GetReminderRequest get => await ReminderAsync(services, get.Name, cancellationToken),
        V1.ReadReminderRequest read => await ReminderAsync(services, read.Name, cancellationToken),
        V1.ExportReminderLetterRequest export => await ReminderAsync(services, export.Name, cancellationToken),
        _ => AccessTarget.Unknown,
    };

    public override ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => tree.SubtreeAsync(unit, cancellationToken);

    public override ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) => tree.IsWithinAsync(unit, ancestor, cancellationToken);

    private static AccessTarget Return(string? name) => OfUnit(ResourceNames.TryIds(name ?? "", "periods", "returns"));

    private static AccessTarget Line(string? name) => OfUnit(ResourceNames.TryIds(name ?? "", "periods", "returns", "lines"));

    private static AccessTarget OfUnit(string[]? ids) => ids is null ? AccessTarget.Unknown : AccessTarget.OfUnit(ids[1]);

    // Of the unit of its project, and of whom it is with.
    private static async ValueTask<AccessTarget> ProblemAsync(IServiceProvider services, string? name, CancellationToken cancellationToken)
    {
        if (ResourceNames.TryIds(name ?? "", "problems") is not [var id])
            return AccessTarget.Unknown;
        var problem = await services.GetRequiredService<ProgressDbContext>().Problems.Where(problem => problem.Id == id)
            .Select(problem => new { problem.Unit, problem.Owner, problem.Enterprise }).SingleOrDefaultAsync(cancellationToken);
        return problem is null ? AccessTarget.Unknown : AccessTarget.AnyOf(AccessTarget.OfEnterprise(problem.Enterprise, problem.Unit), AccessTarget.OfUnit(problem.Owner));
    }

    private static async ValueTask<AccessTarget> VisitAsync(IServiceProvider services, string? name, CancellationToken cancellationToken) =>
        ResourceNames.TryIds(name ?? "", "visits") is [var id]
        && await services.GetRequiredService<ProgressDbContext>().Visits.Where(visit => visit.Id == id).Select(visit => visit.Unit).SingleOrDefaultAsync(cancellationToken) is { } unit
            ? AccessTarget.OfUnit(unit)
            : AccessTarget.Unknown;

    private static ValueTask<AccessTarget> AttachmentAsync(IServiceProvider services, string name, CancellationToken cancellationToken) =>
        services.GetRequiredService<AttachmentRoom<ProgressDbContext>>().TargetOfAsync(name, parent => VisitAsync(services, parent, cancellationToken), cancellationToken);

    private static async ValueTask<AccessTarget> ReminderAsync(IServiceProvider services, string name, CancellationToken cancellationToken) =>
        ResourceNames.TryIds(name, "reminders") is [var id]
        && await services.GetRequiredService<ProgressDbContext>().Reminders.Where(reminder => reminder.Id == id).Select(reminder => reminder.Unit).SingleOrDefaultAsync(cancellationToken) is { } unit
            ? AccessTarget.OfUnit(unit)
            : AccessTarget.Unknown;

    // The plan counts until the project itself is heard of.
    private static async ValueTask<AccessTarget> ProjectAsync(ProgressDbContext db, string name, CancellationToken cancellationToken)
    {
        if (ResourceNames.TryIds(name, "projects") is not [var id])
            return AccessTarget.Unknown;
        var owner = await db.Projects.Where(project => project.Id == id).Select(project => new { project.Enterprise, project.Unit }).SingleOrDefaultAsync(cancellationToken)
            ?? await db.PlanEntries.Where(entry => entry.Project == id).OrderByDescending(entry => entry.Year)
                .Select(entry => new { entry.Enterprise, entry.Unit }).FirstOrDefaultAsync(cancellationToken);
        return owner is null ? AccessTarget.Unknown : AccessTarget.OfEnterprise(owner.Enterprise, owner.Unit);
    }
}

using Grpc.Core;
using Renovation.ProjectCatalog.Units;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Serves what changes membership, stage and unit.</summary>
internal sealed partial class ProjectApi
{
    public override Task<V1.Project> AdmitProject(V1.AdmitProjectRequest request, ServerCallContext context)
    {
        var day = DayOr(request.AdmitDate, "admit_date");
        return ChangeAsync(request.Name, request.Etag, project => project.Admit(day, call.Caller.Subject, request.Reason.Trim(), clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Project> ReadmitProject(V1.ReadmitProjectRequest request, ServerCallContext context)
    {
        var day = DayOr(request.AdmitDate, "admit_date");
        return ChangeAsync(request.Name, request.Etag, project => project.Readmit(day, call.Caller.Subject, request.Reason.Trim(), clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Project> WithdrawProject(V1.WithdrawProjectRequest request, ServerCallContext context)
    {
        var day = DayOr(request.WithdrawDate, "withdraw_date");
        return ChangeAsync(request.Name, request.Etag, project => project.Withdraw(day, ReasonOf(request.Reason), request.Note.Trim(), clock.Today()), context.CancellationToken);
    }

    public override async Task<V1.BatchAdmitProjectsResponse> BatchAdmitProjects(V1.BatchAdmitProjectsRequest request, ServerCallContext context)
    {
        var day = DayOr(request.AdmitDate, "admit_date");
        var projects = await db.ChangeAllAsync(request.Names, project => project.Admit(day, call.Caller.Subject, request.Reason.Trim(), clock.Today()), context.CancellationToken);
        return new V1.BatchAdmitProjectsResponse { Projects = { projects.Select(ProjectMapping.ToProto) } };
    }

    public override async Task<V1.BatchWithdrawProjectsResponse> BatchWithdrawProjects(V1.BatchWithdrawProjectsRequest request, ServerCallContext context)
    {
        var day = DayOr(request.WithdrawDate, "withdraw_date");
        var projects = await db.ChangeAllAsync(request.Names, project => project.Withdraw(day, ReasonOf(request.Reason), request.Note.Trim(), clock.Today()), context.CancellationToken);
        return new V1.BatchWithdrawProjectsResponse { Projects = { projects.Select(ProjectMapping.ToProto) } };
    }

    public override Task<V1.Project> ChangeProjectStage(V1.ChangeProjectStageRequest request, ServerCallContext context)
    {
        if (!Enum.IsDefined((Stage)request.Stage))
            throw DomainException.Invalid("stage", "REQUIRED", new LocalText("须指定阶段。", "The stage is required."));
        var day = DayOr(request.Date, "date");
        return ChangeAsync(
            request.Name, request.Etag, project => project.ChangeStage((Stage)request.Stage, day, request.Reason.Trim(), request.AllowMissingProcedures, clock.Today()), context.CancellationToken);
    }

    public override Task<V1.Project> TransferProject(V1.TransferProjectRequest request, ServerCallContext context) =>
        ChangeAsync(
            ResourceNames.Id(request.Name, "projects"),
            request.Etag,
            async project =>
            {
                await ReportingUnits.RequireAsync(db, request.Unit, "unit", context.CancellationToken);
                project.Transfer(request.Unit, request.Reason.Trim());
            },
            context.CancellationToken);

    private Task<V1.Project> ChangeAsync(string name, string etag, Action<Project> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            ResourceNames.Id(name, "projects"),
            etag,
            project =>
            {
                change(project);
                return Task.CompletedTask;
            },
            cancellationToken);

    private DateOnly DayOr(string text, string field) => CalendarText.ReadDay(text, field) ?? clock.Today();

    private static WithdrawalReason ReasonOf(V1.Project.Types.WithdrawalReason reason) => Enum.IsDefined((WithdrawalReason)reason) ? (WithdrawalReason)reason : WithdrawalReason.None;
}

using Google.Api;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Serves applications on their way to a decision.</summary>
internal sealed class ApplicationApi(
    FundingDbContext db,
    CallContext call,
    CallerScope scope,
    BusinessClock clock,
    FundingSettings settings,
    FreshFacts facts,
    Approval approval,
    PublicityList publicity,
    AttachmentRoom<FundingDbContext> attachments)
    : V1.ApplicationService.ApplicationServiceBase
{
    private const int LongestNote = 2000;
    private const int LongestName = 100;
    private const int LongestConflict = 500;

    public override async Task<V1.Application> GetApplication(V1.GetApplicationRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "applications");
        return ApplicationMapping.ToProto(await db.Applications.AsNoTracking().SingleOrDefaultAsync(application => application.Id == id, context.CancellationToken) ?? throw DomainException.NotFound(request.Name));
    }

    public override async Task<V1.ListApplicationsResponse> ListApplications(V1.ListApplicationsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var program = request.Program.Length > 0 ? ResourceNames.Id(request.Program, "programs", "program") : null;
        ApplicationState? state = request.State == V1.Application.Types.State.Unspecified ? null : (ApplicationState)request.State;
        var found = await ApplicationQueries.Listed(db, filter, program, request.Project, state, page.HasAfter ? page.After : null).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListApplicationsResponse
        {
            Applications = { found.Take(page.Size).Select(ApplicationMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override Task<V1.Application> CreateApplication(V1.CreateApplicationRequest request, ServerCallContext context)
    {
        var wanted = request.Application ?? new V1.Application();
        var cancellationToken = context.CancellationToken;
        var programId = ResourceNames.Id(wanted.Program, "programs", "application.program");
        return db.InTransactionAsync(
            async () =>
            {
                var program = await db.ReadProgramAsync(programId, cancellationToken);
                program.RequireOpen();
                var applicant = await ProjectOwners.FindAsync(db, wanted.Project, cancellationToken)
                    ?? throw DomainException.Invalid("application.project", "UNKNOWN_PROJECT", new LocalText("没有这个项目。", "There is no such project."));
                var statement = ApplicationMapping.ToStatement(wanted);
                RequireStated(statement, program);
                var application = Application.Create(Guid.CreateVersion7().ToString(), program.Id, applicant, wanted.RequestedYuan, statement);
                await ApplicationQueries.RefuseSecondAsync(db, application, cancellationToken);
                db.Applications.Add(application);
                application.Attach(await attachments.AttachAsync(wanted.Attachments, application.ResourceName, "application.attachments", cancellationToken));
                return await SaveAsync(application, cancellationToken);
            },
            cancellationToken);
    }

    public override Task<V1.Application> UpdateApplication(V1.UpdateApplicationRequest request, ServerCallContext context)
    {
        var wanted = request.Application ?? new V1.Application();
        var id = ResourceNames.Id(wanted.Name, "applications", "application.name");
        return db.InTransactionAsync(
            async () =>
            {
                // Locked: what is attached to it is another table's.
                await db.LockRowAsync<Application>(id, context.CancellationToken);
                var application = await FindAsync(wanted.Name, wanted.Etag, context.CancellationToken);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, ApplicationMapping.ToProto(application), ApplicationMapping.Updatable);
                var statement = ApplicationMapping.ToStatement(merged);
                if (application.State == ApplicationState.Draft)
                    RequireStated(statement, await db.ReadProgramAsync(application.Program, context.CancellationToken));
                application.Restate(merged.RequestedYuan, statement);
                application.Attach(await attachments.AttachAsync(merged.Attachments, application.ResourceName, "application.attachments", context.CancellationToken));
                return await SaveAsync(application, context.CancellationToken);
            },
            context.CancellationToken);
    }

    public override async Task<V1.Application> SubmitApplication(V1.SubmitApplicationRequest request, ServerCallContext context)
    {
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        var program = await db.ReadProgramAsync(application.Program, context.CancellationToken);
        program.RequireOpen(clock.Today());
        application.RequireDraft();
        var (applicant, standing) = await facts.AskAsync(application, program, context.CancellationToken);
        application.Submit(applicant, EligibilityAssessment.Assess(program.Rules, standing), program.Rules, program.RulesNumber, standing.AcceptedInvestmentYuan ?? 0, call.Caller.Subject);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> ReviewApplication(V1.ReviewApplicationRequest request, ServerCallContext context)
    {
        Texts.AtMost(request.Note, LongestNote, "note");
        Texts.AtMost(request.ConflictOfInterest, LongestConflict, "conflict_of_interest");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        if (application.State == ApplicationState.Submitted)
        {
            application.ReviewByDistrict(call.Caller.Subject, request.Passed, request.Note.Trim(), clock.Now);
            return await SaveAsync(application, context.CancellationToken);
        }

        if (application.State == ApplicationState.DistrictReviewed && call.Caller.Role != Role.Planner)
            throw DomainException.Denied("REVIEW_BY_CITY", new LocalText("区县审核之后由市级组织审核。", "After the district it is the city that reviews."));
        var most = await ApplicationQueries.MostAsync(db, application, context.CancellationToken);
        int? score = request.HasScore ? request.Score : null;
        application.ReviewByExpert(
            new ExpertOpinion(call.Caller.Subject, request.Passed, score, request.ProposedYuan, request.ConflictOfInterest.Trim(), request.Note.Trim()), most, settings.ExpertReviews, clock.Now);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> PubliciseApplication(V1.PubliciseApplicationRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var start = CalendarText.ReadDay(request.PublicityStartDate, "publicity_start_date") ?? today;
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.Publicise(start, today, settings.PublicityDays);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> ObjectToApplication(V1.ObjectToApplicationRequest request, ServerCallContext context)
    {
        Texts.AtMost(request.Objector, LongestName, "objector");
        Texts.Require(request.Content, LongestNote, "content");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.Object(request.Objector.Trim(), request.Content.Trim(), call.Caller.Subject, clock.Today(), clock.Now);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> SettleObjection(V1.SettleObjectionRequest request, ServerCallContext context)
    {
        Texts.Require(request.Settlement, LongestNote, "settlement");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.SettleObjection(request.Number, (ObjectionOutcome)request.Outcome, request.Settlement.Trim(), call.Caller.Subject, clock.Now);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> WaiveDoubleFunding(V1.WaiveDoubleFundingRequest request, ServerCallContext context)
    {
        Texts.AtMost(request.Reason, LongestNote, "reason");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.Waive(request.Reason.Trim(), call.Caller.Subject, clock.Now);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<HttpBody> ExportPublicity(V1.ExportPublicityRequest request, ServerCallContext context)
    {
        var program = await db.ReadProgramAsync(ResourceNames.Id(request.Program, "programs", "program"), context.CancellationToken);
        return Downloads.Workbook(context, $"{program.Title}公示名单", await publicity.WriteAsync(program, context.CancellationToken));
    }

    public override async Task<V1.Application> RevokeApplication(V1.RevokeApplicationRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        Texts.Require(validation, request.Reason, LongestNote, "reason");
        Texts.Require(validation, request.DocumentNumber, 100, "document_number");
        validation.ThrowIfAny();
        return ApplicationMapping.ToProto(await approval.RevokeAsync(ResourceNames.Id(request.Name, "applications"), request, context.CancellationToken));
    }

    public override async Task<V1.Application> ApproveApplication(V1.ApproveApplicationRequest request, ServerCallContext context)
    {
        Texts.Require(request.DocumentNumber, 100, "document_number");
        return ApplicationMapping.ToProto(await approval.ApproveAsync(ResourceNames.Id(request.Name, "applications"), request, context.CancellationToken));
    }

    public override async Task<V1.Application> RejectApplication(V1.RejectApplicationRequest request, ServerCallContext context)
    {
        Texts.Require(request.Reason, LongestNote, "reason");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.Reject(call.Caller.Subject, request.Reason.Trim());
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> WithdrawApplication(V1.WithdrawApplicationRequest request, ServerCallContext context)
    {
        Texts.Require(request.Reason, LongestNote, "reason");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        application.Withdraw(request.Reason.Trim());
        return await SaveAsync(application, context.CancellationToken);
    }

    private static void RequireStated(Statement statement, FundingProgram program)
    {
        var validation = new Validation();
        statement.Require(validation, program.Rules);
        validation.ThrowIfAny();
    }

    private async Task<Application> FindAsync(string name, string etag, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "applications");
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
        Etags.Check(application, etag);
        return application;
    }

    private async Task<V1.Application> SaveAsync(Application application, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        return ApplicationMapping.ToProto(application);
    }
}

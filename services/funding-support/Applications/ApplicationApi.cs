using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Serves applications on their way to a decision.</summary>
internal sealed class ApplicationApi(FundingDbContext db, CallContext call, CallerScope scope, BusinessClock clock, FundingSettings settings, FreshFacts facts, Approval approval)
    : V1.ApplicationService.ApplicationServiceBase
{
    private const int LongestNote = 2000;

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
        var found = await ApplicationQueries.Listed(db, filter, program, state, page.HasAfter ? page.After : null).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListApplicationsResponse
        {
            Applications = { found.Take(page.Size).Select(ApplicationMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Application> CreateApplication(V1.CreateApplicationRequest request, ServerCallContext context)
    {
        var wanted = request.Application ?? new V1.Application();
        var cancellationToken = context.CancellationToken;
        var program = await ProgramAsync(ResourceNames.Id(wanted.Program, "programs", "application.program"), cancellationToken);
        program.RequireOpen();
        var applicant = await ProjectOwners.FindAsync(db, wanted.Project, cancellationToken)
            ?? throw DomainException.Invalid("application.project", "UNKNOWN_PROJECT", new LocalText("没有这个项目。", "There is no such project."));
        if (program.Rules.Base == SupportBase.AuditedInvestment && wanted.AuditedInvestmentYuan == 0)
            throw DomainException.Invalid("application.audited_investment_yuan", "REQUIRED", new LocalText("该专项以审计投资额为基数，须填写。", "The base of the program is audited investment: it is required."));
        var application = Application.Create(Guid.CreateVersion7().ToString(), program.Id, applicant, wanted.RequestedYuan, wanted.AuditedInvestmentYuan);
        await ApplicationQueries.RefuseSecondAsync(db, application, cancellationToken);
        db.Applications.Add(application);
        await db.SaveChangesAsync(cancellationToken);
        return ApplicationMapping.ToProto(application);
    }

    public override async Task<V1.Application> SubmitApplication(V1.SubmitApplicationRequest request, ServerCallContext context)
    {
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        var program = await ProgramAsync(application.Program, context.CancellationToken);
        program.RequireOpen();
        application.RequireDraft();
        var (applicant, standing) = await facts.AskAsync(application, program, context.CancellationToken);
        application.Submit(applicant, EligibilityAssessment.Assess(program.Rules, standing), program.RulesNumber, standing.AcceptedInvestmentYuan ?? 0, call.Caller.Subject);
        return await SaveAsync(application, context.CancellationToken);
    }

    public override async Task<V1.Application> ReviewApplication(V1.ReviewApplicationRequest request, ServerCallContext context)
    {
        Texts.AtMost(request.Note, LongestNote, "note");
        var application = await FindAsync(request.Name, request.Etag, context.CancellationToken);
        if (application.State == ApplicationState.Submitted)
        {
            application.ReviewByDistrict(call.Caller.Subject, request.Passed, request.Note.Trim(), clock.Now);
            return await SaveAsync(application, context.CancellationToken);
        }

        if (application.State == ApplicationState.DistrictReviewed && call.Caller.Role != Role.Planner)
            throw DomainException.Denied("REVIEW_BY_CITY", new LocalText("区县审核之后由市级组织审核。", "After the district it is the city that reviews."));
        var most = await ApplicationQueries.MostAsync(db, application, context.CancellationToken);
        application.ReviewByExperts(call.Caller.Subject, request.Passed, request.ProposedYuan, most, request.Note.Trim(), clock.Now);
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

    private async Task<Application> FindAsync(string name, string etag, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "applications");
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
        Etags.Check(application, etag);
        return application;
    }

    private async Task<FundingProgram> ProgramAsync(string id, CancellationToken cancellationToken) =>
        await db.Programs.AsNoTracking().SingleOrDefaultAsync(program => program.Id == id, cancellationToken) ?? throw DomainException.NotFound($"programs/{id}");

    private async Task<V1.Application> SaveAsync(Application application, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        return ApplicationMapping.ToProto(application);
    }
}

using Google.Api;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Storage;
using Renovation.ProjectCatalog.Units;
using Renovation.Protos.Journal.V1;
using Renovation.Protos.Workbooks.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Operations;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using Renovation.Shared.Workbooks;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Serves the project library.</summary>
internal sealed partial class ProjectApi(
    CatalogDbContext db, CallContext call, CallerScope scope, JournalReader<CatalogDbContext> journal, LibraryWorkbook workbook, OperationRoom<CatalogDbContext> operations, BusinessClock clock)
    : V1.ProjectService.ProjectServiceBase
{
    public override async Task<V1.Project> GetProject(V1.GetProjectRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "projects");
        if (request.AsOfTime is { } asOf)
            return await journal.AsOfAsync<V1.Project>(request.Name, asOf.ToDateTime(), context.CancellationToken) ?? throw DomainException.NotFound(request.Name);
        return ProjectMapping.ToProto(await db.Projects.AsNoTracking().FindProjectAsync(id, context.CancellationToken));
    }

    public override async Task<V1.ListProjectsResponse> ListProjects(V1.ListProjectsRequest request, ServerCallContext context)
    {
        var page = Page<ProjectPlace>.Read(request.PageSize, request.PageToken, request);
        var order = ProjectOrder.Read(request.OrderBy);
        var filter = ProjectFilter.Of(request);
        var projects = db.ProjectsOf(filter, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));
        var found = await ProjectQueries.Page(projects, order, page).ToListAsync(context.CancellationToken);
        return new V1.ListProjectsResponse
        {
            Projects = { found.Take(page.Size).Select(ProjectMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(order.PlaceOf(found[page.Size - 1])) : "",
        };
    }

    public override async Task<V1.Project> CreateProject(V1.CreateProjectRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Project, "project");
        var facts = ProjectMapping.ToFacts(wanted, ProjectMapping.EditionOn(clock.Today()));
        var cancellationToken = context.CancellationToken;
        await ReportingUnits.RequireAsync(db, wanted.Unit, "project.unit", cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                // The row of the owner is locked: nobody adds the same title, or renames it, at the same moment.
                var owner = await db.Enterprises.AsNoTracking().Where(enterprise => enterprise.Uscc == wanted.Enterprise).Locked(db).SingleOrDefaultAsync(cancellationToken)
                    ?? throw DomainException.Invalid("project.enterprise", "UNKNOWN_ENTERPRISE", new LocalText($"没有企业 {wanted.Enterprise}。", $"There is no enterprise {wanted.Enterprise}."));
                if (owner.MergedInto.Length > 0)
                    throw DomainException.Invalid("project.enterprise", "ENTERPRISE_MERGED", new LocalText($"企业已并入 {owner.MergedInto}。", $"The enterprise was merged into {owner.MergedInto}."));
                var project = Project.Create(Guid.CreateVersion7().ToString(), owner.AsOwner(), wanted.Unit, facts);
                await RefuseSameTitleAsync(project, cancellationToken);
                db.Projects.Add(project);
                await db.SaveChangesAsync(cancellationToken);
                return ProjectMapping.ToProto(project);
            },
            cancellationToken);
    }

    public override Task<V1.Project> UpdateProject(V1.UpdateProjectRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Project, "project");
        var cancellationToken = context.CancellationToken;
        return ChangeAsync(
            ResourceNames.Id(wanted.Name, "projects", "project.name"),
            wanted.Etag,
            async project =>
            {
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, ProjectMapping.ToProto(project), ProjectMapping.Updatable);
                if (!project.Update(ProjectMapping.ToFacts(merged, project.Facts.IndustryEdition)))
                    return;
                await db.LockRowAsync<Enterprises.Enterprise>(project.Enterprise, cancellationToken);
                await RefuseSameTitleAsync(project, cancellationToken);
            },
            cancellationToken);
    }

    public override async Task<V1.ListProjectHistoryResponse> ListProjectHistory(V1.ListProjectHistoryRequest request, ServerCallContext context)
    {
        var project = await db.FindProjectAsync(ResourceNames.Id(request.Name, "projects"), context.CancellationToken);
        var query = new ListAuditEventsRequest { Resource = project.ResourceName, PageSize = request.PageSize, PageToken = request.PageToken };
        var answer = await journal.ListAuditEventsAsync(query, context.CancellationToken);
        return new V1.ListProjectHistoryResponse { Changes = { answer.AuditEvents }, NextPageToken = answer.NextPageToken };
    }

    public override async Task<V1.ImportProjectsResponse> ImportProjects(V1.ImportProjectsRequest request, ServerCallContext context)
    {
        var file = Required.Message(request.File, "file").Data.Memory;
        var mapping = WorkbookPreviews.MappingOf(request.Mapping, LibraryWorkbook.Layout);
        var filter = await scope.RequireUnitAsync("", context.CancellationToken);
        var reading = TableReader.Read(file, LibraryWorkbook.Layout, mapping, context.CancellationToken);
        if (!request.ValidateOnly && ImportOperations.IsLong(reading))
            return new V1.ImportProjectsResponse { Operation = OperationApi.NameOf(await operations.StartAsync(context.Method, request, context.CancellationToken)) };
        var admit = call.Caller.Role == Role.Planner;
        var outcome = await db.TryOrDoAsync(request.ValidateOnly, () => workbook.ImportAsync(reading, filter, admit, context.CancellationToken), context.CancellationToken);
        outcome.Preview = request.ValidateOnly ? WorkbookPreviews.Of(reading.Preview, LibraryWorkbook.Layout) : null;
        return outcome;
    }

    public override Task<WorkbookPreview> PreviewProjects(V1.PreviewProjectsRequest request, ServerCallContext context) =>
        Task.FromResult(WorkbookPreviews.Of(Required.Message(request.File, "file").Data.Memory, LibraryWorkbook.Layout, request.Mapping, context.CancellationToken));

    public override async Task<HttpBody> AnnotateProjects(V1.AnnotateProjectsRequest request, ServerCallContext context)
    {
        var file = Required.Message(request.File, "file").Data.Memory;
        var filter = await scope.RequireUnitAsync("", context.CancellationToken);
        return Downloads.Workbook(context, "项目库-校验", await workbook.AnnotateAsync(file, WorkbookPreviews.MappingOf(request.Mapping, LibraryWorkbook.Layout), filter, call.Language, context.CancellationToken));
    }

    private Task<V1.Project> ChangeAsync(string id, string etag, Func<Project, Task> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var project = await db.FindProjectAsync(id, cancellationToken);
                Etags.Check(project, etag);
                await change(project);
                await db.SaveChangesAsync(cancellationToken);
                return ProjectMapping.ToProto(project);
            },
            cancellationToken);

    private async Task RefuseSameTitleAsync(Project project, CancellationToken cancellationToken)
    {
        var other = await db.Projects.AsNoTracking().Where(other => other.Enterprise == project.Enterprise && other.TitleKey == project.TitleKey && other.Id != project.Id)
            .Select(other => other.Id).FirstOrDefaultAsync(cancellationToken);
        if (other is not null)
            throw DomainException.Conflict("PROJECT_EXISTS", new LocalText("该企业已有同名项目。", "The enterprise has a project of this title already."), ("resource", $"projects/{other}"));
    }
}

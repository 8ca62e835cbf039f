using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Operations;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Serves the annual plans.</summary>
internal sealed partial class PlanApi(
    CatalogDbContext db, CallContext call, CallerScope scope, JournalReader<CatalogDbContext> journal, PlanPast past, PlanAdjust adjust, PlanWorkbook workbook, PlanExport export, PlanNotice notice,
    OperationRoom<CatalogDbContext> operations, AnswerCache<(int Year, string Filter), V1.PlanSummary> summaries, TimeProvider time)
    : V1.PlanService.PlanServiceBase
{
    public override async Task<V1.Plan> GetPlan(V1.GetPlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        if (request.AsOfTime is not { } asOf)
            return PlanMapping.ToProto(await db.FindPlanAsync(year, context.CancellationToken));
        var then = await past.PlanAsync(year, asOf.ToDateTime(), context.CancellationToken);
        then.Entries.Clear();
        return then;
    }

    public override async Task<V1.ListPlansResponse> ListPlans(V1.ListPlansRequest request, ServerCallContext context)
    {
        var page = Page<int>.Read(request.PageSize, request.PageToken, request);
        var plans = page.HasAfter ? db.Plans.Where(plan => plan.Year < page.After) : db.Plans;
        var found = await plans.AsNoTracking().OrderByDescending(plan => plan.Year).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListPlansResponse
        {
            Plans = { found.Take(page.Size).Select(PlanMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Year) : "",
        };
    }

    public override async Task<V1.Plan> CreatePlan(V1.CreatePlanRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Plan, "plan");
        var plan = Plan.Create(wanted.Year, wanted.Title.Trim(), wanted.GrowthTargetBp);
        if (await db.Plans.AnyAsync(other => other.Year == plan.Year, context.CancellationToken))
            throw DomainException.Conflict("PLAN_EXISTS", new LocalText($"{plan.Year} 年计划已存在。", $"There is a plan of {plan.Year} already."), ("resource", plan.ResourceName));
        db.Plans.Add(plan);
        await db.SaveChangesAsync(context.CancellationToken);
        return PlanMapping.ToProto(plan);
    }

    public override Task<V1.Plan> UpdatePlan(V1.UpdatePlanRequest request, ServerCallContext context)
    {
        var wanted = Required.Message(request.Plan, "plan");
        return ChangeAsync(
            PlanMapping.YearOf(wanted.Name, "plan.name"),
            async (plan, cancellationToken) =>
            {
                Etags.Check(plan, wanted.Etag);
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, PlanMapping.ToProto(plan), "title", "growth_target_bp");
                plan.Update(merged.Title.Trim(), merged.GrowthTargetBp);
                await db.SaveChangesAsync(cancellationToken);
                return PlanMapping.ToProto(plan);
            },
            context.CancellationToken);
    }

    public override Task<V1.Plan> IssuePlan(V1.IssuePlanRequest request, ServerCallContext context)
    {
        var issueDate = CalendarText.ReadDay(request.IssueDate, "issue_date");
        return InDraftAsync(
            PlanMapping.YearOf(request.Name),
            async (plan, cancellationToken) =>
            {
                Etags.Check(plan, request.Etag);
                await PlanIssue.IssueAsync(db, plan, request.DocumentNumber.Trim(), issueDate, call.Caller.Unit, time, cancellationToken);
                return PlanMapping.ToProto(plan);
            },
            context.CancellationToken);
    }

    public override Task<V1.Plan> AdjustPlan(V1.AdjustPlanRequest request, ServerCallContext context) =>
        ChangeAsync(
            PlanMapping.YearOf(request.Name),
            async (plan, cancellationToken) =>
            {
                Etags.Check(plan, request.Etag);
                await adjust.AdjustAsync(plan, request, cancellationToken);
                return PlanMapping.ToProto(plan);
            },
            context.CancellationToken);

    public override Task<V1.Plan> ClosePlan(V1.ClosePlanRequest request, ServerCallContext context) =>
        ChangeAsync(
            PlanMapping.YearOf(request.Name),
            async (plan, cancellationToken) =>
            {
                Etags.Check(plan, request.Etag);
                plan.Close(request.Reason.Trim());
                await db.SaveChangesAsync(cancellationToken);
                return PlanMapping.ToProto(plan);
            },
            context.CancellationToken);

    public override async Task<V1.ListPlanHistoryResponse> ListPlanHistory(V1.ListPlanHistoryRequest request, ServerCallContext context)
    {
        var plan = await db.FindPlanAsync(PlanMapping.YearOf(request.Name), context.CancellationToken);
        var query = new ListAuditEventsRequest { Resource = plan.ResourceName, PageSize = request.PageSize, PageToken = request.PageToken };
        var answer = await journal.ListAuditEventsAsync(query, context.CancellationToken, withParts: true);
        return new V1.ListPlanHistoryResponse { Changes = { answer.AuditEvents }, NextPageToken = answer.NextPageToken };
    }

    public override async Task<V1.PlanSummary> SummarizePlan(V1.SummarizePlanRequest request, ServerCallContext context)
    {
        var year = PlanMapping.YearOf(request.Name);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var draft = new AnswerDraft<V1.PlanSummary>("", () => SummarizeAsync(year, filter, context.CancellationToken));
        return await summaries.GetAsync((year, filter.Key), journal, harmless: "", () => Task.FromResult(draft), context.CancellationToken);
    }

    private async Task<V1.PlanSummary> SummarizeAsync(int year, UnitFilter filter, CancellationToken cancellationToken)
    {
        var plan = await db.FindPlanAsync(year, cancellationToken);
        var entries = db.EntriesOf(plan, filter);
        var summary = await PlanSummaries.SummarizeAsync(plan.ResourceName, entries, cancellationToken);
        summary.EnterprisesStillOutside = await PlanSummaries.StillOutside(db, entries).CountAsync(cancellationToken);
        return summary;
    }

    // All that changes a plan or its entries does so under the lock of its row.
    private Task<T> ChangeAsync<T>(int year, Func<Plan, CancellationToken, Task<T>> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () => await change(await db.Plans.Locked(db).FindPlanAsync(year, cancellationToken), cancellationToken),
            cancellationToken);

    private Task<T> InDraftAsync<T>(int year, Func<Plan, CancellationToken, Task<T>> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            year,
            (plan, token) =>
            {
                plan.RequireDraft();
                return change(plan, token);
            },
            cancellationToken);
}

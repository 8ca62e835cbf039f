using Google.Api;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Annex2;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Periods;

/// <summary>Serves the periods.</summary>
internal sealed class PeriodApi(ProgressDbContext db, CallContext call, CallerScope scope, ReportingRules rules, PeriodOpening opening, DueTimes dueTimes, Ranking ranking, ReturnExport export) : V1.PeriodService.PeriodServiceBase
{
    public override async Task<V1.Period> GetPeriod(V1.GetPeriodRequest request, ServerCallContext context) =>
        PeriodMapping.ToProto(await db.FindPeriodAsync(request.Name, "name", context.CancellationToken));

    public override async Task<V1.ListPeriodsResponse> ListPeriods(V1.ListPeriodsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var periods = db.Periods.AsNoTracking();
        if (page.HasAfter)
            periods = periods.Where(period => string.Compare(period.Id, page.After) < 0);
        var found = await periods.OrderByDescending(period => period.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListPeriodsResponse
        {
            Periods = { found.Take(page.Size).Select(PeriodMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Period> OpenPeriod(V1.OpenPeriodRequest request, ServerCallContext context) =>
        PeriodMapping.ToProto(await opening.OpenAsync(PeriodQueries.QuarterOf(request.Name, "name"), context.CancellationToken));

    public override async Task<V1.Period> ClosePeriod(V1.ClosePeriodRequest request, ServerCallContext context) =>
        PeriodMapping.ToProto(await opening.CloseAsync(PeriodQueries.QuarterOf(request.Name, "name"), request.Etag, context.CancellationToken));

    public override async Task<V1.ExplainDueTimeResponse> ExplainDueTime(V1.ExplainDueTimeRequest request, ServerCallContext context)
    {
        var quarter = PeriodQueries.QuarterOf(request.Name, "name");
        if (request.Unit.Length > 0)
            await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var due = await dueTimes.ExplainAsync(quarter, request.Unit, context.CancellationToken);
        return new V1.ExplainDueTimeResponse
        {
            DueDate = CalendarText.Day(due.DueDate),
            LateFromTime = CalendarText.Instant(due.LateFrom),
            Steps = { due.Steps.Select(step => new V1.ExplainDueTimeResponse.Types.Step { Code = step.Code, Text = step.Text.In(call.Language) }) },
            CalendarVersion = rules.Calendar.Version,
        };
    }

    public override async Task<V1.Completeness> GetCompleteness(V1.GetCompletenessRequest request, ServerCallContext context)
    {
        var period = await db.FindPeriodAsync(request.Name, "name", context.CancellationToken);
        var filter = await scope.RequireUnitAsync(null, context.CancellationToken);
        return await Completenesses.ReadAsync(db, period.Id, filter.Units, context.CancellationToken);
    }

    public override async Task<V1.RankUnitsResponse> RankUnits(V1.RankUnitsRequest request, ServerCallContext context)
    {
        if (request.Year is < 2000 or > 2100)
            throw DomainException.Invalid("year", "OUT_OF_RANGE", new LocalText("年份为 2000 至 2100。", "A year is 2000 to 2100."));
        var filter = await scope.RequireUnitAsync(null, context.CancellationToken);
        return await ranking.RunAsync(request.Year, filter.Units, context.CancellationToken);
    }

    public override async Task<HttpBody> ExportPeriod(V1.ExportPeriodRequest request, ServerCallContext context)
    {
        var period = await db.FindPeriodAsync(request.Name, "name", context.CancellationToken);
        return Downloads.Workbook(context, $"附件2-{period.Id}-汇总", await export.WriteAsync(period, context.CancellationToken));
    }
}

/// <summary>Reads periods.</summary>
internal static class PeriodQueries
{
    /// <summary>Gives the quarter in the name of a period.</summary>
    /// <exception cref="DomainException">INVALID_NAME, INVALID_PERIOD.</exception>
    public static Quarter QuarterOf(string name, string field) =>
        Quarter.Parse(ResourceNames.Ids(name, field, "periods")[0])
        ?? throw DomainException.Invalid(field, "INVALID_PERIOD", new LocalText("报告期须形如 2017Q2。", "A period is written like 2017Q2."));

    /// <summary>Finds a period, to be shown.</summary>
    /// <exception cref="DomainException">INVALID_NAME, INVALID_PERIOD; NotFound when it is not open yet.</exception>
    public static async Task<Period> FindPeriodAsync(this ProgressDbContext db, string name, string field, CancellationToken cancellationToken)
    {
        var id = QuarterOf(name, field).ToString();
        return await db.Periods.AsNoTracking().SingleOrDefaultAsync(period => period.Id == id, cancellationToken) ?? throw DomainException.NotFound($"periods/{id}");
    }
}

using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Annex2;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Idempotency;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Serves the quarterly returns.</summary>
internal sealed class ReturnApi(
    ProgressDbContext db,
    ReturnStore store,
    LineUpdates lineUpdates,
    Acceptance acceptance,
    InvestmentReader investments,
    ReturnComparison comparison,
    ReturnExport export,
    ReturnImport import,
    JournalReader<ProgressDbContext> journal,
    CallContext call,
    CallerScope scope,
    ReportingRules rules,
    BusinessClock clock,
    TimeProvider time) : V1.ReturnService.ReturnServiceBase
{
    // Marked on the return: the city fills and files for a unit that cannot.
    private bool OnBehalf => call.Caller.Role == Role.Planner;

    public override async Task<V1.Return> GetReturn(V1.GetReturnRequest request, ServerCallContext context)
    {
        var key = ReturnKey.Read(request.Name, "name");
        return request.AsOfTime is { } asOf
            ? await PastReturn.ReadAsync(journal, request.Name, asOf.ToDateTime(), context.CancellationToken) ?? throw key.NotFound()
            : ToProto(await store.ReadAsync(key, context.CancellationToken));
    }

    public override async Task<V1.ListReturnsResponse> ListReturns(V1.ListReturnsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var period = await db.FindPeriodAsync(request.Parent, "parent", context.CancellationToken);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var found = await ReturnQueries.Page(db, period.Id, request.State, filter.Units, page).ToListAsync(context.CancellationToken);
        return new V1.ListReturnsResponse
        {
            Returns = { found.Take(page.Size).Select(filed => ReturnMapping.ToProto(filed, [])) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Unit) : "",
        };
    }

    public override async Task StreamReturns(V1.StreamReturnsRequest request, IServerStreamWriter<V1.Return> responseStream, ServerCallContext context)
    {
        var period = request.Parent == ReturnQueries.AllPeriods ? null : (await db.FindPeriodAsync(request.Parent, "parent", context.CancellationToken)).Id;
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var after = request.After.Length == 0 ? "" : ReturnKey.Read(request.After, "after").Id;

        await foreach (var chunk in ReturnQueries.ChunksAsync(db, period, request.State, filter.Units, after, ReturnQueries.StreamChunk, context.CancellationToken))
        {
            var whole = chunk.Select(one => (one.Filed, ReturnMapping.ToProto(one.Filed, one.Lines))).ToList();
            foreach (var filed in request.LastAccepted ? await acceptance.LastAsync(whole, context.CancellationToken) : whole.Select(pair => pair.Item2))
                await responseStream.WriteAsync(filed, context.CancellationToken);
        }
    }

    public override async Task<V1.Return> UpdateReturn(V1.UpdateReturnRequest request, ServerCallContext context)
    {
        var wanted = Required(request.Return, "return");
        return ToProto(await store.FileAsync(
            ReturnKey.Read(wanted.Name, "return.name"),
            wanted.Etag,
            OnBehalf,
            filed =>
            {
                var merged = FieldMasks.Apply(request.UpdateMask, wanted, ReturnMapping.ToProto(filed, []), ReturnMapping.Updatable);
                filed.FillHead(ReturnMapping.ToHead(merged), OnBehalf);
                filed.FillCandidates(CandidateMapping.ToFacts(merged.Candidates), OnBehalf);
            },
            context.CancellationToken));
    }

    public override async Task<V1.ListReturnLinesResponse> ListReturnLines(V1.ListReturnLinesRequest request, ServerCallContext context)
    {
        var key = ReturnKey.Read(request.Parent, "parent");
        var page = Page<LinePlace>.Read(request.PageSize, request.PageToken, request);
        var filed = await db.Returns.AsNoTracking().SingleOrDefaultAsync(filed => filed.Id == key.Id, context.CancellationToken) ?? throw key.NotFound();
        var found = await ReturnQueries.Page(db, key.Id, page).ToListAsync(context.CancellationToken);
        return new V1.ListReturnLinesResponse
        {
            Lines = { found.Take(page.Size).Select(line => LineMapping.ToProto(filed, line)) },
            NextPageToken = found.Count > page.Size ? page.NextToken(new LinePlace(found[page.Size - 1].Facts.Position, found[page.Size - 1].Project)) : "",
        };
    }

    [KeepsItsAnswers]
    public override Task<V1.ReturnLine> UpdateReturnLine(V1.UpdateReturnLineRequest request, ServerCallContext context)
    {
        var (key, project) = ReturnKey.ReadLine(Required(request.Line, "line").Name, "line.name");
        return lineUpdates.WriteAsync(
            new LineUpdate(key, project, request, OnBehalf, call.Caller.Subject, RequestStore.RecordOf(request, context.Method, call, time)), context.CancellationToken);
    }

    public override async Task<V1.BatchUpdateReturnLinesResponse> BatchUpdateReturnLines(V1.BatchUpdateReturnLinesRequest request, ServerCallContext context)
    {
        IReadOnlyList<ReturnLine> lines = [];
        var filed = await store.FileAsync(
            ReturnKey.Read(request.Parent, "parent"), "", OnBehalf, filed => { lines = LineBatch.Apply(filed, request.Requests, OnBehalf, Instants.Now(time)); }, context.CancellationToken);
        return new V1.BatchUpdateReturnLinesResponse { Lines = { lines.Select(line => LineMapping.ToProto(filed, line)) } };
    }

    public override async Task<HttpBody> ExportReturn(V1.ExportReturnRequest request, ServerCallContext context)
    {
        var filed = await store.ReadAsync(ReturnKey.Read(request.Name, "name"), context.CancellationToken);
        var title = await export.TitleOfAsync(filed.Unit, context.CancellationToken);
        return Downloads.Workbook(context, $"附件2-{filed.Period}-{title}", ReturnExport.Write(filed, title));
    }

    public override async Task<V1.ImportReturnResponse> ImportReturn(V1.ImportReturnRequest request, ServerCallContext context)
    {
        var key = ReturnKey.Read(request.Name, "name");
        var imported = await import.ImportAsync(key, Required(request.File, "file").Data.Memory, OnBehalf, request.ValidateOnly, context.CancellationToken);
        return new V1.ImportReturnResponse
        {
            RowCount = imported.Rows,
            UpdatedCount = imported.Updated,
            UnchangedCount = imported.Rows - imported.Updated,
            Findings = { imported.Return.Check(rules.Filing.Checks).Select(finding => LineMapping.ToProto(finding, call.Language)) },
        };
    }

    public override async Task<HttpBody> AnnotateReturn(V1.AnnotateReturnRequest request, ServerCallContext context)
    {
        var key = ReturnKey.Read(request.Name, "name");
        var annotated = await import.AnnotateAsync(key, Required(request.File, "file").Data.Memory, call.Language, context.CancellationToken);
        return Downloads.Workbook(context, $"附件2-{key.Period}-{key.Unit}-校验", annotated);
    }

    public override async Task<V1.CheckReturnResponse> CheckReturn(V1.CheckReturnRequest request, ServerCallContext context)
    {
        var filed = await store.ReadAsync(ReturnKey.Read(request.Name, "name"), context.CancellationToken);
        var findings = filed.Check(rules.Filing.Checks);
        return new V1.CheckReturnResponse
        {
            Findings = { findings.Select(finding => LineMapping.ToProto(finding, call.Language)) },
            Submittable = filed is { IsWithUnit: true, Lines.Count: > 0 } && !findings.Any(finding => finding.Blocks),
        };
    }

    public override async Task<V1.Return> SubmitReturn(V1.SubmitReturnRequest request, ServerCallContext context) =>
        ToProto(await store.FileAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            OnBehalf,
            async filed => filed.Submit(clock.Now, await store.LateFromAsync(filed, context.CancellationToken), OnBehalf, rules.Filing),
            context.CancellationToken));

    public override async Task<V1.Return> FileNilReturn(V1.FileNilReturnRequest request, ServerCallContext context) =>
        ToProto(await store.FileAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            OnBehalf,
            async filed => filed.FileNil(clock.Now, await store.LateFromAsync(filed, context.CancellationToken), OnBehalf, rules.Filing),
            context.CancellationToken));

    public override async Task<V1.Return> CertifyReturn(V1.CertifyReturnRequest request, ServerCallContext context) =>
        ToProto(await store.FileAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            onBehalf: false,
            async filed => filed.Certify(clock.Now, await store.LateFromAsync(filed, context.CancellationToken), rules.Filing.Checks),
            context.CancellationToken));

    public override async Task<V1.Return> DeclineReturn(V1.DeclineReturnRequest request, ServerCallContext context) =>
        ToProto(await store.FileAsync(ReturnKey.Read(request.Name, "name"), request.Etag, onBehalf: false, filed => filed.Decline(request.Note.Trim()), context.CancellationToken));

    public override async Task<V1.ReturnLine> ReportNoChange(V1.ReportNoChangeRequest request, ServerCallContext context)
    {
        var (key, project) = ReturnKey.ReadLine(request.Name, "name");
        var changed = await store.FileAsync(
            key,
            "",
            OnBehalf,
            async filed =>
            {
                filed.LineOf(project).RequireEtag(request.Etag, request.Name);
                var last = await AcceptedHistory.LastBeforeAsync(db, project, filed.Period, context.CancellationToken);
                filed.FillUnchanged(project, last is null ? null : (last.PhysicalProgress, last.PhysicalProgressBp), OnBehalf, Instants.Now(time));
            },
            context.CancellationToken);
        return LineMapping.ToProto(changed, changed.LineOf(project));
    }

    public override Task<V1.DiffReturnResponse> DiffReturn(V1.DiffReturnRequest request, ServerCallContext context) =>
        comparison.CompareAsync(ReturnKey.Read(request.Name, "name"), request.Base, context.CancellationToken);

    public override async Task<V1.Return> ReopenReturn(V1.ReopenReturnRequest request, ServerCallContext context) =>
        ToProto(await store.ChangeAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            async filed =>
            {
                filed.Reopen(request.Reason.Trim(), ReasonsOf(request.Reasons));
                await acceptance.RebaseAsync(filed, context.CancellationToken);
            },
            context.CancellationToken));

    public override async Task<V1.Return> ExtendReturn(V1.ExtendReturnRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Check(request.DueDate.Length > 0, "due_date", "REQUIRED", new LocalText("必填。", "It is required."));
        var read = CalendarText.ReadDay(request.DueDate, "due_date", validation);
        validation.ThrowIfAny();
        var day = read!.Value;
        return ToProto(await store.ChangeAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            async filed => filed.Extend(
                new Extension(day, DueTime.LateFromOf(day, clock.Zone), request.Reason.Trim()),
                await db.Periods.Where(period => period.Id == filed.Period).Select(period => period.DueDate).SingleAsync(context.CancellationToken)),
            context.CancellationToken));
    }

    public override async Task<V1.Return> ReturnReturn(V1.ReturnReturnRequest request, ServerCallContext context) =>
        ToProto(await store.ChangeAsync(
            ReturnKey.Read(request.Name, "name"),
            request.Etag,
            async filed =>
            {
                filed.HandBack(ReasonsOf(request.Reasons));
                await acceptance.RebaseAsync(filed, context.CancellationToken);
            },
            context.CancellationToken));

    public override async Task<V1.Return> AcceptReturn(V1.AcceptReturnRequest request, ServerCallContext context) =>
        ToProto(await acceptance.AcceptAsync(ReturnKey.Read(request.Name, "name"), request.Etag, context.CancellationToken));

    public override Task<V1.ListInvestmentsResponse> ListInvestments(V1.ListInvestmentsRequest request, ServerCallContext context) =>
        investments.ListAsync(request, context.CancellationToken);

    private static List<ReturnReason> ReasonsOf(IEnumerable<V1.ReturnReason> reasons) => [.. reasons.Select(reason => new ReturnReason(reason.Project, reason.Field, reason.Code, reason.Note.Trim()))];

    private static V1.Return ToProto(Return filed) => ReturnMapping.ToProto(filed, filed.Lines);

    private static TMessage Required<TMessage>(TMessage? message, string field)
        where TMessage : class, IMessage =>
        message ?? throw DomainException.Invalid(field, "REQUIRED", new LocalText("必填。", "It is required."));
}

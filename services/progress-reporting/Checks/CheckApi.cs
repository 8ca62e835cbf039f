using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Checks;

/// <summary>Tells about the rules, and what they would find in what was submitted.</summary>
internal sealed class CheckApi(ProgressDbContext db, CallContext call, ReportingRules rules) : V1.CheckService.CheckServiceBase
{
    public override async Task<V1.DescribeCheckRulesResponse> DescribeCheckRules(V1.DescribeCheckRulesRequest request, ServerCallContext context)
    {
        var counts = request.Period.Length > 0 ? await CountsAsync((await db.FindPeriodAsync(request.Period, "period", context.CancellationToken)).Id, context.CancellationToken) : [];
        return new V1.DescribeCheckRulesResponse
        {
            Rules =
            {
                LineRules.All.Select(rule => new V1.CheckRule
                {
                    Code = rule.Code,
                    Severity = LineMapping.ToProto(rule.Severity),
                    Version = rule.Version,
                    Title = rule.Title.In(call.Language),
                    Shadow = rules.Filing.Checks.Shadow.Contains(rule.Code),
                    LineCount = counts.GetValueOrDefault(rule.Code),
                }),
            },
        };
    }

    public override async Task ReplayCheckRules(V1.ReplayCheckRulesRequest request, IServerStreamWriter<V1.CheckRuleChange> responseStream, ServerCallContext context)
    {
        if (request.Code.Length > 0 && !LineRules.All.Any(rule => rule.Code == request.Code))
            throw DomainException.Invalid("code", "UNKNOWN_RULE", new LocalText($"没有规则 {request.Code}。", $"There is no rule {request.Code}."));
        var period = request.Parent == ReturnQueries.AllPeriods ? null : (await db.FindPeriodAsync(request.Parent, "parent", context.CancellationToken)).Id;
        await foreach (var chunk in ReturnQueries.ChunksAsync(db, period, V1.Return.Types.State.Unspecified, null, "", ReturnQueries.StreamChunk, context.CancellationToken))
        {
            foreach (var (filed, lines) in chunk.Where(one => one.Filed.State is ReturnState.Submitted or ReturnState.Accepted))
            {
                foreach (var change in ReturnLine.InOrder(lines).SelectMany(line => Changes(filed, line)).Where(change => request.Code.Length == 0 || change.Code == request.Code))
                    await responseStream.WriteAsync(change, context.CancellationToken);
            }
        }
    }

    // A line that was submitted before findings were kept tells nothing.
    private IEnumerable<V1.CheckRuleChange> Changes(Return filed, ReturnLine line)
    {
        if (line.Findings is not { } then)
            return [];
        var now = line.Check(filed.Quarter, rules.Filing.Checks);
        var added = now.Where(finding => !then.Any(kept => kept.Code == finding.Code && kept.Field == finding.Field))
            .Select(finding => Change(filed, line, finding.Code, finding.Field, V1.CheckRuleChange.Types.Outcome.Added, 0));
        var gone = then.Where(kept => !now.Any(finding => kept.Code == finding.Code && kept.Field == finding.Field))
            .Select(kept => Change(filed, line, kept.Code, kept.Field, V1.CheckRuleChange.Types.Outcome.Gone, kept.Version));
        return added.Concat(gone);
    }

    private static V1.CheckRuleChange Change(Return filed, ReturnLine line, string code, string field, V1.CheckRuleChange.Types.Outcome outcome, int then) => new()
    {
        Line = $"{filed.ResourceName}/lines/{line.Project}",
        ProjectTitle = line.Facts.ProjectTitle,
        Code = code,
        Field = field,
        Outcome = outcome,
        VersionThen = then,
        VersionNow = LineRules.All.FirstOrDefault(rule => rule.Code == code)?.Version ?? 0,
    };

    private async Task<Dictionary<string, int>> CountsAsync(string period, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = db.Lines.AsNoTracking().Join(db.Returns.Where(filed => filed.Period == period), line => line.Return, filed => filed.Id, (line, _) => line.Findings);
        await foreach (var findings in kept.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var code in findings?.Select(finding => finding.Code).Distinct(StringComparer.Ordinal) ?? [])
                counts[code] = counts.GetValueOrDefault(code) + 1;
        }

        return counts;
    }
}

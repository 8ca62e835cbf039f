using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Contract;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Serves counts, guidance and the stream.</summary>
internal sealed partial class ProjectApi
{
    private const int StreamChunk = 500;

    public override async Task<V1.CountProjectsResponse> CountProjects(V1.CountProjectsRequest request, ServerCallContext context)
    {
        var filter = ProjectFilter.Of(request);
        var projects = db.ProjectsOf(filter, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));

        // One query: few groups come of any number of projects.
        var groups = await projects.GroupBy(project => new { project.Stage, project.Membership, project.Unit })
            .Select(group => new { group.Key.Stage, group.Key.Membership, group.Key.Unit, Count = group.Count(), Yuan = group.Sum(project => project.Facts.TotalInvestmentYuan) })
            .ToListAsync(context.CancellationToken);
        var answer = new V1.CountProjectsResponse { TotalCount = groups.Sum(group => group.Count), TotalInvestmentYuan = groups.Sum(group => group.Yuan) };
        foreach (var stage in groups.GroupBy(group => group.Stage).OrderBy(group => group.Key))
            answer.ByStage.Add(EnumNames.Of((V1.Project.Types.Stage)stage.Key), stage.Sum(group => group.Count));
        foreach (var membership in groups.GroupBy(group => group.Membership).OrderBy(group => group.Key))
            answer.ByMembership.Add(EnumNames.Of((V1.Project.Types.Membership)membership.Key), membership.Sum(group => group.Count));
        foreach (var unit in groups.GroupBy(group => group.Unit, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            answer.ByUnit.Add(unit.Key, unit.Sum(group => group.Count));
        return answer;
    }

    public override async Task<V1.SummarizeProceduresResponse> SummarizeProcedures(V1.SummarizeProceduresRequest request, ServerCallContext context)
    {
        var filter = new ProjectFilter { PlanYear = request.PlanYear == 0 ? null : request.PlanYear };
        var scoped = db.ProjectsOf(filter, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));

        // A withdrawn project starts nowhere; a candidate may start once it is admitted and is guided as well.
        var groups = await scoped.Where(project => project.Membership != Membership.Withdrawn && (project.Stage == Stage.Reserve || project.Stage == Stage.Preliminary))
            .GroupBy(project => new { project.Unit, project.MissingProcedures })
            .Select(group => new Guidance(group.Key.Unit, group.Key.MissingProcedures, group.Count()))
            .ToListAsync(context.CancellationToken);
        return new V1.SummarizeProceduresResponse { Units = { groups.GroupBy(group => group.Unit, StringComparer.Ordinal).OrderBy(unit => unit.Key, StringComparer.Ordinal).Select(Guide) } };
    }

    public override async Task StreamProjects(V1.StreamProjectsRequest request, IServerStreamWriter<V1.Project> responseStream, ServerCallContext context)
    {
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var after = request.After.Length == 0 ? "" : ResourceNames.TryId(request.After, "projects") ?? request.After;

        // Chunk by chunk, so that a slow reader holds no query open.
        while (true)
        {
            var chunk = await db.ProjectsOf(new ProjectFilter(), filter).Where(project => string.Compare(project.Id, after) > 0)
                .OrderBy(project => project.Id).Take(StreamChunk).ToListAsync(context.CancellationToken);
            foreach (var project in chunk)
                await responseStream.WriteAsync(ProjectMapping.ToProto(project), context.CancellationToken);
            if (chunk.Count < StreamChunk)
                return;
            after = chunk[^1].Id;
        }
    }

    private static V1.SummarizeProceduresResponse.Types.UnitGuidance Guide(IGrouping<string, Guidance> unit)
    {
        var guidance = new V1.SummarizeProceduresResponse.Types.UnitGuidance
        {
            Unit = unit.Key,
            NotStartedCount = unit.Sum(group => group.Count),
            LackingCount = unit.Where(group => group.Missing != 0).Sum(group => group.Count),
        };
        foreach (var kind in ProcedureKinds.All)
        {
            var lacking = unit.Where(group => (group.Missing & ProcedureKinds.Bit(kind)) != 0).Sum(group => group.Count);
            if (lacking > 0)
                guidance.LackingByKind.Add(EnumNames.Of((V1.Procedure.Types.Kind)kind), lacking);
        }

        return guidance;
    }

    private sealed record Guidance(string Unit, int Missing, int Count);
}

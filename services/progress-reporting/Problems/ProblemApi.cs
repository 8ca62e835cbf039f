using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Access;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Serves the problem ledger.</summary>
internal sealed class ProblemApi(ProgressDbContext db, ProblemDesk desk, CallContext call, CallerScope scope, ProgressAccessPolicy policy, ProblemRules rules, BusinessClock clock) : V1.ProblemService.ProblemServiceBase
{
    public override async Task<V1.Problem> GetProblem(V1.GetProblemRequest request, ServerCallContext context) =>
        ToProto(await ProblemQueries.FindAsync(db.Problems.AsNoTracking(), IdOf(request.Name), context.CancellationToken));

    public override async Task<V1.ListProblemsResponse> ListProblems(V1.ListProblemsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var problems = ProblemQueries.Visible(db, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));
        var found = await ProblemQueries.Page(problems, request, clock.Today(), page).ToListAsync(context.CancellationToken);
        return new V1.ListProblemsResponse
        {
            Problems = { found.Take(page.Size).Select(ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Problem> CreateProblem(V1.CreateProblemRequest request, ServerCallContext context)
    {
        var wanted = Required(request.Problem);
        var (category, text, asked) = ProblemMapping.Read(wanted);
        return ToProto(await desk.RaiseAsync(wanted.Project, category, text, asked, context.CancellationToken));
    }

    public override Task<V1.Problem> UpdateProblem(V1.UpdateProblemRequest request, ServerCallContext context)
    {
        var wanted = Required(request.Problem);
        return ChangeAsync(
            wanted.Name,
            wanted.Etag,
            problem =>
            {
                var (category, text, _) = ProblemMapping.Read(FieldMasks.Apply(request.UpdateMask, wanted, ProblemMapping.ToProto(problem), ProblemMapping.Updatable));
                problem.Correct(category, text, desk.Moment);
                return Task.CompletedTask;
            },
            context,
            "problem.name");
    }

    public override Task<V1.Problem> ActOnProblem(V1.ActOnProblemRequest request, ServerCallContext context)
    {
        var note = ProblemMapping.Text(request.Note, "note");
        return AsOwnerAsync(request.Name, request.Etag, problem => problem.Act(note, desk.Moment), context);
    }

    public override Task<V1.Problem> EscalateProblem(V1.EscalateProblemRequest request, ServerCallContext context)
    {
        var reason = ProblemMapping.Text(request.Reason, "reason");
        return ChangeAsync(
            request.Name,
            request.Etag,
            async problem =>
            {
                await RequireWithCallerAsync(problem, problem.Owner, context.CancellationToken);
                if (problem.Level != ProblemLevel.Bureau && request.Department.Length > 0)
                    throw DomainException.Invalid("department", "UNEXPECTED", new LocalText("只有从市工信部门转交部门时才能指定部门。", "A department is named for the step from the bureau only."));
                var department = problem.Level == ProblemLevel.Bureau ? await desk.DepartmentAsync(problem.Category, request.Department, context.CancellationToken) : null;
                problem.Escalate(reason, department, call.Caller.Role == Role.Planner, desk.Moment, rules);
            },
            context);
    }

    public override Task<V1.Problem> HandBackProblem(V1.HandBackProblemRequest request, ServerCallContext context)
    {
        var reason = ProblemMapping.Text(request.Reason, "reason");
        return ChangeAsync(
            request.Name,
            request.Etag,
            async problem =>
            {
                // Its unit judges the result, its owner whether it is the right one.
                await RequireWithCallerAsync(problem, problem.State == ProblemState.Resolved ? problem.Unit : problem.Owner, context.CancellationToken);
                problem.HandBack(reason, desk.Moment, rules);
            },
            context);
    }

    public override Task<V1.Problem> ResolveProblem(V1.ResolveProblemRequest request, ServerCallContext context)
    {
        var result = ProblemMapping.Text(request.Result, "result");
        return AsOwnerAsync(request.Name, request.Etag, problem => problem.Resolve(result, desk.Moment), context);
    }

    public override Task<V1.Problem> CloseProblem(V1.CloseProblemRequest request, ServerCallContext context)
    {
        var note = ProblemMapping.Text(request.Note, "note", required: false);
        return ChangeAsync(
            request.Name,
            request.Etag,
            async problem =>
            {
                await RequireWithCallerAsync(problem, problem.Unit, context.CancellationToken);
                problem.Close(note, desk.Moment);
            },
            context);
    }

    public override async Task<V1.SummarizeProblemsResponse> SummarizeProblems(V1.SummarizeProblemsRequest request, ServerCallContext context)
    {
        if (request.Year is not 0 and (< 2000 or > 2100))
            throw DomainException.Invalid("year", "INVALID_YEAR", new LocalText("年份为 2000 至 2100。", "A year is 2000 to 2100."));
        var problems = ProblemQueries.Visible(db, await scope.RequireUnitAsync(request.Unit, context.CancellationToken));
        if (request.Year > 0)
        {
            var (first, last) = (new DateOnly(request.Year, 1, 1), new DateOnly(request.Year, 12, 31));
            problems = problems.Where(problem => problem.RaiseDate >= first && problem.RaiseDate <= last);
        }

        return await ProblemSummaries.SummarizeAsync(problems, clock.Today(), context.CancellationToken);
    }

    private Task<V1.Problem> AsOwnerAsync(string name, string etag, Action<Problem> change, ServerCallContext context) => ChangeAsync(
        name,
        etag,
        async problem =>
        {
            await RequireWithCallerAsync(problem, problem.Owner, context.CancellationToken);
            change(problem);
        },
        context);

    private async Task<V1.Problem> ChangeAsync(string name, string etag, Func<Problem, Task> change, ServerCallContext context, string field = "name") =>
        ToProto(await desk.ChangeAsync(IdOf(name, field), etag, change, context.CancellationToken));

    // The bureau coordinates and may always; the government has what is at its level, everybody else what is with the unit or below it.
    private async Task RequireWithCallerAsync(Problem problem, string unit, CancellationToken cancellationToken)
    {
        var caller = call.Caller;
        var may = caller.Role switch
        {
            Role.Planner => true,
            Role.Government => problem.Level == ProblemLevel.Government,
            _ => await policy.IsWithinAsync(unit, caller.Unit, cancellationToken),
        };
        if (!may)
            throw DomainException.WrongState("NOT_WITH_CALLER", problem.ResourceName, new LocalText($"问题现由 {unit} 办理，您不能进行此操作。", $"The problem is up to {unit}, not to you."));
    }

    private V1.Problem ToProto(Problem problem) => ProblemMapping.ToProto(problem, clock.Today());

    private static string IdOf(string name, string field = "name") => ResourceNames.Id(name, "problems", field);

    private static V1.Problem Required(V1.Problem? problem) => problem ?? throw DomainException.Invalid("problem", "REQUIRED", new LocalText("必填。", "It is required."));
}

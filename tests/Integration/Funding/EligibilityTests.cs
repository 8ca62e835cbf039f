using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Result = Renovation.Protos.Funding.V1.Eligibility.Types.Result;

namespace Renovation.Tests.Integration.Funding;

public sealed class EligibilityTests
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Eligibility_FollowsEveryEvent(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.OpenProgramAsync("reward-2017", change: rules =>
        {
            rules.AboveScaleRequired = true;
            rules.RequiredProcedures.Add("eia");
            rules.Base = ProgramRules.Types.Base.AcceptedInvestment;
        });
        var project = Completed("p1");
        await Should.ThrowAsync<RpcException>(() => ReadAsync(host, "p1"));

        await host.TellAsync(PlanOf(2017, project), 1);
        Verdicts(await ReadAsync(host, "p1")).ShouldBe("PLAN_MEMBERSHIP=Passed REQUIRED_STAGE=Unknown REQUIRED_PROCEDURE=Unknown COMPLETION_YEAR=Unknown ABOVE_SCALE=Failed BASE=Unknown");
        await host.TellAsync(project, 1);
        Verdicts(await ReadAsync(host, "p1")).ShouldBe("PLAN_MEMBERSHIP=Passed REQUIRED_STAGE=Passed REQUIRED_PROCEDURE=Failed COMPLETION_YEAR=Passed ABOVE_SCALE=Failed BASE=Unknown");
        await host.TellAsync(Listed(), 1);
        project.Procedures[1].State = Procedure.Types.State.NotRequired;
        await host.TellAsync(project, 2);
        await host.TellAsync(Accepted("2017Q2", Own, ("p1", 30_000_000)), 1);
        await host.TellAsync(Accepted("2017Q1", Own, ("p1", 10_000_000)), 1);

        var eligible = await ReadAsync(host, "p1");
        eligible.Result.ShouldBe(Result.Passed);
        (eligible.BaseYuan, eligible.ProposedYuan, eligible.Preferred, eligible.RulesVersion, eligible.Unit, eligible.ProjectTitle).ShouldBe((30_000_000, 3_000_000, true, 1, Own, project.Title));
        eligible.Criteria[0].Message.ShouldBe("须列入当年计划；现状：是（符合）");
        (await ReadAsync(host, "p1", "en")).Criteria[1].Message.ShouldBe("Stage must be completed, in production, at capacity; found: completed (met)");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_FilteredByResultAndUnit_PagesWithoutGapOrRepetition(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.OpenProgramAsync("reward-2017");
        Project[] projects = [.. Enumerable.Range(0, 23).Select(index => Completed($"p{index:00}", index % 4 == 3 ? Foreign : Own))];
        foreach (var project in projects.Where((_, index) => index % 3 == 0))
            project.Stage = Project.Types.Stage.UnderConstruction;
        await host.TellAsync(PlanOf(2017, projects), 1);
        foreach (var project in projects)
            await host.TellAsync(project, 1);

        (await PagesAsync(host.As(Role.Planner), 5, Result.Unspecified, "")).ShouldBe(Enumerable.Range(0, 23).Select(index => $"p{index:00}"));
        (await PagesAsync(host.As(Role.Planner), 4, Result.Passed, "")).ShouldBe(Enumerable.Range(0, 23).Where(index => index % 3 != 0).Select(index => $"p{index:00}"));
        (await PagesAsync(host.As(Role.Planner), 2, Result.Failed, Foreign)).ShouldBe(Enumerable.Range(0, 23).Where(index => index % 3 == 0 && index % 4 == 3).Select(index => $"p{index:00}"));
        (await PagesAsync(host.As(Role.Reporter, Own), 3, Result.Unspecified, "")).ShouldBe(Enumerable.Range(0, 23).Where(index => index % 4 != 3).Select(index => $"p{index:00}"));
        (await PagesAsync(host.As(Role.Enterprise, Own, enterprise: "916101000000000002"), 3, Result.Unspecified, "")).ShouldBeEmpty();
        (await RefusalAsync(Client(host.As(Role.Reporter, Own)).ListEligibilitiesAsync(new() { Parent = "programs/reward-2017", Unit = Foreign }))).ShouldBe((StatusCode.PermissionDenied, "FOREIGN_UNIT"));
        (await RefusalAsync(Client(host.As(Role.Planner)).ListEligibilitiesAsync(new() { Parent = "programs/none" }))).Code.ShouldBe(StatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Criteria_NameTheirSourceAndItsTime(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.OpenProgramAsync("reward-2017", change: rules =>
        {
            rules.AboveScaleRequired = true;
            rules.RequiredProcedures.Add("eia");
            rules.Base = ProgramRules.Types.Base.AcceptedInvestment;
        });
        var (planned, changed, listed) = (At(5, 1), At(6, 21), At(6, 1));
        var (project, plan, enterprise) = (Completed("p1"), PlanOf(2017, Completed("p1")), Listed());
        (plan.UpdateTime, project.UpdateTime, enterprise.UpdateTime) = (planned, changed, listed);
        await host.TellAsync(plan, 1);
        Sources(await ReadAsync(host, "p1")).ShouldBe(
            [("PLAN_MEMBERSHIP", "plans/2017", planned), ("REQUIRED_STAGE", "", null), ("REQUIRED_PROCEDURE", "", null), ("COMPLETION_YEAR", "", null), ("ABOVE_SCALE", "plans/2017", planned), ("BASE", "", null)],
            "what nobody said has no source");

        await host.TellAsync(project, 1);
        await host.TellAsync(enterprise, 1);
        var accepted = Accepted("2017Q2", Own, ("p1", 30_000_000));
        await host.TellAsync(accepted, 1);

        Sources(await ReadAsync(host, "p1")).ShouldBe(
        [
            ("PLAN_MEMBERSHIP", "plans/2017", planned), ("REQUIRED_STAGE", "projects/p1", changed), ("REQUIRED_PROCEDURE", "projects/p1", changed), ("COMPLETION_YEAR", "projects/p1", changed),
            ("ABOVE_SCALE", $"enterprises/{Uscc}", listed), ("BASE", accepted.Name, accepted.AcceptTime),
        ]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_GivesWorkToDo(string provider)
    {
        await using var world = await World.StartAsync(provider);
        var one = await world.NewCaseAsync(rules: rules => rules.RequiredProcedures.Add("filing"));
        foreach (var suffix in new[] { "p2", "p3", "p4" })
            await one.ProjectAsync($"{one.Name}-{suffix}");
        async Task<IEnumerable<string>> ListAsync(Action<ListEligibilitiesRequest> ask)
        {
            var request = new ListEligibilitiesRequest { Parent = one.Program };
            ask(request);
            return (await one.Programs.ListEligibilitiesAsync(request, cancellationToken: Stop)).Eligibilities.Select(eligibility => eligibility.Project[^2..]);
        }

        // Completed, and not yet applied for.
        var draft = await one.DraftAsync();
        await one.DraftAsync(project: $"{one.Name}-p2");
        (await ListAsync(request => (request.NotApplied, request.Result) = (true, Result.Passed))).ShouldBe(["p3", "p4"]);
        await one.Expert.WithdrawApplicationAsync(new WithdrawApplicationRequest { Name = draft.Name, Reason = "样例" }, cancellationToken: Stop);
        (await ListAsync(request => request.NotApplied = true)).ShouldBe(["p1", "p3", "p4"]);

        // Nothing but one thing is missing.
        var lacking = Completed($"{one.Name}-p3");
        lacking.Procedures[0].State = Procedure.Types.State.InProgress;
        await world.Host.TellAsync(lacking, 2);
        var more = Completed($"{one.Name}-p4");
        (more.Procedures[0].State, more.Stage) = (Procedure.Types.State.InProgress, Project.Types.Stage.UnderConstruction);
        await world.Host.TellAsync(more, 2);
        (await ListAsync(request => request.MissingOnly = "filing")).ShouldBe(["p3"]);
        (await ListAsync(request => request.MissingOnly = "REQUIRED_STAGE")).ShouldBeEmpty();
        (await RefusalAsync(one.Programs.ListEligibilitiesAsync(new() { Parent = one.Program, MissingOnly = "eia" }))).ShouldBe((StatusCode.InvalidArgument, "UNKNOWN_CRITERION"));
    }

    private static Timestamp At(int month, int day) => Timestamp.FromDateTime(new DateTime(2017, month, day, 1, 0, 0, DateTimeKind.Utc));

    private static IEnumerable<(string Code, string Source, Timestamp? Time)> Sources(Eligibility eligibility) => eligibility.Criteria.Select(criterion => (criterion.Code, criterion.Source, (Timestamp?)criterion.FactTime));

    private static ProgramService.ProgramServiceClient Client(CallInvoker invoker) => new(invoker);

    private static async Task<Eligibility> ReadAsync(ModuleHost host, string project, string language = "zh-CN") =>
        await Client(host.As(host.Authority.TokenFor(Role.Planner), language)).GetEligibilityAsync(new() { Name = $"programs/reward-2017/eligibilities/{project}" }, cancellationToken: Stop);

    private static string Verdicts(Eligibility eligibility) => string.Join(' ', eligibility.Criteria.Select(criterion => $"{criterion.Code}={criterion.Result}"));

    private static async Task<List<string>> PagesAsync(CallInvoker invoker, int size, Result result, string unit)
    {
        var found = new List<string>();
        var token = "";
        do
        {
            var page = await Client(invoker).ListEligibilitiesAsync(new() { Parent = "programs/reward-2017", PageSize = size, PageToken = token, Result = result, Unit = unit }, cancellationToken: Stop);
            page.Eligibilities.Count.ShouldBeLessThanOrEqualTo(size);
            found.AddRange(page.Eligibilities.Select(eligibility => eligibility.Project));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return found;
    }
}

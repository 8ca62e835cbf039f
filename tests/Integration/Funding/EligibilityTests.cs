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

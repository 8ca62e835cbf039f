using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Screens libraries of their own.</summary>
public sealed class ScreeningServiceTests
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ScreenPlan_Library_BecomesADraftThatPeopleEdit(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var screenings = new ScreeningService.ScreeningServiceClient(bureau.Caller);
        var projects = await LibraryAsync(bureau);
        var request = new ScreenPlanRequest { Name = "plans/2017", Rules = Rules(), RequestId = Guid.CreateVersion7().ToString() };

        var trial = await screenings.ScreenPlanAsync(new ScreenPlanRequest(request) { ValidateOnly = true, RequestId = "" });
        var nothing = await Refusal.OfAsync(() => bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" }));
        var answer = await screenings.ScreenPlanAsync(request);
        var again = await screenings.ScreenPlanAsync(request);

        nothing.ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        again.ShouldBe(answer);
        trial.Decisions.ShouldBe(answer.Decisions);
        (answer.Screening.Name, answer.Screening.CandidateCount, answer.Screening.ChosenCount, answer.Screening.Person).ShouldBe(("plans/2017/screenings/1", 5, 3, "planner-6101GX"));
        answer.Screening.Rules.ShouldBe(Rules());
        answer.Decisions.Select(one => (one.Project, one.Chosen, one.Reasons[0].Code)).ShouldBe(
            [(projects[0], true, "HIGH_SCORE"), (projects[1], true, "HIGH_SCORE"), (projects[2], false, "UNIT_FULL"), (projects[3], true, "HIGH_SCORE"), (projects[4], false, "BELOW_MIN_INVESTMENT")]);
        answer.Decisions[4].Reasons[0].Text.ShouldBe("总投资低于下限 1000 万元。");
        answer.Decisions[0].Score.ShouldBe(answer.Decisions[0].ScoreParts.Values.Sum());
        var entries = (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = "plans/2017" })).Entries;
        entries.Select(entry => (entry.Project, entry.Nature, entry.CompletesInYear, entry.PlannedInvestmentYuan)).ShouldBe(
        [
            (projects[0], PlanEntry.Types.Nature.Continuing, true, 780_000_000L), (projects[1], PlanEntry.Types.Nature.Continuing, true, 680_000_000L), (projects[3], PlanEntry.Types.Nature.NewStart, false, 100_000_000L),
        ]);

        await bureau.Plans.DeletePlanEntryAsync(new DeletePlanEntryRequest { Name = entries[1].Name });
        await bureau.Plans.UpdatePlanEntryAsync(new UpdatePlanEntryRequest { Entry = new PlanEntry { Name = entries[2].Name, Preliminary = true, PlannedInvestmentYuan = 90_000_000 } });
        await bureau.Plans.CreatePlanEntryAsync(new CreatePlanEntryRequest { Parent = "plans/2017", Entry = new PlanEntry { Project = projects[4], Nature = PlanEntry.Types.Nature.Continuing } });
        var compared = await screenings.CompareScreeningAsync(new CompareScreeningRequest { Name = answer.Screening.Name });

        compared.Added.Select(entry => entry.Project).ShouldBe([projects[4]]);
        compared.Removed.Select(entry => entry.Project).ShouldBe([projects[1]]);
        compared.Changed.Select(change => (change.Proposed.PlannedInvestmentYuan, change.Current.PlannedInvestmentYuan, change.Current.Preliminary)).ShouldBe([(100_000_000L, 90_000_000L, true)]);
        (await screenings.GetScreeningAsync(new GetScreeningRequest { Name = answer.Screening.Name })).ShouldBe(answer.Screening);
        var page = await screenings.ListScreeningDecisionsAsync(new ListScreeningDecisionsRequest { Parent = answer.Screening.Name, ChosenOnly = true, PageSize = 2 });
        var rest = await screenings.ListScreeningDecisionsAsync(new ListScreeningDecisionsRequest { Parent = answer.Screening.Name, ChosenOnly = true, PageSize = 2, PageToken = page.NextPageToken });
        page.Decisions.Concat(rest.Decisions).ShouldBe(answer.Decisions.Where(one => one.Chosen));

        var second = await screenings.ScreenPlanAsync(new ScreenPlanRequest { Name = "plans/2017", Rules = Rules(rules => rules.PinnedIn.Add(projects[4])) });
        second.Screening.Name.ShouldBe("plans/2017/screenings/2");
        second.Decisions[4].Reasons.Select(reason => reason.Code).ShouldBe(["PINNED_IN", "BELOW_MIN_INVESTMENT"]);
        (await screenings.ListScreeningsAsync(new ListScreeningsRequest { Parent = "plans/2017" })).Screenings.ShouldBe([second.Screening, answer.Screening]);
        (await screenings.CompareScreeningAsync(new CompareScreeningRequest { Name = second.Screening.Name })).ShouldBe(new CompareScreeningResponse());
        await bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = "plans/2017", DocumentNumber = "样例1号", IssueDate = "2017-05-19" });
        (await Refusal.OfAsync(() => screenings.ScreenPlanAsync(new ScreenPlanRequest { Name = "plans/2017", Rules = Rules() }))).ShouldBe(StatusCode.FailedPrecondition, "PLAN_NOT_DRAFT");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ScreenPlan_ImpossibleOrWrong_SaysWhyAndWritesNothing(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var screenings = new ScreeningService.ScreeningServiceClient(bureau.Caller);
        await LibraryAsync(bureau);

        var impossible = await ConflictAsync(() => screenings.ScreenPlanAsync(new ScreenPlanRequest { Name = "plans/2017", Rules = Rules(rules => rules.UnitQuotas[1].Min = 3) }));
        var wrong = await Refusal.OfAsync(() => screenings.ScreenPlanAsync(new ScreenPlanRequest
        {
            Name = "plans/2017",
            Rules = Rules(rules =>
            {
                rules.Count = 0;
                rules.UnitQuotas[0].Unit = "999999";
                rules.PinnedOut.Add("none");
            }),
        }));

        impossible.ShouldBe(["UNIT_MINIMUM 6101Z1: 单位 6101Z1 至少 3 个，符合条件的有 1 个。"]);
        wrong.Fields.Select(field => $"{field.Field} {field.Reason}").ShouldBe(["rules.count OUT_OF_RANGE", "rules.unit_quotas[0].unit UNKNOWN_UNIT", "rules.pinned_out[0] PROJECT_NOT_ADMITTED"]);
        (await Refusal.OfAsync(() => bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/2017" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => screenings.GetScreeningAsync(new GetScreeningRequest { Name = "plans/2017/screenings/1" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => screenings.ScreenPlanAsync(new ScreenPlanRequest { Name = "plans/2017" }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "rules");
    }

    private static async Task<string[]> ConflictAsync(Func<AsyncUnaryCall<ScreenPlanResponse>> call)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call());
        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        return [.. failure.GetRpcStatus()!.GetDetail<Google.Rpc.PreconditionFailure>().Violations.Select(violation => $"{violation.Subject}: {violation.Description}")];
    }

    private static ScreeningRules Rules(Action<ScreeningRules>? change = null)
    {
        var rules = new ScreeningRules
        {
            Count = 3,
            MinTotalInvestmentYuan = 10_000_000,
            UnitQuotas = { new ScreeningRules.Types.UnitQuota { Unit = "610113", Max = 2 }, new ScreeningRules.Types.UnitQuota { Unit = "6101Z1", Min = 1 } },
        };
        change?.Invoke(rules);
        return rules;
    }

    private static async Task<string[]> LibraryAsync(Bureau bureau)
    {
        var (first, second) = (await bureau.NewEnterpriseAsync(), await bureau.NewEnterpriseAsync("6101Z1"));
        var ids = new List<string>();
        foreach (var (owner, unit, title, yuan, start, end) in new[]
        {
            (first, "610113", "甲", 900_000_000L, "2016-03", "2017-12"), (first, "610113", "乙", 800_000_000, "2016-03", "2017-12"), (first, "610113", "丙", 700_000_000, "2016-03", "2017-12"),
            (second, "6101Z1", "丁", 320_000_000, "2017-07", "2018-06"), (second, "6101Z1", "戊", 9_000_000, "2016-03", "2017-12"),
        })
        {
            var draft = Bureau.Draft(owner.Uscc, unit, title);
            (draft.TotalInvestmentYuan, draft.EquipmentInvestmentYuan, draft.StartMonth, draft.EndMonth) = (yuan, 0, start, end);
            draft.OpeningInvestmentYuan = yuan > 120_000_000 ? 120_000_000 : 0;
            var project = await bureau.Projects.CreateProjectAsync(new CreateProjectRequest { Project = draft });
            await bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = project.Name });
            ids.Add(project.Name["projects/".Length..]);
        }

        await bureau.NewProjectAsync(title: "样例候选");
        return [.. ids];
    }
}

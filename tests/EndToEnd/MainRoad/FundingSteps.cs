using Google.Rpc;
using Renovation.Protos.Funding.V1;
using Renovation.Tests.EndToEnd.Calls;
using Shouldly;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>From eligibility to money.</summary>
internal sealed class FundingSteps(Suite suite, ReturnSteps returns)
{
    private const string Reward = "programs/municipal-reward-2017";
    private const string Equity = "programs/municipal-equity-2017";

    public async Task SupportAsync()
    {
        var completed = returns.Stories.Where(story => story.Completed).ToDictionary(story => story.Line.Project, StringComparer.Ordinal);
        var building = returns.Stories.Where(story => story is { Started: true, Completed: false }).Select(story => story.Line.Project).ToHashSet(StringComparer.Ordinal);
        var rewarded = await Eventually.BecomesAsync(() => PassedAsync(Reward), passed => passed.Count == completed.Count);
        rewarded.Select(eligibility => eligibility.Project).ShouldBe(completed.Keys, ignoreOrder: true);
        var equity = await Eventually.BecomesAsync(() => PassedAsync(Equity), passed => passed.Count == building.Count);
        equity.Select(eligibility => eligibility.Project).ShouldBe(building, ignoreOrder: true);
        var chosen = rewarded.MinBy(eligibility => eligibility.ProposedYuan)!;
        await PayAsync(await ApproveAsync(chosen));
    }

    private async Task<List<Eligibility>> PassedAsync(string program)
    {
        var page = await suite.CallAsync<ListEligibilitiesResponse>(
            "planner", new ListEligibilitiesRequest { Parent = program, PageSize = 1000, Result = Eligibility.Types.Result.Passed });
        return [.. page.Eligibilities];
    }

    private async Task<Application> ApproveAsync(Eligibility eligibility)
    {
        var draft = await suite.ReportAsync<Application>(eligibility.Unit, new CreateApplicationRequest
        {
            Application = new Application { Program = Reward, Project = eligibility.Project, RequestedYuan = eligibility.ProposedYuan },
        });
        await suite.ReportAsync<Application>(eligibility.Unit, new SubmitApplicationRequest { Name = draft.Name });
        await suite.ReportAsync<Application>(eligibility.Unit, new ReviewApplicationRequest { Name = draft.Name, Passed = true, Note = "同意推荐（样例）" });
        await suite.CallAsync<Application>("planner", new ReviewApplicationRequest { Name = draft.Name, Passed = true, ProposedYuan = eligibility.ProposedYuan, Note = "同意（样例）" });
        await suite.CallAsync<Application>("planner", new PubliciseApplicationRequest { Name = draft.Name });
        var approval = new ApproveApplicationRequest { Name = draft.Name, DocumentNumber = "样例〔2017〕1号" };
        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Application>("planner-2", approval))).Code.ShouldBe(Code.FailedPrecondition);
        await returns.ClockAsync("2017-07-20T09:00:00+08:00");

        // Whoever reviewed does not approve.
        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Application>("planner", approval))).Reason.ShouldBe("FOUR_EYES");
        var approved = await suite.CallAsync<Application>("planner-2", approval);
        approved.State.ShouldBe(Application.Types.State.Approved);
        approved.DecidedYuan.ShouldBe(eligibility.ProposedYuan);
        return approved;
    }

    private async Task PayAsync(Application approved)
    {
        var first = approved.DecidedYuan / 2;
        foreach (var (amount, key) in new[] { (first, "1"), (approved.DecidedYuan - first, "2") })
        {
            var payment = new DisburseAwardRequest { Name = approved.Award, AmountYuan = amount, Voucher = $"样例凭证-{key}", RequestId = Guid.CreateVersion7().ToString() };
            var paid = await suite.CallAsync<Award>("finance", payment);

            // The same call again pays nothing more.
            (await suite.CallAsync<Award>("finance", payment)).DisbursedYuan.ShouldBe(paid.DisbursedYuan);
        }

        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Award>(
            "finance", new DisburseAwardRequest { Name = approved.Award, AmountYuan = 1, Voucher = "样例凭证-3", RequestId = Guid.CreateVersion7().ToString() }))).Reason.ShouldBe("AWARD_EXCEEDED");
        var ledger = await suite.CallAsync<ListLedgerResponse>("finance", new ListLedgerRequest { Name = Reward });
        ledger.Balanced.ShouldBeTrue();
        (ledger.CommittedYuan, ledger.DisbursedYuan).ShouldBe((approved.DecidedYuan, approved.DecidedYuan));
    }
}

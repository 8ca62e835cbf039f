using System.Collections.Concurrent;
using Google.Api;
using Google.Rpc;
using Renovation.Protos.Funding.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.Integration.Fixtures;
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
        await RecommendAsync();
        await AppropriateAsync(Reward, rewarded.Sum(eligibility => eligibility.ProposedYuan));
        await AppropriateAsync(Equity, equity.Sum(eligibility => eligibility.ProposedYuan));
        var publicised = new ConcurrentBag<(Application Application, string Program)>();
        await EachAsync(rewarded.Select(one => (one, Reward)).Concat(equity.Select(one => (one, Equity))), async pair => publicised.Add((await PubliciseAsync(pair.one, pair.Item2), pair.Item2)));
        await PublishedListAsync(rewarded);
        await RefusedBeforeAsync(publicised.First().Application);
        await returns.ClockAsync("2018-01-20T09:00:00+08:00");

        // Whoever reviewed does not approve.
        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Application>("planner", Approval(publicised.First().Application)))).Reason.ShouldBe("FOUR_EYES");
        await EachAsync(publicised, pair => ApproveAndPayAsync(pair.Application, pair.Program));
        await LookAsync(rewarded, equity);
    }

    // Four at once: there are about as many hands in a bureau.
    private static Task EachAsync<T>(IEnumerable<T> many, Func<T, Task> act) => Parallel.ForEachAsync(many, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) => await act(one));

    private async Task<List<Eligibility>> PassedAsync(string program)
    {
        var page = await suite.CallAsync<ListEligibilitiesResponse>(
            "planner", new ListEligibilitiesRequest { Parent = program, PageSize = 1000, Result = Eligibility.Types.Result.Passed });
        return [.. page.Eligibilities];
    }

    private Task<Program> AppropriateAsync(string program, long yuan) =>
        suite.CallAsync<Program>("finance", new AppropriateFundsRequest { Name = program, AmountYuan = yuan, DocumentNumber = "样例预算2号", RequestId = Guid.CreateVersion7().ToString() });

    private async Task<Application> PubliciseAsync(Eligibility eligibility, string program)
    {
        var draft = await suite.ReportAsync<Application>(eligibility.Unit, new CreateApplicationRequest
        {
            Application = new Application { Program = program, Project = eligibility.Project, RequestedYuan = eligibility.ProposedYuan },
        });
        await suite.ReportAsync<Application>(eligibility.Unit, new SubmitApplicationRequest { Name = draft.Name });
        await suite.ReportAsync<Application>(eligibility.Unit, new ReviewApplicationRequest { Name = draft.Name, Passed = true, Note = "同意推荐（样例）" });
        await suite.CallAsync<Application>("planner", new ReviewApplicationRequest { Name = draft.Name, Passed = true, Score = 85, ProposedYuan = eligibility.ProposedYuan, Note = "同意（样例）" });
        return await suite.CallAsync<Application>("planner", new PubliciseApplicationRequest { Name = draft.Name });
    }

    private static ApproveApplicationRequest Approval(Application application) => new() { Name = application.Name, DocumentNumber = "样例〔2017〕1号" };

    private async Task RefusedBeforeAsync(Application application) =>
        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Application>("planner-2", Approval(application)))).Code.ShouldBe(Code.FailedPrecondition);

    private async Task ApproveAndPayAsync(Application application, string program)
    {
        var approved = await suite.CallAsync<Application>("planner-2", Approval(application));
        approved.State.ShouldBe(Application.Types.State.Approved);
        approved.DecidedYuan.ShouldBe(application.ProposedYuan);
        await PayAsync(approved);
        if (program == Equity)
            await HoldAsync(approved);
    }

    private async Task PayAsync(Application approved)
    {
        var first = approved.DecidedYuan / 2;
        foreach (var (amount, key) in new[] { (first, "1"), (approved.DecidedYuan - first, "2") })
        {
            var payment = Payment(approved, amount, key);
            var paid = await suite.CallAsync<Award>("finance", payment);

            // The same call again pays nothing more.
            (await suite.CallAsync<Award>("finance", payment)).DisbursedYuan.ShouldBe(paid.DisbursedYuan);
        }

        (await Should.ThrowAsync<Refusal>(() => suite.CallAsync<Award>("finance", Payment(approved, 1, "3")))).Reason.ShouldBe("AWARD_EXCEEDED");
    }

    private static DisburseAwardRequest Payment(Application approved, long yuan, string key) =>
        new() { Name = approved.Award, AmountYuan = yuan, Voucher = $"样例凭证-{key}", BankReference = $"样例流水-{key}", RequestId = Guid.CreateVersion7().ToString() };

    private Task<Holding> HoldAsync(Application approved) => suite.CallAsync<Holding>("asset-manager", new CreateHoldingRequest
    {
        Holding = new Holding
        {
            Award = approved.Award,
            Holder = "样例资产公司",
            PrincipalYuan = approved.DecidedYuan,
            StartDate = "2018-01-20",
            TermMonths = 60,
            YearlyReturnBp = 200,
            BenchmarkBp = 490,
            BenchmarkDate = "2015-10-24",
            Benchmark = "样例基准利率",
        },
    });

    // The hundred projects of the plan go to the province, those first that the program prefers.
    private async Task RecommendAsync()
    {
        var draft = await suite.CallAsync<Recommendation>("planner", new CreateRecommendationRequest { Recommendation = new Recommendation { Program = "programs/provincial-2017", Title = "样例推荐" } });
        var ranked = await suite.CallAsync<Recommendation>("planner", new RankRecommendationRequest { Name = draft.Name });
        ranked.Entries.Count.ShouldBe(100);
        ranked.Entries.ShouldAllBe(entry => entry.Preferred);
        (await suite.CallAsync<Recommendation>("planner", new SendRecommendationRequest { Name = draft.Name, DocumentNumber = "样例〔2017〕2号" })).State.ShouldBe(Recommendation.Types.State.Sent);
        var table = await Office.ReadAsync("book.xlsx", (await suite.CallAsync<HttpBody>("planner", new ExportRecommendationRequest { Name = draft.Name })).Data.ToByteArray());
        table.ShouldContain("合计（100个）");
    }

    private async Task PublishedListAsync(List<Eligibility> rewarded)
    {
        var list = await Office.ReadAsync("book.xlsx", (await suite.CallAsync<HttpBody>("planner", new ExportPublicityRequest { Program = Reward })).Data.ToByteArray());
        foreach (var eligibility in rewarded)
            list.ShouldContain(eligibility.ProjectTitle);
        list.ShouldContain($"合计（{rewarded.Count}个）");
    }

    private async Task LookAsync(List<Eligibility> rewarded, List<Eligibility> equity)
    {
        foreach (var (program, eligible) in new[] { (Reward, rewarded), (Equity, equity) })
        {
            var ledger = await suite.CallAsync<ListLedgerResponse>("finance", new ListLedgerRequest { Name = program });
            ledger.Balanced.ShouldBeTrue();
            var yuan = eligible.Sum(eligibility => eligibility.ProposedYuan);
            (ledger.CommittedYuan, ledger.DisbursedYuan).ShouldBe((yuan, yuan));
        }

        (await suite.CallAsync<ListHoldingsResponse>("asset-manager", new ListHoldingsRequest { PageSize = 1000 })).Holdings.Count.ShouldBe(equity.Count);
        var sums = await suite.CallAsync<SummarizeSupportsResponse>("planner", new SummarizeSupportsRequest { Year = 2017, Dimension = SummarizeSupportsRequest.Types.Dimension.Program });
        (sums.Total.AwardCount, sums.Total.ProjectCount).ShouldBe((rewarded.Count + equity.Count, rewarded.Count + equity.Count));
        sums.Total.InvestmentYuan.ShouldBe(returns.Stories.Where(story => story.Started).Sum(story => story.Cumulative));
        (await Office.ReadAsync("book.xlsx", (await suite.CallAsync<HttpBody>("planner", new ExportSupportsRequest { Year = 2017 })).Data.ToByteArray())).ShouldContain($"合计（{sums.Total.AwardCount}个）");
        var proof = await suite.CallAsync<VerifyLedgerResponse>("auditor", new VerifyLedgerRequest());
        (proof.Differences.Count, proof.TrialBalanceYuan).ShouldBe((0, 0));
    }
}

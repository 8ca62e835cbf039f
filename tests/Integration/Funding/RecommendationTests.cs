using System.Text;
using ExcelDataReader;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Level = Renovation.Protos.Funding.V1.Program.Types.Level;
using Outcome = Renovation.Protos.Funding.V1.Recommendation.Types.Outcome;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class RecommendationTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Recommendation_IsRankedSentAndAnswered(string provider)
    {
        var one = await ProvincialAsync(worlds.On(provider));
        foreach (var (suffix, yuan) in new[] { ("p2", 30_000_000), ("p3", 25_000_000), ("p4", 10_000_000) })
            await ToldAsync(one, suffix, project => project.EquipmentInvestmentYuan = yuan);
        await ToldAsync(one, "p5", project => project.Stage = Project.Types.Stage.Suspended);

        // The smallest has a score: it goes first.
        await one.ReviewedAsync(project: $"{one.Name}-p4");
        var draft = await Desk(one).CreateRecommendationAsync(new() { Recommendation = new() { Program = one.ProgramOf("province"), Title = "样例推荐" } }, cancellationToken: Stop);
        (await RefusalAsync(Desk(one).SendRecommendationAsync(new() { Name = draft.Name, DocumentNumber = "样例〔2017〕5号" }))).ShouldBe((StatusCode.FailedPrecondition, "NOTHING_TO_SEND"));

        var ranked = await Desk(one).RankRecommendationAsync(new() { Name = draft.Name, ExcludedProjects = { $"{one.Name}-p3" } }, cancellationToken: Stop);

        ranked.Entries.Select(entry => (entry.Rank, entry.Project[^2..], entry.Score, entry.Preferred, entry.BaseYuan)).ShouldBe(
            [(1, "p4", 80, true, 10_000_000), (2, "p2", 0, true, 30_000_000), (3, "p1", 0, true, 20_000_000)]);
        ranked.Entries[0].ShouldSatisfyAllConditions(entry => entry.UnitTitle.ShouldBe($"样例 {Own}"), entry => entry.ProposedYuan.ShouldBe(1_000_000), entry => entry.ProjectTitle.ShouldBe($"样例项目 {one.Name}-p4"));
        (await Desk(one).RankRecommendationAsync(new() { Name = draft.Name, Limit = 2 }, cancellationToken: Stop)).Entries.Select(entry => entry.Project[^2..]).ShouldBe(["p4", "p2"]);
        (await RefusalAsync(Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = $"{one.Name}-p2", Outcome = Outcome.Rejected }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));
        (await RefusalAsync(Desk(one).SendRecommendationAsync(new() { Name = draft.Name, DocumentNumber = "样例〔2017〕5号", SendDate = "2099-01-01" }))).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        var sent = await Desk(one).SendRecommendationAsync(new() { Name = draft.Name, DocumentNumber = "样例〔2017〕5号" }, cancellationToken: Stop);
        (sent.State, sent.DocumentNumber, sent.EntryCount).ShouldBe((Recommendation.Types.State.Sent, "样例〔2017〕5号", 2));
        (await RefusalAsync(Desk(one).RankRecommendationAsync(new() { Name = draft.Name }))).ShouldBe((StatusCode.FailedPrecondition, "WRONG_STATE"));

        (await RefusalAsync(Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = "none", Outcome = Outcome.Rejected }))).ShouldBe((StatusCode.InvalidArgument, "UNKNOWN_PROJECT"));
        (await RefusalAsync(Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = $"{one.Name}-p2", Outcome = Outcome.Approved }))).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        (await RefusalAsync(Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = $"{one.Name}-p2" }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        await Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = $"{one.Name}-p2", Outcome = Outcome.Rejected, Note = "名额已满" }, cancellationToken: Stop);
        var answered = await Desk(one).RecordOutcomeAsync(new() { Name = draft.Name, Project = $"{one.Name}-p4", Outcome = Outcome.Approved, OutcomeYuan = 900_000 }, cancellationToken: Stop);
        (answered.ApprovedCount, answered.OutcomeYuan).ShouldBe((1, 900_000));
        (await Desk(one).GetRecommendationAsync(new() { Name = draft.Name }, cancellationToken: Stop)).ShouldBe(answered);

        // What was sent is not sent again, unless it was turned down.
        var next = await Desk(one).CreateRecommendationAsync(new() { Recommendation = new() { Program = one.ProgramOf("province"), Title = "样例推荐二" } }, cancellationToken: Stop);
        (await Desk(one).RankRecommendationAsync(new() { Name = next.Name }, cancellationToken: Stop)).Entries.Select(entry => entry.Project[^2..]).ShouldBe(["p2", "p3", "p1"]);
        var page = await Desk(one).ListRecommendationsAsync(new() { Program = one.ProgramOf("province"), PageSize = 1 }, cancellationToken: Stop);
        page.Recommendations.ShouldHaveSingleItem().ShouldSatisfyAllConditions(head => head.Name.ShouldBe(draft.Name), head => head.Entries.ShouldBeEmpty(), head => head.EntryCount.ShouldBe(2));
        (await Desk(one).ListRecommendationsAsync(new() { Program = one.ProgramOf("province"), PageSize = 1, PageToken = page.NextPageToken }, cancellationToken: Stop)).Recommendations.ShouldHaveSingleItem().Name.ShouldBe(next.Name);

        var cells = Cells(await Desk(one).ExportRecommendationAsync(new() { Name = draft.Name }, cancellationToken: Stop));
        cells[0].ShouldBe("样例奖励补助推荐项目汇总表（样例〔2017〕5号）");
        cells.ShouldContain("名额已满", StringComparer.Ordinal);
        cells.ShouldContain("合计（2个）", StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Recommendation_RankedTwice_IsSentOnce(string provider)
    {
        var one = await ProvincialAsync(worlds.On(provider));
        var drafts = new List<Recommendation>();
        for (var index = 0; index < 2; index++)
        {
            drafts.Add(await Desk(one).CreateRecommendationAsync(new() { Recommendation = new() { Program = one.ProgramOf("province"), Title = $"样例{index}" } }, cancellationToken: Stop));
            await Desk(one).RankRecommendationAsync(new() { Name = drafts[^1].Name }, cancellationToken: Stop);
        }

        var outcomes = await Task.WhenAll(drafts.Select(draft => ApplicationTests.OutcomeAsync(() => Desk(one).SendRecommendationAsync(new() { Name = draft.Name, DocumentNumber = "样例" }).ResponseAsync)));

        outcomes.Order().ShouldBe([StatusCode.OK, StatusCode.FailedPrecondition]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Recommendation_Wrong_IsRefused(string provider)
    {
        var one = await ProvincialAsync(worlds.On(provider));
        async Task<(StatusCode, string)> Create(string program, string title) => await RefusalAsync(Desk(one).CreateRecommendationAsync(new() { Recommendation = new() { Program = program, Title = title } }));

        (await Create(one.Program, "样例")).ShouldBe((StatusCode.FailedPrecondition, "DECIDED_BY_CITY"));
        (await Create(one.ProgramOf("province"), "")).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        (await Create("programs/none", "样例")).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await Create("none", "样例")).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await RefusalAsync(Desk(one).RankRecommendationAsync(new() { Name = "recommendations/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await RefusalAsync(Desk(one).RankRecommendationAsync(new() { Name = "recommendations/none", Limit = -1 }))).ShouldBe((StatusCode.InvalidArgument, "NEGATIVE"));
    }

    internal static List<string> Cells(Google.Api.HttpBody file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file.Data.ToByteArray()));
        var cells = new List<string>();
        while (reader.Read())
            cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetValue(index)?.ToString() ?? "").Where(text => text.Length > 0));
        return cells;
    }

    private static async Task<Case> ProvincialAsync(World world)
    {
        var one = await world.NewCaseAsync();
        await one.OpenProgramAsync("province", rules: rules => rules.PlanMembership = ProgramRules.Types.PlanMembership.Preferred, level: Level.Provincial);
        return one;
    }

    private static async Task ToldAsync(Case one, string suffix, Action<Project> change)
    {
        var project = await one.ProjectAsync($"{one.Name}-{suffix}");
        change(project);
        await one.World.Host.TellAsync(project, 2);
    }

    private static RecommendationService.RecommendationServiceClient Desk(Case one) => new(one.World.Host.As(Role.Planner, "6101GX", "desk"));
}

using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Aim = Renovation.Protos.Funding.V1.PreviewAllocationRequest.Types.Aim;
using Dimension = Renovation.Protos.Funding.V1.SummarizeSupportsRequest.Types.Dimension;
using Reason = Renovation.Protos.Funding.V1.PreviewAllocationResponse.Types.Entry.Types.Reason;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Who got what, what came of it, and how what is left could be spread.</summary>
[Collection(nameof(FundingWorlds))]
public sealed class SupportTests(FundingWorlds worlds)
{
    private const string OtherUscc = "916101000000000004";

    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Supports_AreListedAndSummed(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(10_000_000);
        await one.OpenProgramAsync("b", 10_000_000, rules => rules.Base = ProgramRules.Types.Base.FixedAssetInvestment);
        var other = await one.ProjectAsync($"{one.Name}-p2", Foreign, OtherUscc);
        await one.World.Host.TellAsync(new Enterprise(Listed(OtherUscc)) { Title = "样例企业二", RevenueYuan = 70_000_000 }, one.Year);
        await one.World.Host.TellAsync(new Project(other) { IndustryCode = "C3612", Stage = Project.Types.Stage.AtCapacity }, 2);
        var first = await one.AwardAsync();
        await one.AwardAsync("b");
        var last = await ForeignAwardAsync(one, $"{one.Name}-p2");
        await one.Cashier.DisburseAwardAsync(Case.Pay(first, 1_000_000), cancellationToken: Stop);
        await one.Cashier.RecoverAwardAsync(Case.TakeBack(first, 200_000), cancellationToken: Stop);
        await one.World.Host.TellAsync(Accepted($"{one.Year}Q1", Own, (one.Project, 9_000_000)), 1);
        await one.World.Host.TellAsync(Accepted($"{one.Year}Q2", Own, (one.Project, 18_000_000)), 1);
        await one.World.Host.TellAsync(Accepted($"{one.Year}Q1", Foreign, ($"{one.Name}-p2", 5_000_000)), 1);

        var units = await SumAsync(one, Dimension.Unit);
        units.Rows.Select(row => (row.Key, row.AwardCount, row.ProjectCount, row.AwardedYuan, row.DisbursedYuan, row.RecoveredYuan, row.InvestmentYuan, row.LeverageHundredths, row.AtCapacityCount)).ShouldBe(
            [(Own, 2, 1, 2_000_000, 1_000_000, 200_000, 18_000_000, 1000, 0), (Foreign, 1, 1, 500_000, 0, 0, 5_000_000, 1000, 1)]);
        (units.Total.AwardCount, units.Total.ProjectCount, units.Total.InvestmentYuan, units.Total.InProductionCount).ShouldBe((3, 2, 23_000_000, 1));
        units.Rows[1].RevenueYuan.ShouldBe(70_000_000);
        var programs = await SumAsync(one, Dimension.Program);
        programs.Rows.Select(row => (row.Key, row.AwardCount, row.InvestmentYuan)).ShouldBe([($"{one.Name}-a", 2, 23_000_000), ($"{one.Name}-b", 1, 18_000_000)]);
        programs.Total.InvestmentYuan.ShouldBe(23_000_000, "a project counts once");
        (await SumAsync(one, Dimension.Industry)).Rows.Select(row => (row.Key, row.AwardCount)).ShouldBe([("", 2), ("36", 1)]);
        (await RefusalAsync(Supports(one).SummarizeSupportsAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));

        await one.Expert.RevokeApplicationAsync(new() { Name = last.Application, Reason = "样例", DocumentNumber = "样例撤销1号", RequestId = Case.NewId() }, cancellationToken: Stop);
        var page = await Supports(one, Role.Enterprise).ListSupportsAsync(new() { Year = one.Year, PageSize = 1 }, cancellationToken: Stop);
        var rest = await Supports(one, Role.Enterprise).ListSupportsAsync(new() { Year = one.Year, PageSize = 5, PageToken = page.NextPageToken }, cancellationToken: Stop);
        page.Supports.Concat(rest.Supports).Select(support => (support.Project, support.Program, support.AmountYuan, support.PaidYuan)).ShouldBe(
            [(one.Project, one.Program, 1_000_000, 800_000), (one.Project, one.ProgramOf("b"), 1_000_000, 0)], "what is revoked is not listed");
        (await Supports(one).ListSupportsAsync(new() { Program = one.ProgramOf("b") }, cancellationToken: Stop)).Supports.ShouldHaveSingleItem().ProjectTitle.ShouldBe($"样例项目 {one.Project}");
        var cells = RecommendationTests.Cells(await Supports(one).ExportSupportsAsync(new() { Year = one.Year }, cancellationToken: Stop));
        cells[0].ShouldBe($"{one.Year}年工业企业技术改造专项资金支持项目公开名单");
        cells.ShouldContain("合计（2个）", StringComparer.Ordinal);
        cells.ShouldNotContain("样例企业二", StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Allocation_IsProposedFromWhatIsKnown(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(4_000_000);
        foreach (var (suffix, unit) in new[] { ("p2", Own), ("p3", Foreign), ("p4", Foreign) })
            await one.ProjectAsync($"{one.Name}-{suffix}", unit);
        await one.World.Host.TellAsync(new Project(Completed($"{one.Name}-p4", Foreign)) { Stage = Project.Types.Stage.UnderConstruction }, 2);
        await one.AwardAsync();
        await one.DraftAsync(project: $"{one.Name}-p2", requestedYuan: 1_200_000);
        var desk = new AllocationService.AllocationServiceClient(one.World.Host.As(Role.Planner, "6101GX"));

        var proposal = await desk.PreviewAllocationAsync(new() { Program = one.Program, Aim = Aim.ProjectCount, LeastShareBp = 5_000 }, cancellationToken: Stop);

        proposal.Entries.Select(entry => (entry.Project[^2..], entry.LeastYuan, entry.MostYuan, entry.ProposedYuan, entry.Reason)).ShouldBe(
            [("p2", 600_000, 1_200_000, 1_200_000, Reason.Full), ("p3", 1_000_000, 2_000_000, 1_800_000, Reason.Budget)], "p1 has an award, p4 is not eligible; what the program has left is 3 million");
        (proposal.BudgetYuan, proposal.ProposedYuan, proposal.SupportedCount, proposal.CompletedCount, proposal.Optimal).ShouldBe((3_000_000, 3_000_000, 2, 2, true));
        proposal.Entries[1].Message.ShouldBe("预算已分配完毕");
        var limited = await desk.PreviewAllocationAsync(
            new() { Program = one.Program, Aim = Aim.LeveragedInvestment, BudgetYuan = 9_000_000, Quotas = { new PreviewAllocationRequest.Types.Quota { Unit = Foreign, MostYuan = 1_999_999 } } }, cancellationToken: Stop);
        limited.Entries.Select(entry => (entry.ProposedYuan, entry.Reason)).ShouldBe([(1_200_000, Reason.Full), (0, Reason.UnitQuota)]);
        async Task<(StatusCode, string)> Wrong(Action<PreviewAllocationRequest> change)
        {
            var request = new PreviewAllocationRequest { Program = one.Program, Aim = Aim.Completions };
            change(request);
            return await RefusalAsync(desk.PreviewAllocationAsync(request));
        }

        (await Wrong(request => request.Quotas.Add(new PreviewAllocationRequest.Types.Quota { Unit = Foreign, LeastCount = 2 }))).ShouldBe((StatusCode.FailedPrecondition, "ALLOCATION_UNSATISFIABLE"));
        (await Wrong(request => request.Aim = Aim.Unspecified)).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await Wrong(request => request.LeastShareBp = 10_001)).ShouldBe((StatusCode.InvalidArgument, "OUT_OF_RANGE"));
        (await Wrong(request => request.BudgetYuan = -1)).ShouldBe((StatusCode.InvalidArgument, "NEGATIVE_AMOUNT"));
        (await Wrong(request => request.Quotas.Add([new() { Unit = Own }, new() { Unit = Own }]))).ShouldBe((StatusCode.InvalidArgument, "DUPLICATE"));
        (await Wrong(request => request.Program = "programs/none")).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
    }

    private static Task<Award> ForeignAwardAsync(Case one, string project) => new Case(one.World, one.Year, one.Name, Foreign).AwardAsync(project: project, yuan: 500_000);

    private static SupportService.SupportServiceClient Supports(Case one, Role role = Role.Planner) => new(one.World.Host.As(role, Own, enterprise: role == Role.Enterprise ? Uscc : null));

    private static async Task<SummarizeSupportsResponse> SumAsync(Case one, Dimension dimension) => await Supports(one).SummarizeSupportsAsync(new() { Dimension = dimension, Year = one.Year }, cancellationToken: Stop);
}

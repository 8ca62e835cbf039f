using System.Globalization;
using System.Text;
using ExcelDataReader;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Dimension = Renovation.Protos.Funding.V1.ListBalancesRequest.Types.Dimension;
using PostingKind = Renovation.FundingSupport.Ledger.PostingKind;

namespace Renovation.Tests.Integration.Funding;

/// <summary>The books of all programs: what was posted for whom, what it sums up to at any time, and the proof of it.</summary>
[Collection(nameof(FundingWorlds))]
public sealed class BooksTests(FundingWorlds worlds)
{
    private const string OtherUscc = "916101000000000003";

    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Balances_AreSumsOfPostings_ByAnyDimensionAndAsOfAnyTime(string provider)
    {
        var one = await NewCaseAsync(worlds.On(provider));
        var own = await one.AwardAsync();
        var project = (await one.ProjectAsync($"{one.Name}-p2", Foreign, OtherUscc)).Name["projects/".Length..];
        var foreign = await ForeignAwardAsync(one, project);
        await one.Cashier.DisburseAwardAsync(Case.Pay(own, 600_000), cancellationToken: Stop);
        await one.World.SetClockAsync(new DateOnly(2017, 9, 1));
        await one.Cashier.RecoverAwardAsync(Case.TakeBack(own, 100_000), cancellationToken: Stop);
        await one.Cashier.DisburseAwardAsync(Case.Pay(foreign, 250_000), cancellationToken: Stop);

        (await BalancesAsync(one, Dimension.Program)).ShouldBe([(one.Program, "样例奖励补助", 5_000_000, 1_500_000, 850_000, 100_000)]);
        (await BalancesAsync(one, Dimension.Project)).ShouldBe(
            [(one.Project, $"样例项目 {one.Project}", 0, 1_000_000, 600_000, 100_000), (project, $"样例项目 {project}", 0, 500_000, 250_000, 0)]);
        (await BalancesAsync(one, Dimension.Enterprise)).ShouldBe([(Uscc, Uscc, 0, 1_000_000, 600_000, 100_000), (OtherUscc, OtherUscc, 0, 500_000, 250_000, 0)], "nobody told the titles of the enterprises");
        (await BalancesAsync(one, Dimension.Unit)).ShouldBe([(Own, $"样例 {Own}", 0, 1_000_000, 600_000, 100_000), (Foreign, $"样例 {Foreign}", 0, 500_000, 250_000, 0)]);
        (await BalancesAsync(one, Dimension.Unit, new DateOnly(2017, 8, 1))).ShouldBe([(Own, $"样例 {Own}", 0, 1_000_000, 600_000, 0), (Foreign, $"样例 {Foreign}", 0, 500_000, 0, 0)]);
        (await BalancesAsync(one, Dimension.Program, new DateOnly(2017, 7, 11))).ShouldBe([(one.Program, "样例奖励补助", 5_000_000, 0, 0, 0)]);

        var page = await Books(one).ListBalancesAsync(new() { Dimension = Dimension.Unit, Program = one.Program, PageSize = 1 }, cancellationToken: Stop);
        var rest = await Books(one).ListBalancesAsync(new() { Dimension = Dimension.Unit, Program = one.Program, PageSize = 1, PageToken = page.NextPageToken }, cancellationToken: Stop);
        page.Balances.Concat(rest.Balances).Select(balance => balance.Key).ShouldBe([Own, Foreign]);
        rest.NextPageToken.ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Postings_AreShownToWhomTheyConcern(string provider)
    {
        var one = await NewCaseAsync(worlds.On(provider));
        var own = await one.AwardAsync();
        var project = (await one.ProjectAsync($"{one.Name}-p2", Foreign, OtherUscc)).Name["projects/".Length..];
        var foreign = await ForeignAwardAsync(one, project);
        await one.World.SetClockAsync(new DateOnly(2017, 8, 15)); // Later than what is committed, whenever the clock was set for that.
        await one.Cashier.DisburseAwardAsync(Case.Pay(own, 600_000), cancellationToken: Stop);
        await one.World.SetClockAsync(new DateOnly(2017, 9, 1));
        await one.Cashier.DisburseAwardAsync(Case.Pay(foreign, 250_000), cancellationToken: Stop);

        (await PostingsAsync(Books(one), new() { Program = one.Program })).ShouldBe(
            [("APPROPRIATION", ""), ("COMMITMENT", one.Project), ("COMMITMENT", project), ("DISBURSEMENT", one.Project), ("DISBURSEMENT", project)], ignoreOrder: true);
        (await PostingsAsync(Books(one), new() { Program = one.Program, PageSize = 2 })).Count.ShouldBe(5, "page by page");
        (await PostingsAsync(Books(one), new() { Award = foreign.Name })).ShouldBe([("COMMITMENT", project), ("DISBURSEMENT", project)]);
        (await PostingsAsync(Books(one), new() { Project = one.Project })).ShouldBe([("COMMITMENT", one.Project), ("DISBURSEMENT", one.Project)]);
        (await PostingsAsync(Books(one), new() { Program = one.Program, Enterprise = OtherUscc })).ShouldBe([("COMMITMENT", project), ("DISBURSEMENT", project)]);
        (await PostingsAsync(Books(one), new() { Program = one.Program, Unit = Foreign })).ShouldBe([("COMMITMENT", project), ("DISBURSEMENT", project)]);
        (await PostingsAsync(Books(one), new() { Program = one.Program, StartTime = MidnightOf(new DateOnly(2017, 9, 1)) })).ShouldBe([("DISBURSEMENT", project)]);
        (await PostingsAsync(Books(one), new() { Program = one.Program, EndTime = MidnightOf(new DateOnly(2017, 7, 11)) })).ShouldBe([("APPROPRIATION", "")]);

        var district = new LedgerService.LedgerServiceClient(one.World.Host.As(Role.Reporter, Own));
        (await PostingsAsync(district, new() { Program = one.Program })).ShouldBe([("COMMITMENT", one.Project), ("DISBURSEMENT", one.Project)]);
        (await RefusalAsync(district.ListPostingsAsync(new() { Unit = Foreign }))).ShouldBe((StatusCode.PermissionDenied, "FOREIGN_UNIT"));
        var enterprise = new LedgerService.LedgerServiceClient(one.World.Host.As(Role.Enterprise, Foreign, "applicant", OtherUscc));
        (await PostingsAsync(enterprise, new() { Program = one.Program })).ShouldBe([("COMMITMENT", project), ("DISBURSEMENT", project)]);
        (await enterprise.ListBalancesAsync(new() { Dimension = Dimension.Program, Program = one.Program }, cancellationToken: Stop)).Balances.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(balance => balance.AppropriatedYuan.ShouldBe(0), balance => balance.CommittedYuan.ShouldBe(500_000));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Verify_NamesWhatSomebodyChangedBehindTheService(string provider)
    {
        await using var world = await World.StartAsync(provider);
        var one = await NewCaseAsync(world);
        var award = await one.AwardAsync();
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 600_000), cancellationToken: Stop);
        var sound = await Books(one).VerifyLedgerAsync(new(), cancellationToken: Stop);
        (sound.Balanced, sound.Programs, sound.Awards, sound.Postings, sound.TrialBalanceYuan, sound.Differences.Count).ShouldBe((true, 1, 1, 3, 0, 0));

        var (program, id) = (one.Program["programs/".Length..], award.Name["awards/".Length..]);
        await world.Host.ReadAsync(db => db.Awards.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.RecoveredYuan, 1), Stop));
        await world.Host.ReadAsync(db => db.Programs.Where(row => row.Id == program).ExecuteUpdateAsync(set => set.SetProperty(row => row.AppropriatedYuan, 4_000_000), Stop));
        await world.Host.ReadAsync(db =>
        {
            db.Postings.Add(new FundingSupport.Ledger.LedgerPosting(program, 4, "样例", PostingKind.Disbursement, id, 500_000, "样例", "", "", "样例", DateTime.UtcNow));
            return db.SaveChangesAsync(Stop);
        });

        var found = await Books(one).VerifyLedgerAsync(new(), cancellationToken: Stop);
        (found.Balanced, found.TrialBalanceYuan).ShouldBe((false, 0));
        found.Differences.Select(one => (one.Resource, one.Field, one.Kept, one.Recomputed)).ShouldBe(
        [
            (one.Program, "appropriated_yuan", 4_000_000, 5_000_000),
            (one.Program, "disbursed_yuan", 600_000, 1_100_000),
            (one.Program, "postings", 3, 4),
            (award.Name, "disbursed_yuan", 600_000, 1_100_000),
            (award.Name, "recovered_yuan", 1, 0),
            (award.Name, "DISBURSED_WITHIN_COMMITTED", 1_000_000, 1_100_000),
        ]);
        (await one.LedgerAsync()).Balanced.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Export_HasBalancesAndEveryPosting(string provider)
    {
        var one = await NewCaseAsync(worlds.On(provider));
        var award = await one.AwardAsync();
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 600_000), cancellationToken: Stop);

        var file = await Books(one).ExportLedgerAsync(new() { Program = one.Program }, cancellationToken: Stop);

        var program = one.Program["programs/".Length..];
        var sheets = Sheets(file.Data.ToByteArray());
        sheets.Keys.ShouldBe(["按专项", "按单位", "按企业", "记账明细"]);
        sheets["按专项"].ShouldContain(row => row.SequenceEqual(new[] { "1", program, "样例奖励补助", "5000000", "1000000", "600000", "0" }));
        sheets["按单位"].ShouldContain(row => row.Count > 2 && row[1] == Own && row[2] == $"样例 {Own}");
        sheets["记账明细"].Where(row => row.Count > 6 && row[0] == program).Select(row => (row[1], row[3], row[6])).ShouldBe(
            [("1", "下达预算", "5000000"), ("2", "批准", "1000000"), ("3", "拨付", "600000")]);
        (await RefusalAsync(Books(one).ExportLedgerAsync(new() { Program = "programs/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await RefusalAsync(Books(one).ExportLedgerAsync(new() { AsOfTime = MidnightOf(new DateOnly(2099, 1, 1)) }))).ShouldBe((StatusCode.InvalidArgument, "IN_FUTURE"));
        (await RefusalAsync(Books(one).ListBalancesAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
    }

    private static async Task<Case> NewCaseAsync(World world)
    {
        await world.SetClockAsync(new DateOnly(2017, 7, 10));
        return await world.NewCaseAsync(5_000_000);
    }

    private static LedgerService.LedgerServiceClient Books(Case one) => new(one.World.Host.As(Role.Finance));

    // The award of another unit needs that unit's district.
    private static Task<Award> ForeignAwardAsync(Case one, string project) => new Case(one.World, one.Year, one.Name, Foreign).AwardAsync(project: project, yuan: 500_000);

    private static Dictionary<string, List<List<string>>> Sheets(byte[] file)
    {
        var sheets = new Dictionary<string, List<List<string>>>(StringComparer.Ordinal);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
        do
        {
            var rows = sheets[reader.Name] = [];
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? "")]);
        }
        while (reader.NextResult());
        return sheets;
    }

    private static Timestamp MidnightOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToTimestamp();

    private static async Task<List<(string Key, string Title, long Appropriated, long Committed, long Disbursed, long Recovered)>> BalancesAsync(Case one, Dimension dimension, DateOnly? asOf = null)
    {
        var answer = await Books(one).ListBalancesAsync(new() { Dimension = dimension, Program = one.Program, AsOfTime = asOf is { } day ? MidnightOf(day) : null }, cancellationToken: Stop);
        return [.. answer.Balances.Select(balance => (balance.Key, balance.Title, balance.AppropriatedYuan, balance.CommittedYuan, balance.DisbursedYuan, balance.RecoveredYuan))];
    }

    private static async Task<List<(string Kind, string Project)>> PostingsAsync(LedgerService.LedgerServiceClient books, ListPostingsRequest request)
    {
        var found = new List<(string, string)>();
        do
        {
            var page = await books.ListPostingsAsync(request, cancellationToken: Stop);
            page.Postings.Select(posting => posting.PostTime.ToDateTime()).ShouldBeInOrder();
            found.AddRange(page.Postings.Select(posting => (posting.Kind, posting.Project)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return found;
    }
}

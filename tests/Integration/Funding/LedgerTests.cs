using Grpc.Core;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Account = Renovation.Protos.Funding.V1.LedgerPosting.Types.Account;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class LedgerTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Money_MovesByPostings(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(3_000_000);
        var award = await one.AwardAsync();
        var first = Case.Pay(award, 600_000);
        var paid = await one.Cashier.DisburseAwardAsync(first, cancellationToken: Stop);
        (await one.Cashier.DisburseAwardAsync(first, cancellationToken: Stop)).ShouldBe(paid, "the same call again");
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 400_000), cancellationToken: Stop);
        var recovered = await one.Cashier.RecoverAwardAsync(Case.TakeBack(award, 250_000), cancellationToken: Stop);

        (recovered.AmountYuan, recovered.DisbursedYuan, recovered.RecoveredYuan).ShouldBe((1_000_000, 1_000_000, 250_000));
        var ledger = await one.LedgerAsync();
        ledger.Postings.Select(posting => (posting.Number, posting.Kind, posting.DebitFrom, posting.CreditTo, posting.AmountYuan, posting.Voucher, posting.Award)).ShouldBe(
        [
            (1, "APPROPRIATION", Account.Treasury, Account.Available, 3_000_000, "样例预算1号", ""),
            (2, "COMMITMENT", Account.Available, Account.Committed, 1_000_000, "样例批复1号", award.Name),
            (3, "DISBURSEMENT", Account.Committed, Account.Disbursed, 600_000, "样例凭证1号", award.Name),
            (4, "DISBURSEMENT", Account.Committed, Account.Disbursed, 400_000, "样例凭证1号", award.Name),
            (5, "RECOVERY", Account.Disbursed, Account.Recovered, 250_000, "样例凭证2号", award.Name),
        ]);
        (ledger.AppropriatedYuan, ledger.CommittedYuan, ledger.DisbursedYuan, ledger.RecoveredYuan, ledger.Balanced).ShouldBe((3_000_000, 1_000_000, 1_000_000, 250_000, true));
        var page = await one.Treasury.ListLedgerAsync(new() { Name = one.Program, PageSize = 3 }, cancellationToken: Stop);
        var rest = await one.Treasury.ListLedgerAsync(new() { Name = one.Program, PageSize = 3, PageToken = page.NextPageToken }, cancellationToken: Stop);
        page.Postings.Concat(rest.Postings).Select(posting => posting.Number).ShouldBe([1, 2, 3, 4, 5]);
        rest.NextPageToken.ShouldBe("");
        (await one.Programs.GetProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).ShouldSatisfyAllConditions(
            program => program.DisbursedYuan.ShouldBe(1_000_000), program => program.CommittedYuan.ShouldBe(1_000_000), program => program.RecoveredYuan.ShouldBe(250_000));
        (await one.Cashier.ListAwardsAsync(new() { Program = one.Program, Unit = Own }, cancellationToken: Stop)).Awards.ShouldHaveSingleItem().ShouldBe(recovered);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Money_BeyondWhatIsLeftOrByTheWrongPerson_IsRefused(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(1_500_000);
        var award = await one.AwardAsync();
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, 1_000_001)))).ShouldBe((StatusCode.FailedPrecondition, "AWARD_EXCEEDED"));
        (await RefusalAsync(one.Cashier.RecoverAwardAsync(Case.TakeBack(award, 1)))).ShouldBe((StatusCode.FailedPrecondition, "RECOVERY_EXCEEDS_DISBURSED"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, 0)))).ShouldBe((StatusCode.InvalidArgument, "NOT_POSITIVE"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(Case.Pay(award, long.MinValue)))).ShouldBe((StatusCode.InvalidArgument, "NOT_POSITIVE"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { Voucher = " " }))).ShouldBe((StatusCode.InvalidArgument, "LENGTH"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { RequestId = "" }))).ShouldBe((StatusCode.InvalidArgument, "REQUIRED"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { Etag = "\"v99\"" }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(Case.Pay(award, 1)) { Name = "awards/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
        (await RefusalAsync(one.Treasury.AppropriateFundsAsync(new() { Name = one.Program, AmountYuan = long.MaxValue, DocumentNumber = "x", RequestId = Case.NewId() }))).ShouldBe((StatusCode.FailedPrecondition, "AMOUNT_TOO_LARGE"));
        (await RefusalAsync(one.Treasury.AppropriateFundsAsync(new() { Name = "programs/none", AmountYuan = 1, DocumentNumber = "x", RequestId = Case.NewId() }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));

        // The one who approved is a cashier as well.
        var chief = new AwardService.AwardServiceClient(one.World.Host.As(Role.Finance, subject: "chief"));
        (await RefusalAsync(chief.DisburseAwardAsync(Case.Pay(award, 1)))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"));
        var paid = Case.Pay(award, 1_000);
        await one.Cashier.DisburseAwardAsync(paid, cancellationToken: Stop);
        (await RefusalAsync(chief.RecoverAwardAsync(Case.TakeBack(award, 1)))).ShouldBe((StatusCode.PermissionDenied, "FOUR_EYES"));
        (await RefusalAsync(one.Cashier.DisburseAwardAsync(new(paid) { AmountYuan = 2 }))).ShouldBe((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"));
        var other = new AwardService.AwardServiceClient(one.World.Host.As(Role.Finance, subject: "other"));
        (await RefusalAsync(other.DisburseAwardAsync(paid))).ShouldBe((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), "the key of a posting is the program's, not the caller's");

        var second = await one.PublicisedAsync(project: (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..]);
        (await RefusalAsync(one.Chief.ApproveApplicationAsync(Case.Approve(second)))).ShouldBe((StatusCode.FailedPrecondition, "BUDGET_EXCEEDED"));
        await one.AppropriateAsync(500_000);
        (await one.Chief.ApproveApplicationAsync(Case.Approve(second), cancellationToken: Stop)).DecidedYuan.ShouldBe(1_000_000, "a refused approval left nothing behind");
        (await one.LedgerAsync()).Balanced.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Disburse_HundredAtOnceWithRoomForTen_TenSucceed(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(5_000_000);
        var award = await one.AwardAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DisburseAsync(one.World.Host, award)));

        outcomes.GroupBy(outcome => outcome).ToDictionary(group => group.Key, group => group.Count())
            .ShouldBe(new Dictionary<(StatusCode, string), int> { [(StatusCode.OK, "")] = 10, [(StatusCode.FailedPrecondition, "AWARD_EXCEEDED")] = 90 }, ignoreOrder: true);
        var ledger = await one.LedgerAsync();
        (ledger.DisbursedYuan, ledger.Balanced).ShouldBe((1_000_000, true));
        ledger.Postings.Count(posting => posting.Kind == "DISBURSEMENT").ShouldBe(10);
        ledger.Postings.Select(posting => posting.Number).ShouldBe(Enumerable.Range(1, 12).Select(number => (long)number));
    }

    internal static async Task<(StatusCode Code, string Reason)> DisburseAsync(ModuleHost host, Award award)
    {
        var cashier = new AwardService.AwardServiceClient(host.As(Role.Finance, subject: "cashier"));
        try
        {
            await cashier.DisburseAwardAsync(Case.Pay(award, 100_000), cancellationToken: Stop);
            return (StatusCode.OK, "");
        }
        catch (RpcException failure)
        {
            return (failure.StatusCode, failure.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? failure.Status.Detail);
        }
    }
}

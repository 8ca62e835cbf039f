using CsCheck;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Ledger;
using Renovation.Protos.Funding.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class LedgerProperties(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Postings_AnyAtOnce_KeepEveryInvariant(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(2_000_000);
        Award[] awards = [await one.AwardAsync(), await one.AwardAsync(project: (await one.ProjectAsync($"{one.Name}-p2")).Name["projects/".Length..])];
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Long[1, 400_000]);

        await step.Array[1, 12].SampleAsync(
            async steps =>
            {
                var before = await one.LedgerAsync();
                var done = await Task.WhenAll(steps.Select(step => PostAsync(one, awards[step.Item2], step.Item1, step.Item3)));
                var after = await one.LedgerAsync();

                after.Balanced.ShouldBeTrue();
                after.CommittedYuan.ShouldBe(2_000_000);
                (after.AppropriatedYuan - before.AppropriatedYuan).ShouldBe(Sum(PostingKind.Appropriation));
                (after.DisbursedYuan - before.DisbursedYuan).ShouldBe(Sum(PostingKind.Disbursement));
                (after.RecoveredYuan - before.RecoveredYuan).ShouldBe(Sum(PostingKind.Recovery));
                long Sum(PostingKind kind) => done.Where(posting => posting?.Kind == kind).Sum(posting => posting!.AmountYuan);
            },
            iter: 25,
            threads: 1);

        var program = one.Program["programs/".Length..];
        var postings = await one.World.Host.ReadAsync(db => db.Postings.AsNoTracking().Where(posting => posting.Program == program).OrderBy(posting => posting.Number).ToListAsync(Stop));
        var (sums, perAward) = ProgramLedger.Sum(postings.Select(posting => posting.Posting));
        ProgramLedger.Holds(sums, perAward.Values).ShouldBeTrue();
        postings.Select(posting => posting.Number).ShouldBe(Enumerable.Range(1, postings.Count).Select(number => (long)number));
        postings.Select(posting => posting.Key).ShouldBeUnique(StringComparer.Ordinal);
        postings.ShouldContain(posting => posting.Kind == PostingKind.Recovery, "the steps reached every kind");
    }

    private static async Task<Posting?> PostAsync(Case one, Award award, int kind, long yuan)
    {
        try
        {
            switch (kind)
            {
                case 0:
                    await one.AppropriateAsync(yuan);
                    return new Posting("", PostingKind.Appropriation, "", yuan);
                case 1:
                    await one.Cashier.DisburseAwardAsync(Case.Pay(award, yuan), cancellationToken: Stop);
                    return new Posting("", PostingKind.Disbursement, "", yuan);
                default:
                    await one.Cashier.RecoverAwardAsync(Case.TakeBack(award, yuan), cancellationToken: Stop);
                    return new Posting("", PostingKind.Recovery, "", yuan);
            }
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Data;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Applications;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using Application = Renovation.Protos.Funding.V1.Application;
using Form = Renovation.Protos.Funding.V1.Program.Types.Form;
using Outcome = Renovation.Protos.Funding.V1.Application.Types.Objection.Types.Outcome;

namespace Renovation.Tests.Integration.Funding;

/// <summary>
/// Eight workers do whatever may be done to applications, awards, holdings and budgets, at the same time and in any order. What was acknowledged is kept in a model; the books and the rules on
/// decisions are looked at all the while, each time at one moment.
/// </summary>
public sealed class FundingProperties
{
    private const int Workers = 8;
    private const int Projects = 12;
    private static readonly string[] Suffixes = ["a", "b", "stacks", "equity"];
    private static readonly string[] People = ["p1", "p2", "p3", "p4"];
    private static readonly bool Full = Environment.GetEnvironmentVariable("RENOVATION_TEST_FULL") == "1";
    private static int Steps => Full ? 10_000 : 1_000;

    [Fact]
    public async Task AnythingAtOnce_BreaksNoInvariant()
    {
        await using var world = await World.StartAsync(ModuleHost.Postgres, settings: [("Funding:PublicityDays", "1"), ("Funding:ExpertReviews", "1")]);
        var one = await world.NewCaseAsync(20_000_000);
        await one.OpenProgramAsync("b", 20_000_000);
        await one.OpenProgramAsync("stacks", 20_000_000, rules => rules.StackingAllowed = true);
        await one.OpenProgramAsync("equity", 20_000_000, rules => rules.Base = ProgramRules.Types.Base.FixedAssetInvestment, form: Form.Equity);
        for (var index = 2; index <= Projects; index++)
            await one.ProjectAsync($"{one.Name}-p{index}");
        using var model = new Model();
        foreach (var suffix in Suffixes)
            model.Appropriated(one.ProgramOf(suffix), 20_000_000);
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(one, done.Token);

        var steps = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(one, model, worker, Steps / Workers)));
        await Task.WhenAll(steps);
        await done.CancelAsync();
        var looks = await watching;
        await LookAsync(one);
        await CompareAsync(one, model);

        TestContext.Current.TestOutputHelper!.WriteLine($"{looks} looks; done: {string.Join(", ", model.Done.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}; refused: {string.Join(", ", model.Refused.Select(pair => $"{pair.Key} {pair.Value}"))}");
        model.Refused.ShouldAllBe(refusal => refusal.Key == "InvalidArgument" || refusal.Key == "FailedPrecondition" || refusal.Key == "AlreadyExists" || refusal.Key == "PermissionDenied" || refusal.Key == "Aborted" || refusal.Key == "NotFound");
        (Full ? Moves.All.Keys : ["approve", "create", "disburse", "replay"]).ShouldAllBe(kind => model.Done.ContainsKey(kind), "a share of the steps need not reach every kind");
        looks.ShouldBeGreaterThan(3);
    }

    private static async Task WorkAsync(Case one, Model model, int worker, int steps)
    {
        var random = new Random(worker + 1);
        for (var step = 0; step < steps; step++)
        {
            var kind = Moves.Pick(random);
            try
            {
                await Moves.All[kind](new Hand(one, model, random));
                model.Note(kind);
            }
            catch (NothingToDoException)
            {
                // There is nothing yet on which it could be done.
            }
            catch (RpcException refused)
            {
                model.Refuse(refused.StatusCode);
            }
        }
    }

    private static async Task<int> WatchAsync(Case one, CancellationToken done)
    {
        var looks = 0;
        while (!done.IsCancellationRequested)
        {
            await LookAsync(one);
            looks++;
            await Task.Delay(100, CancellationToken.None);
        }

        return looks;
    }

    private static async Task LookAsync(Case one)
    {
        var proof = await new LedgerService.LedgerServiceClient(one.World.Host.As(Role.Auditor)).VerifyLedgerAsync(new(), cancellationToken: Stop);
        proof.Differences.ShouldBeEmpty();
        proof.TrialBalanceYuan.ShouldBe(0);
        await one.World.Host.ReadAsync(async db =>
        {
            await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Stop);
            var (applications, awards, holdings) = (await db.Applications.AsNoTracking().ToListAsync(Stop), await db.Awards.AsNoTracking().ToListAsync(Stop), await db.Holdings.AsNoTracking().ToListAsync(Stop));
            var of = applications.ToDictionary(application => application.Id, StringComparer.Ordinal);

            // Four eyes, and nothing approved against an objection.
            foreach (var approved in applications.Where(application => application.State is ApplicationState.Approved or ApplicationState.Revoked))
            {
                approved.Approver.ShouldNotBe(approved.Submitter, StringComparer.Ordinal);
                approved.Reviews.ShouldAllBe(review => review.Reviewer != approved.Approver);
                approved.Objections.ShouldAllBe(objection => objection.Outcome == ObjectionOutcome.Dismissed);
                awards.Count(award => award.Application == approved.Id).ShouldBe(1);
            }

            awards.ShouldAllBe(award => of[award.Application].State == ApplicationState.Approved || of[award.Application].State == ApplicationState.Revoked);
            awards.ShouldAllBe(award => award.Instalments.Sum(part => part.PaidYuan) == award.DisbursedYuan && award.Instalments.All(part => part.PaidYuan <= part.AmountYuan));
            awards.ShouldAllBe(award => award.RevokeTime == null == (of[award.Application].State == ApplicationState.Approved));

            // No double funding, unless both stack or two people waived it.
            foreach (var base_ in awards.Where(award => award.Level == Renovation.FundingSupport.Programs.ProgramLevel.Municipal && (award.RevokeTime is null || award.DueYuan > 0)).GroupBy(award => (award.Project, award.Base)))
            {
                var standing = base_.OrderBy(award => award.Id, StringComparer.Ordinal).ToList();
                foreach (var later in standing.Skip(1).Where(later => standing.Exists(other => string.CompareOrdinal(other.Id, later.Id) < 0 && !(other.Stacks && later.Stacks))))
                    of[later.Application].Waiver.ShouldNotBeNull().IsConfirmed.ShouldBeTrue();
            }

            applications.Where(application => application.State <= ApplicationState.Publicised).GroupBy(application => (application.Program, application.Project)).ShouldAllBe(group => group.Count() == 1);
            holdings.Select(holding => holding.Award).ShouldBeUnique(StringComparer.Ordinal);
            holdings.ShouldAllBe(holding => holding.Dividends.All(dividend => dividend.ReceivedYuan <= dividend.AmountYuan));
            return true;
        });
    }

    // Everything that was acknowledged is there, and nothing else.
    private static async Task CompareAsync(Case one, Model model)
    {
        foreach (var suffix in Suffixes)
        {
            var ledger = await one.Treasury.ListLedgerAsync(new() { Name = one.ProgramOf(suffix), PageSize = 1 }, cancellationToken: Stop);
            ledger.AppropriatedYuan.ShouldBe(model.AppropriatedOf(one.ProgramOf(suffix)));
        }

        var awards = await one.World.Host.ReadAsync(db => db.Awards.AsNoTracking().ToListAsync(Stop));
        awards.ToDictionary(award => award.ResourceName, award => (award.DisbursedYuan, award.RecoveredYuan), StringComparer.Ordinal).ShouldBe(model.Awards(), ignoreOrder: true);
        var applications = await one.World.Host.ReadAsync(db => db.Applications.AsNoTracking().CountAsync(Stop));
        applications.ShouldBe(model.Applications.Count);
    }

    /// <summary>What was acknowledged.</summary>
    private sealed class Model : IDisposable
    {
        private readonly SemaphoreSlim _clock = new(1);
        private DateOnly _day = new(2017, 7, 10);
        private readonly ConcurrentDictionary<string, long> _appropriated = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, long> _disbursed = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, long> _recovered = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> Applications { get; } = new();

        public ConcurrentQueue<string> Granted { get; } = new();

        public ConcurrentQueue<string> Holdings { get; } = new();

        public ConcurrentQueue<(Func<Task<IMessage>> Call, IMessage Answer)> Answered { get; } = new();

        public async Task NextDayAsync(World world)
        {
            await _clock.WaitAsync(Stop);
            try
            {
                _day = _day.AddDays(1);
                await world.SetClockAsync(_day);
            }
            finally
            {
                _clock.Release();
            }
        }

        public void Note(string kind) => Done.AddOrUpdate(kind, 1, (_, count) => count + 1);

        public void Refuse(StatusCode code) => Refused.AddOrUpdate(code.ToString(), 1, (_, count) => count + 1);

        public void Appropriated(string program, long yuan) => _appropriated.AddOrUpdate(program, yuan, (_, sum) => sum + yuan);

        public long AppropriatedOf(string program) => _appropriated[program];

        public void Disbursed(string award, long yuan) => _disbursed.AddOrUpdate(award, yuan, (_, sum) => sum + yuan);

        public void Recovered(string award, long yuan) => _recovered.AddOrUpdate(award, yuan, (_, sum) => sum + yuan);

        public void Dispose() => _clock.Dispose();

        public Dictionary<string, (long, long)> Awards() =>
            Granted.ToDictionary(award => award, award => (_disbursed.GetValueOrDefault(award), _recovered.GetValueOrDefault(award)), StringComparer.Ordinal);
    }

    private sealed class NothingToDoException : Exception;

    /// <summary>One worker with what it may pick.</summary>
    private sealed class Hand(Case one, Model model, Random random)
    {
        public Case One => one;

        public Model Model => model;

        public ApplicationService.ApplicationServiceClient Somebody => new(one.World.Host.As(Role.Planner, "6101GX", Pick(People)));

        public AwardService.AwardServiceClient Cashier => new(one.World.Host.As(Role.Finance, subject: Pick(["c1", "c2", "p1"])));

        public HoldingService.HoldingServiceClient Company => new(one.World.Host.As(Role.AssetManager, subject: Pick(["h1", "h2"])));

        public string Project => $"{one.Name}-p{random.Next(1, Projects + 1)}";

        public string Suffix => Pick(Suffixes);

        public long Yuan(int most) => random.Next(1, most);

        public bool Chance(int percent) => random.Next(100) < percent;

        public T Pick<T>(IReadOnlyList<T> many) => many.Count == 0 ? throw new NothingToDoException() : many[random.Next(many.Count)];

        // Mostly the latest: the older are decided.
        public string Recent(ConcurrentQueue<string> many)
        {
            var all = many.ToArray();
            return Pick(all.Length > 20 && Chance(80) ? all[^20..] : all);
        }

        /// <summary>Calls, and keeps the answer: the same call again must be answered the same.</summary>
        public async Task<T> AskAsync<T>(Func<AsyncUnaryCall<T>> call)
            where T : class, IMessage
        {
            var answer = await call();
            model.Answered.Enqueue((async () => await call(), answer));
            return answer;
        }
    }

    private static class Moves
    {
        // How often each is tried: most lead to awards, where the money is.
        private static readonly Dictionary<string, int> Weights = new(StringComparer.Ordinal)
        {
            ["advance"] = 18,
            ["appropriate"] = 2,
            ["approve"] = 12,
            ["create"] = 8,
            ["disburse"] = 10,
            ["dividend"] = 4,
            ["hold"] = 6,
            ["object"] = 2,
            ["publicise"] = 8,
            ["recover"] = 5,
            ["reject"] = 1,
            ["replay"] = 8,
            ["review"] = 3,
            ["revoke"] = 2,
            ["set off"] = 5,
            ["settle"] = 4,
            ["submit"] = 3,
            ["tomorrow"] = 3,
            ["waive"] = 5,
            ["withdraw"] = 1,
        };

        public static string Pick(Random random)
        {
            var left = random.Next(Weights.Values.Sum());
            return Weights.First(move => (left -= move.Value) < 0).Key;
        }

        public static IReadOnlyDictionary<string, Func<Hand, Task>> All { get; } = new SortedDictionary<string, Func<Hand, Task>>(StringComparer.Ordinal)
        {
            ["advance"] = hand => OnApplicationAsync(hand, async (client, application) =>
            {
                // Whatever comes next for it: random steps alone hardly ever bring one to its award.
                for (var step = hand.Yuan(6); step > 0; step--)
                {
                    var read = await client.GetApplicationAsync(new() { Name = application }, cancellationToken: Stop);
                    if (read.State is Application.Types.State.Draft)
                        await Submit(hand, application);
                    else if (read.State is Application.Types.State.Submitted or Application.Types.State.DistrictReviewed)
                        await Review(hand, application);
                    else if (read.State is Application.Types.State.ExpertReviewed)
                        await Publicise(hand, application);
                }
            }),
            ["appropriate"] = async hand =>
            {
                var (program, yuan, id) = (hand.One.ProgramOf(hand.Suffix), hand.Yuan(500_000), Case.NewId());
                await hand.AskAsync(() => hand.One.Treasury.AppropriateFundsAsync(new() { Name = program, AmountYuan = yuan, DocumentNumber = "样例预算", RequestId = id }, cancellationToken: Stop));
                hand.Model.Appropriated(program, yuan);
            },
            ["approve"] = hand => OnApplicationAsync(hand, Application.Types.State.Publicised, async (client, application) =>
            {
                var request = new ApproveApplicationRequest { Name = application, DocumentNumber = "样例批复", RequestId = Case.NewId() };
                hand.Model.Granted.Enqueue((await hand.AskAsync(() => client.ApproveApplicationAsync(request, cancellationToken: Stop))).Award);
            }),
            ["create"] = async hand =>
            {
                var client = hand.Somebody;
                var request = new CreateApplicationRequest { Application = new() { Program = hand.One.ProgramOf(hand.Suffix), Project = hand.Project, RequestedYuan = hand.Yuan(2_000_000) }, RequestId = Case.NewId() };
                hand.Model.Applications.Enqueue((await hand.AskAsync(() => client.CreateApplicationAsync(request, cancellationToken: Stop))).Name);
            },
            ["disburse"] = hand => OnAwardAsync(hand, async (client, award) =>
            {
                var request = new DisburseAwardRequest { Name = award, AmountYuan = hand.Yuan(400_000), Voucher = "样例凭证", BankReference = "样例流水", RequestId = Case.NewId() };
                await hand.AskAsync(() => client.DisburseAwardAsync(request, cancellationToken: Stop));
                hand.Model.Disbursed(award, request.AmountYuan);
            }),
            ["dividend"] = async hand =>
            {
                var (client, request) = (hand.Company, new RecordDividendRequest { Name = hand.Recent(hand.Model.Holdings), AmountYuan = hand.Yuan(300), Voucher = "样例凭证", RequestId = Case.NewId() });
                await hand.AskAsync(() => client.RecordDividendAsync(request, cancellationToken: Stop));
            },
            ["hold"] = async hand =>
            {
                var (client, award) = (hand.Company, hand.Recent(hand.Model.Granted));
                var request = new CreateHoldingRequest
                {
                    Holding = new() { Award = award, Holder = "样例资产公司", PrincipalYuan = hand.Yuan(50_000), StartDate = "2017-07-10", TermMonths = 36, YearlyReturnBp = 200, BenchmarkBp = 490, BenchmarkDate = "2015-10-24", Benchmark = "基准" },
                    RequestId = Case.NewId(),
                };
                hand.Model.Holdings.Enqueue((await hand.AskAsync(() => client.CreateHoldingAsync(request, cancellationToken: Stop))).Name);
            },
            ["object"] = hand => OnApplicationAsync(hand, Application.Types.State.Publicised, (client, application) =>
            {
                var request = new ObjectToApplicationRequest { Name = application, Content = "样例异议", RequestId = Case.NewId() };
                return hand.AskAsync(() => client.ObjectToApplicationAsync(request, cancellationToken: Stop));
            }),
            ["publicise"] = hand => OnApplicationAsync(hand, Application.Types.State.ExpertReviewed, (_, application) => Publicise(hand, application)),
            ["recover"] = hand => OnAwardAsync(hand, async (client, award) =>
            {
                var request = new RecoverAwardRequest { Name = award, AmountYuan = hand.Yuan(200_000), Voucher = "样例凭证", DocumentNumber = "样例追回", RequestId = Case.NewId() };
                await hand.AskAsync(() => client.RecoverAwardAsync(request, cancellationToken: Stop));
                hand.Model.Recovered(award, request.AmountYuan);
            }),
            ["reject"] = hand => OnApplicationAsync(hand, (client, application) => client.RejectApplicationAsync(new() { Name = application, Reason = "样例", RequestId = Case.NewId() }, cancellationToken: Stop).ResponseAsync),
            ["replay"] = async hand =>
            {
                var (call, answer) = hand.Pick(hand.Model.Answered.ToArray());
                (await call()).ShouldBe(answer, "the same call again is answered the same, and does nothing");
            },
            ["review"] = hand => OnApplicationAsync(hand, Application.Types.State.DistrictReviewed, (_, application) => Review(hand, application)),
            ["revoke"] = hand => OnApplicationAsync(hand, Application.Types.State.Approved, (client, application) =>
            {
                var request = new RevokeApplicationRequest { Name = application, Reason = "样例", DocumentNumber = "样例撤销", RequestId = Case.NewId() };
                return hand.AskAsync(() => client.RevokeApplicationAsync(request, cancellationToken: Stop));
            }),
            ["set off"] = hand => OnAwardAsync(hand, async (client, award) =>
            {
                var request = new RecoverAwardRequest { Name = award, AmountYuan = hand.Yuan(50_000), Voucher = "样例凭证", DocumentNumber = "样例追回", SetOffAward = hand.Recent(hand.Model.Granted), RequestId = Case.NewId() };
                await hand.AskAsync(() => client.RecoverAwardAsync(request, cancellationToken: Stop));
                hand.Model.Recovered(award, request.AmountYuan);
                hand.Model.Disbursed(request.SetOffAward, request.AmountYuan);
            }),
            ["settle"] = hand => OnApplicationAsync(hand, Application.Types.State.Publicised, async (client, application) =>
            {
                var open = (await client.GetApplicationAsync(new() { Name = application }, cancellationToken: Stop)).Objections.FirstOrDefault(objection => objection.Settler.Length == 0) ?? throw new NothingToDoException();
                var request = new SettleObjectionRequest { Name = application, Number = open.Number, Outcome = hand.Chance(80) ? Outcome.Dismissed : Outcome.Upheld, Settlement = "样例", RequestId = Case.NewId() };
                await hand.AskAsync(() => client.SettleObjectionAsync(request, cancellationToken: Stop));
            }),
            ["submit"] = hand => OnApplicationAsync(hand, Application.Types.State.Draft, (_, application) => Submit(hand, application)),
            ["tomorrow"] = hand => hand.Model.NextDayAsync(hand.One.World),
            ["waive"] = hand => OnApplicationAsync(hand, (client, application) =>
            {
                var request = new WaiveDoubleFundingRequest { Name = application, Reason = "样例", RequestId = Case.NewId() };
                return hand.AskAsync(() => client.WaiveDoubleFundingAsync(request, cancellationToken: Stop));
            }),
            ["withdraw"] = hand => OnApplicationAsync(hand, (client, application) => client.WithdrawApplicationAsync(new() { Name = application, Reason = "样例", RequestId = Case.NewId() }, cancellationToken: Stop).ResponseAsync),
        };

        // Mostly one on which it can be done.
        private static async Task OnApplicationAsync(Hand hand, Application.Types.State state, Func<ApplicationService.ApplicationServiceClient, string, Task> act)
        {
            var client = hand.Somebody;
            var found = await client.ListApplicationsAsync(new() { State = state, PageSize = 200 }, cancellationToken: Stop);
            await act(client, hand.Chance(90) ? hand.Pick(found.Applications).Name : hand.Recent(hand.Model.Applications));
        }

        private static Task OnApplicationAsync(Hand hand, Func<ApplicationService.ApplicationServiceClient, string, Task> act) => act(hand.Somebody, hand.Recent(hand.Model.Applications));

        private static Task OnAwardAsync(Hand hand, Func<AwardService.AwardServiceClient, string, Task> act) => act(hand.Cashier, hand.Recent(hand.Model.Granted));

        private static Task Submit(Hand hand, string application)
        {
            var (client, request) = (hand.Somebody, new SubmitApplicationRequest { Name = application, RequestId = Case.NewId() });
            return hand.AskAsync(() => client.SubmitApplicationAsync(request, cancellationToken: Stop));
        }

        private static Task Review(Hand hand, string application)
        {
            var (client, request) = (hand.Somebody, new ReviewApplicationRequest { Name = application, Passed = true, Score = 75, ProposedYuan = hand.Yuan(1_000_000), RequestId = Case.NewId() });
            return hand.AskAsync(() => client.ReviewApplicationAsync(request, cancellationToken: Stop));
        }

        private static Task Publicise(Hand hand, string application)
        {
            var (client, request) = (hand.Somebody, new PubliciseApplicationRequest { Name = application, RequestId = Case.NewId() });
            return hand.AskAsync(() => client.PubliciseApplicationAsync(request, cancellationToken: Stop));
        }
    }
}

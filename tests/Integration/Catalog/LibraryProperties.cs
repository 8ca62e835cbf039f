using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using Kind = Renovation.Protos.Catalog.V1.PlanAdjustment.Types.Kind;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Random sequences of what people do with a library and a plan, right or wrong: whatever is refused, what is kept stays true.</summary>
public sealed class LibraryProperties
{
    private const int Steps = 18;

    // A year has one plan: so many sequences share a database, four of them at a time.
    private const int PerDatabase = 100;
    private const int AtOnce = 4;

    private const int DatabasesAtOnce = 3;

    private static int Sequences => Environment.GetEnvironmentVariable("RENOVATION_TEST_FULL") == "1" ? 10_000 : 100;

    [Fact]
    public Task Sequences_OfAnyKind_KeepMembershipsRevisionsAndThePast() => Parallel.ForEachAsync(
        Enumerable.Range(0, Sequences / PerDatabase),
        new ParallelOptions { MaxDegreeOfParallelism = DatabasesAtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (database, cancellationToken) => await RunAsync(database * PerDatabase, cancellationToken));

    private static async Task RunAsync(int first, CancellationToken cancellationToken)
    {
        await using var host = await CatalogHosts.StartAsync(ModuleHost.Sqlite);
        var bureau = new Bureau(host);
        var sequences = Enumerable.Range(first, PerDatabase).Select(number => new Sequence(bureau, number, 2000 + (number % PerDatabase))).ToList();
        await Parallel.ForEachAsync(sequences, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (sequence, _) => await sequence.RunAsync());

        foreach (var sequence in sequences)
            await sequence.ThePastIsAsItWasAsync();
        (await bureau.Journal.VerifyJournalAsync(new VerifyJournalRequest(), cancellationToken: cancellationToken)).Valid.ShouldBeTrue();

        // Sequences of refusals alone would prove nothing.
        sequences.Count(sequence => sequence.Adjustments > 0).ShouldBeGreaterThan(PerDatabase / 20);
        sequences.Sum(sequence => sequence.Reads).ShouldBeGreaterThan(PerDatabase / 4);
        TestContext.Current.SendDiagnosticMessage($"{first + PerDatabase} sequences hold");
    }

    /// <summary>One sequence: an enterprise with a few projects, and the plan of a year.</summary>
    private sealed class Sequence(Bureau bureau, int number, int year)
    {
        private readonly Random _random = new(number);
        private readonly List<string> _projects = [];
        private readonly List<(Timestamp Time, IMessage? Plan, IReadOnlyList<PlanEntry> Entries, IMessage? Project)> _past = [];
        private readonly string _plan = $"plans/{year}";

        public int Adjustments { get; private set; }

        public int Reads => _past.Count(read => read.Plan is not null && read.Entries.Count > 0);

        // What the plan should be since it was issued: attributes by project.
        private Dictionary<string, string>? _expected;

        public async Task RunAsync()
        {
            var enterprise = await bureau.NewEnterpriseAsync();
            for (var index = 0; index < 4; index++)
                _projects.Add((await (index == 0 ? bureau.NewProjectAsync(title: $"样例{number}-{index}", uscc: enterprise.Uscc) : bureau.NewAdmittedAsync(title: $"样例{number}-{index}", uscc: enterprise.Uscc))).Name);
            await TryAsync(() => bureau.Plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = year } }));
            for (var step = 0; step < Steps; step++)
            {
                await StepAsync();
                if (_random.Next(4) == 0)
                    await NoteAsync();
            }

            await CheckAsync();
        }

        public async Task ThePastIsAsItWasAsync()
        {
            foreach (var (time, plan, entries, project) in _past)
            {
                var again = await ReadAsync(time);
                (again.Plan, again.Project).ShouldBe((plan, project), $"sequence {number}");
                again.Entries.ShouldBe(entries, $"sequence {number}");
            }
        }

        private async Task StepAsync()
        {
            var project = _projects[_random.Next(_projects.Count)];
            var day = $"2017-{_random.Next(1, 8):00}-0{_random.Next(1, 4)}";
            switch (_random.Next(14))
            {
                case 0 or 1:
                    await TryAsync(() => bureau.Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = project, AdmitDate = day }));
                    break;
                case 2:
                    await TryAsync(() => bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = project, WithdrawDate = day, Reason = Project.Types.WithdrawalReason.NoReport }));
                    break;
                case 3:
                    await TryAsync(() => bureau.Projects.ReadmitProjectAsync(new ReadmitProjectRequest { Name = project, AdmitDate = day, Reason = "样例" }));
                    break;
                case 4:
                    await TryAsync(() => bureau.Projects.ChangeProjectStageAsync(
                        new ChangeProjectStageRequest { Name = project, Stage = (Project.Types.Stage)_random.Next(1, 9), Date = day, Reason = "样例", AllowMissingProcedures = _random.Next(2) == 0 }));
                    break;
                case 10:
                    await TryAsync(() => bureau.Projects.TransferProjectAsync(new TransferProjectRequest { Name = project, Unit = _random.Next(2) == 0 ? "6101Z1" : "610113", Reason = "样例" }));
                    break;
                case 5 or 6 or 7:
                    await TryAsync(() => bureau.Plans.CreatePlanEntryAsync(new CreatePlanEntryRequest { Parent = _plan, Entry = Entry(project) }));
                    break;
                case 8:
                    await TryAsync(() => bureau.Plans.DeletePlanEntryAsync(new DeletePlanEntryRequest { Name = $"{_plan}/entries/{Id(project)}" }));
                    break;
                case 9:
                    await IssueAsync();
                    break;
                default:
                    await AdjustAsync();
                    break;
            }
        }

        private async Task IssueAsync()
        {
            if (await TryAsync(() => bureau.Plans.IssuePlanAsync(new IssuePlanRequest { Name = _plan, DocumentNumber = "样例1号", IssueDate = "2017-05-19" })))
                _expected = (await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{_plan}/revisions/1" })).Entries.ToDictionary(entry => entry.Project, Attributes, StringComparer.Ordinal);
        }

        private async Task AdjustAsync()
        {
            var request = new AdjustPlanRequest { Name = _plan, DocumentNumber = $"样例{_random.Next(2, 40)}号", IssueDate = "2017-06-01" };
            foreach (var project in _projects.Where(_ => _random.Next(2) == 0))
                request.Adjustments.Add(new PlanAdjustment { Kind = KindFor(Id(project)), Project = Id(project), Reason = "样例", Entry = Entry(project) });
            if (!await TryAsync(() => bureau.Plans.AdjustPlanAsync(request)))
                return;
            Adjustments++;
            foreach (var adjustment in request.Adjustments)
            {
                if (adjustment.Kind == Kind.Removed)
                    _expected!.Remove(adjustment.Project).ShouldBeTrue();
                else
                    _expected![adjustment.Project] = Attributes(adjustment.Entry);
            }
        }

        // Mostly what can be done; the rest must be refused.
        private Kind KindFor(string project)
        {
            if (_random.Next(10) == 0)
                return (Kind)_random.Next(1, 4);
            return _expected?.ContainsKey(project) == true ? _random.Next(2) == 0 ? Kind.Removed : Kind.Changed : Kind.Added;
        }

        // A read of this very moment; more may be sealed in the next one, but never before it.
        private async Task NoteAsync()
        {
            var time = Timestamp.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var (plan, entries, project) = await ReadAsync(time);
            _past.Add((time, plan, entries, project));
        }

        private async Task<(IMessage? Plan, IReadOnlyList<PlanEntry> Entries, IMessage? Project)> ReadAsync(Timestamp time)
        {
            var plan = await FindAsync(async () => await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = _plan, AsOfTime = time }));
            var entries = await FindAsync(async () => await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = _plan, AsOfTime = time }));
            var project = await FindAsync(async () => await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = _projects[0], AsOfTime = time }));
            return (plan, [.. entries?.Entries ?? []], project);
        }

        private async Task CheckAsync()
        {
            foreach (var name in _projects)
            {
                var project = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = name });
                var stays = project.Memberships;
                stays.Take(Math.Max(0, stays.Count - 1)).ShouldAllBe(stay => stay.WithdrawDate.Length > 0, $"sequence {number}");
                stays.ShouldAllBe(stay => stay.WithdrawDate.Length == 0 || string.CompareOrdinal(stay.AdmitDate, stay.WithdrawDate) <= 0, $"sequence {number}");
                stays.Zip(stays.Skip(1)).ShouldAllBe(pair => string.CompareOrdinal(pair.First.WithdrawDate, pair.Second.AdmitDate) <= 0, $"sequence {number}");
                (project.Membership == Project.Types.Membership.Admitted).ShouldBe(stays.Count > 0 && stays[^1].WithdrawDate.Length == 0, $"sequence {number}");
            }

            if (_expected is null)
                return;
            var plan = await bureau.Plans.GetPlanAsync(new GetPlanRequest { Name = _plan });
            var entries = (await bureau.Plans.ListPlanEntriesAsync(new ListPlanEntriesRequest { Parent = _plan })).Entries;
            var latest = await bureau.Plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{_plan}/revisions/{plan.Revision}" });
            entries.ToDictionary(entry => entry.Project, Attributes, StringComparer.Ordinal).ShouldBe(_expected, ignoreOrder: true, $"sequence {number}");
            latest.Entries.ShouldBe(entries, $"sequence {number}");
            plan.EntryCount.ShouldBe(entries.Count);
        }

        private PlanEntry Entry(string project) => new()
        {
            Project = Id(project),
            Nature = _random.Next(20) == 0 ? PlanEntry.Types.Nature.Unspecified : PlanEntry.Types.Nature.NewStart,
            Preliminary = _random.Next(3) == 0,
            CompletesInYear = _random.Next(2) == 0,
            PlannedInvestmentYuan = _random.Next(20) == 0 ? -1 : _random.Next(5) * 10_000L,
            Target = "样例",
        };

        private static string Attributes(PlanEntry entry) =>
            $"{entry.Nature} {entry.Preliminary} {entry.CompletesInYear} {entry.PlannedInvestmentYuan} {entry.OpeningInvestmentYuan} {entry.Target} {entry.Remark}";

        private static string Id(string project) => project["projects/".Length..];

        private static async Task<T?> FindAsync<T>(Func<Task<T>> read)
            where T : class
        {
            try
            {
                return await read();
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
            {
                return null;
            }
        }

        // A refusal is as good as an answer, as long as it says what is wrong.
        private static async Task<bool> TryAsync<T>(Func<AsyncUnaryCall<T>> call)
        {
            try
            {
                await call();
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.NotFound)
            {
                return false;
            }
        }
    }
}

using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Renovation.ProgressReporting.Reminders;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using Journal = Renovation.Protos.Progress.V1.JournalService;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Random years of many units: what they file, right or wrong, in time or not, and what the city does with it. Whatever is refused, what is accepted stays true.</summary>
public sealed class ReturnProperties
{
    private const int Units = 50;
    private const int Quarters = 4;
    private const int DatabasesAtOnce = 3;

    // A history is the life of one return.
    private static int Databases => Environment.GetEnvironmentVariable("RENOVATION_TEST_FULL") == "1" ? 10_000 / (Units * Quarters) : 1;

    [Fact]
    public Task Histories_OfAnyKind_KeepFiguresThePastTheOverviewAndTheReminders() => Parallel.ForEachAsync(
        Enumerable.Range(0, Databases),
        new ParallelOptions { MaxDegreeOfParallelism = DatabasesAtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (seed, _) =>
        {
            var clock = ProgressHosts.NewClockFile();
            ClockFile.Set(clock, At(new DateOnly(City.Year, 1, 20)), TimeProvider.System);
            await using (var host = await ProgressHosts.StartAsync(ModuleHost.Sqlite, clock, opensByItself: false))
                await new City(host, clock, seed).RunAsync();
            File.Delete(clock);
            TestContext.Current.SendDiagnosticMessage($"{(seed + 1) * Units * Quarters} histories hold");
        });

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));

    /// <summary>A year of the city.</summary>
    private sealed class City(ModuleHost host, string clock, int seed)
    {
        public const int Year = 2017;
        private const int Steps = 7;
        private static readonly int[] ReminderDays = [-5, -1, 0, 3];
        private readonly Random _random = new(seed);
        private readonly HashSet<string> _reminders = new(StringComparer.Ordinal);
        private readonly List<(DateTimeOffset Time, Overview Overview, string Project, List<Investment> Investments)> _past = [];
        private readonly Dictionary<Return.Types.State, int> _reached = [];
        private readonly ReturnService.ReturnServiceClient _bureau = new(host.As(Role.Planner, "6101GX"));
        private readonly OverviewService.OverviewServiceClient _overviews = new(host.As(Role.Planner, "6101GX"));
        private readonly Desk _desk = new(host, Year, clock);
        private DateOnly _today;

        private static IEnumerable<string> Codes => Enumerable.Range(0, Units).Select(CodeOf);

        public async Task RunAsync()
        {
            await BeginAsync();
            for (var quarter = 1; quarter <= Quarters; quarter++)
            {
                var opens = new DateOnly(Year, 1, 1).AddMonths(3 * quarter);
                var days = Enumerable.Range(0, Steps).Select(_ => _random.Next(0, 14)).Order().ToList();
                await MoveAsync(opens);
                await _desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{Year}Q{quarter}" });
                foreach (var day in days)
                {
                    await MoveAsync(opens.AddDays(day));
                    await StepAsync(quarter);
                }
            }

            await CheckAsync();
        }

        private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"62{unit:0000}");

        private async Task BeginAsync()
        {
            await host.TellUnitsAsync();
            foreach (var (code, _, title, _) in Told.Units.Where(unit => unit.Reporting))
                await host.TellAsync(new Unit { Name = $"units/{code}", Code = code, Parent = "610100", Title = title, Reporting = false }, 2);
            var plan = new Plan { Name = $"plans/{Year}", Year = Year, Revision = 1, DocumentNumber = "样例", IssueDate = $"{Year}-01-10", GrowthTargetBp = 1300 };
            foreach (var code in Codes)
            {
                await host.TellAsync(new Unit { Name = $"units/{code}", Code = code, Parent = "610100", Title = $"样例{code}", Reporting = true }, 1);
                for (var number = 0; number < 2; number++)
                {
                    var starts = _random.Next(2) == 0;
                    plan.Entries.Add(new PlanEntry
                    {
                        Project = $"p{code}{number}",
                        Position = plan.Entries.Count + 1,
                        Unit = code,
                        ProjectTitle = "样例项目",
                        EnterpriseTitle = "样例企业",
                        Nature = starts ? PlanEntry.Types.Nature.NewStart : PlanEntry.Types.Nature.Continuing,
                        Preliminary = starts && _random.Next(2) == 0,
                        CompletesInYear = _random.Next(2) == 0,
                        TotalInvestmentYuan = _random.Next(1, 10_000) * Desk.Wan,
                        PlannedInvestmentYuan = _random.Next(1, 5_000) * Desk.Wan,
                        OpeningInvestmentYuan = starts ? 0 : _random.Next(0, 5_000) * Desk.Wan,
                    });
                }
            }

            await host.TellAsync(plan, 1);
        }

        private async Task MoveAsync(DateOnly day)
        {
            _today = day;
            await _desk.SetClockAsync(At(day));
        }

        private async Task StepAsync(int quarter)
        {
            foreach (var code in Codes.Where(_ => _random.Next(2) == 0))
                await ActAsync($"periods/{Year}Q{(_random.Next(4) == 0 ? _random.Next(1, quarter + 1) : quarter)}/returns/{code}", code);

            // Sometimes the clock was down: what came meanwhile is not caught up one by one, the last is.
            if (_random.Next(3) != 0)
                await RemindAsync();
            if (_random.Next(3) == 0)
                await NoteAsync();
        }

        private async Task ActAsync(string name, string code)
        {
            var reporter = _desk.ReporterOf(code);
            var filed = await reporter.GetReturnAsync(new GetReturnRequest { Name = name });
            switch (filed.State)
            {
                case Return.Types.State.Submitted:
                    await TryAsync(() => _random.Next(4) == 0
                        ? _bureau.ReturnReturnAsync(new ReturnReturnRequest { Name = name, Reasons = { new ReturnReason { Code = "OTHER", Note = "样例" } } })
                        : _bureau.AcceptReturnAsync(new AcceptReturnRequest { Name = name }));
                    break;
                case Return.Types.State.Accepted:
                    if (_random.Next(3) == 0)
                        await TryAsync(() => _bureau.ReopenReturnAsync(new ReopenReturnRequest { Name = name, Reason = "样例" }));
                    break;
                default:
                    await TryAsync(() => reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = name, UnitInvestmentYtdYuan = _random.Next(1, 1_000), UnitInvestmentLastYearYuan = _random.Next(1, 1_000) } }));
                    foreach (var line in filed.Lines)
                        await TryAsync(() => reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = Filled(line, filed.Period[^1] - '0') }));
                    await TryAsync(() => reporter.SubmitReturnAsync(new SubmitReturnRequest { Name = name }));
                    break;
            }

            var state = (await reporter.GetReturnAsync(new GetReturnRequest { Name = name })).State;
            _reached[state] = _reached.GetValueOrDefault(state) + 1;
        }

        // Mostly figures that add up; the others must be refused when it is submitted.
        private ReturnLine Filled(ReturnLine line, int quarter)
        {
            var end = new DateOnly(Year, 1, 1).AddMonths(3 * quarter).AddDays(-1);
            var spent = _random.Next(0, 1_000) * Desk.Wan;
            var filled = new ReturnLine
            {
                Name = line.Name,
                QuarterYuan = spent,
                YearToDateYuan = line.LastYearToDateYuan + spent,
                CumulativeYuan = line.OpeningInvestmentYuan + line.LastYearToDateYuan + spent + (_random.Next(10) == 0 ? 1 : 0),
                Explanation = "样例说明",
                CorrectionReason = "样例更正",
                ActualStartDate = Sometimes(line.ActualStartDate, Text(new DateOnly(Year, 1, 1).AddDays(_random.Next(0, 80)))),
                ExpectedCompletionDate = _random.Next(3) == 0 ? Text(new DateOnly(Year, 10, 1).AddDays(_random.Next(0, 200))) : "",
            };
            if (filled.ActualStartDate.Length > 0)
                filled.ActualCompletionDate = Sometimes(line.ActualCompletionDate, Text(end));
            if (filled.ActualCompletionDate.Length > 0)
                (filled.ActualProductionDate, filled.AtCapacity) = (filled.ActualCompletionDate, _random.Next(2) == 0);
            return filled;
        }

        private string Sometimes(string before, string otherwise)
        {
            if (before.Length > 0)
                return before;
            return _random.Next(3) == 0 ? otherwise : "";
        }

        private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        // By the rule as domain people say it, apart from the code: the last of T-5, T-1, the day after T and three days after that.
        private async Task RemindAsync()
        {
            foreach (var period in (await _desk.Periods.ListPeriodsAsync(new ListPeriodsRequest())).Periods)
            {
                var due = DateOnly.ParseExact(period.DueDate, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                var reached = ReminderDays.Where(days => _today >= due.AddDays(days < 0 ? days : days + 1)).Select(days => (int?)days).LastOrDefault();
                foreach (var filed in (await _bureau.ListReturnsAsync(new ListReturnsRequest { Parent = period.Name, PageSize = 1000 })).Returns)
                {
                    if (reached is { } days && filed.State is not (Return.Types.State.Submitted or Return.Types.State.Accepted))
                        _reminders.Add(string.Create(CultureInfo.InvariantCulture, $"{filed.Name} {period.DueDate}{days:+0;-0;+0}"));
                }
            }

            using var reminders = new ReminderClock(
                host.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, host.Services.GetRequiredService<ReminderRules>(), NullLogger<ReminderClock>.Instance);
            await reminders.RemindAsync(default);
        }

        private async Task NoteAsync()
        {
            await EventuallyAsync(() => host.ReadAsync(db => db.Journal.CountAsync(row => row.Sequence == null)), open => open == 0);
            await Task.Delay(5);
            var project = $"p{CodeOf(_random.Next(Units))}{_random.Next(2)}";
            var investments = (await _bureau.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = $"projects/{project}" })).Investments;
            var overview = await _overviews.GetOverviewAsync(new GetOverviewRequest { Name = $"overviews/{Year}", WithUnits = true });
            _past.Add((TimeProvider.System.GetUtcNow(), overview, project, [.. investments]));
            await Task.Delay(5);
        }

        private async Task CheckAsync()
        {
            await NoteAsync();

            // The overview that was kept step by step is the one that is computed from the journal, of now and of then.
            foreach (var (time, overview, project, investments) in _past)
            {
                var then = await _overviews.GetOverviewAsync(new GetOverviewRequest { Name = $"overviews/{Year}", WithUnits = true, AsOfTime = time.ToTimestamp() });
                Timeless(then).ShouldBe(Timeless(overview), $"seed {seed}");
                var known = await _bureau.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = $"projects/{project}", AsOfTime = time.ToTimestamp() });
                known.Investments.ToList().ShouldBe(investments, $"seed {seed}");
            }

            var (now, shown, _, _) = _past[^1];
            var recomputed = await _overviews.GetOverviewAsync(new GetOverviewRequest { Name = $"overviews/{Year}", WithUnits = true, AsOfTime = now.ToTimestamp() });
            recomputed.AsOfTime = null;
            recomputed.ShouldBe(shown, $"seed {seed}: nothing is left out where the day is the same");

            var openings = await host.ReadAsync(db => db.PlanEntries.ToDictionaryAsync(entry => entry.Project, entry => entry.OpeningYuan, StringComparer.Ordinal));
            var accepted = await host.ReadAsync(db => db.Investments.ToListAsync());
            accepted.ShouldAllBe(one => one.CumulativeYuan == openings[one.Project] + one.YearToDateYuan, $"seed {seed}");
            var last = accepted.GroupBy(one => one.Project, StringComparer.Ordinal).Sum(project => project.MaxBy(one => one.Period, StringComparer.Ordinal)!.YearToDateYuan);
            _past[^1].Overview.Plan.YearToDateYuan.ShouldBe(last, $"seed {seed}");

            var made = await host.ReadAsync(db => db.Reminders.Select(reminder => reminder.Subject + " " + reminder.Occasion).ToListAsync());
            made.Order(StringComparer.Ordinal).ShouldBe(_reminders.Order(StringComparer.Ordinal), $"seed {seed}");
            (await new Journal.JournalServiceClient(host.As(Role.Planner, "6101GX")).VerifyJournalAsync(new VerifyJournalRequest())).Valid.ShouldBeTrue();

            // Histories of refusals alone would prove nothing.
            accepted.Count.ShouldBeGreaterThan(Units);
            _reached.Keys.ShouldBe([Return.Types.State.Draft, Return.Types.State.Submitted, Return.Types.State.Returned, Return.Types.State.Accepted], ignoreOrder: true);
            (_reminders.Count > Units).ShouldBeTrue();
        }

        // The calendar of then is not that of now: what is late by the day alone is left out.
        private static Overview Timeless(Overview overview)
        {
            var copy = overview.Clone();
            copy.AsOfTime = null;
            foreach (var plan in copy.Units.Select(unit => unit.Plan).Append(copy.Plan))
            {
                foreach (var starts in new[] { plan.NewStarts, plan.Preliminary })
                    (starts.Pending, starts.Overdue) = (starts.Pending + starts.Overdue, 0);
                (plan.Completions.Pending, plan.Completions.AtRisk, plan.Completions.Missed) = (plan.Completions.Pending + plan.Completions.AtRisk + plan.Completions.Missed, 0, 0);
            }

            return copy;
        }

        // A refusal is as good as an answer, as long as it says what is wrong.
        private static async Task TryAsync<T>(Func<AsyncUnaryCall<T>> call)
        {
            try
            {
                await call();
            }
            catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument)
            {
                // What was refused changed nothing: the checks at the end would tell.
            }
        }
    }
}
